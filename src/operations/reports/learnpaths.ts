import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import { step } from '../ways.js';
import { toNumber, toText } from './answers.js';
import { askCourseReport, assertCourseSubject, type CourseSubject, courseSubjectPairs } from './subject.js';

/** The learnpaths of a course. The list is empty also where user or course is unknown (F180). */
export const listLearnpaths = step('Listing the learnpaths of a course', {
	needs: ['soap-php'],
	calls: [courseSubjectPairs, 'WSReport.GetLearnpathsByCourse', assertCourseSubject],
	async run(campus, subject: CourseSubject): Promise<{ id: number; title: string }[]> {
		const answer = await askCourseReport(campus, subject, (pairs) =>
			campus.query('WSReport.GetLearnpathsByCourse', pairs),
		);
		const list = (answer ?? []).flatMap((item) => {
			const id = recordNumber(item?.id ?? null);
			return id === null ? [] : [{ id, title: item?.title ?? '' }];
		});
		if (list.length === 0) await assertCourseSubject(campus, subject);
		return list;
	},
});

/** @throws user-not-found, course-not-found, learnpath-not-found */
const assertLearnpath = step('Looking whether a learnpath exists', {
	calls: [listLearnpaths],
	async run(campus, subject: CourseSubject, learnpathId: string) {
		const list = await listLearnpaths(campus, subject);
		if (list.some(({ id }) => String(id) === learnpathId)) return;
		throw new GatewayError('learnpath-not-found', `The course has no learnpath ${learnpathId}.`);
	},
});

const askProgress = step('Asking for the progress in a learnpath', {
	needs: ['soap-php'],
	calls: [courseSubjectPairs, 'WSReport.GetLearnpathProgress', assertCourseSubject],
	async run(campus, subject: CourseSubject, learnpathId: string): Promise<number> {
		const answer = await askCourseReport(campus, subject, (pairs) =>
			campus.query('WSReport.GetLearnpathProgress', { ...pairs, learnpath_id: learnpathId }),
		);
		return toNumber(answer?.progress_db) ?? 0;
	},
});

/** How much of a learnpath is done, in percent. */
export const readProgress = step('Reading the progress in a learnpath', {
	calls: [askProgress, assertLearnpath],
	async run(campus, subject: CourseSubject, learnpathId: string): Promise<number> {
		const progress = await askProgress(campus, subject, learnpathId);
		// The answer is the same for an unknown path, user or course (F181).
		if (progress === 0) await assertLearnpath(campus, subject, learnpathId);
		return progress;
	},
});

/**
 * The furthest place of the user in a learnpath; null where the user never opened it. Then PHP ends in a fatal error, as
 * it does for an unknown learnpath (F182).
 */
export const readLocation = step('Reading the place in a learnpath', {
	needs: ['soap-php'],
	calls: [
		courseSubjectPairs,
		'WSReport.GetLearnpathHighestLessonLocation',
		assertCourseSubject,
		assertLearnpath,
		askProgress,
	],
	async run(campus, subject: CourseSubject, learnpathId: string): Promise<string | null> {
		try {
			const answer = await askCourseReport(campus, subject, (pairs) =>
				campus.query('WSReport.GetLearnpathHighestLessonLocation', { ...pairs, learnpath_id: learnpathId }),
			);
			return toText(answer);
		} catch (failure) {
			if (!(failure instanceof GatewayError) || failure.code !== 'chamilo-error') throw failure;
			await assertLearnpath(campus, subject, learnpathId);
			if ((await askProgress(campus, subject, learnpathId)) > 0) throw failure;
			return null;
		}
	},
});

interface ItemScore {
	min_score: number | null;
	max_score: number | null;
	mastery_score: number | null;
	current_score: number | null;
}

/** The score of an item; an item that exists has at least bounds (F183). @throws learnpath-not-found */
export const readScore = step('Reading the score in an item of a learnpath', {
	needs: ['soap-php'],
	calls: [courseSubjectPairs, 'WSReport.GetLearnpathScoreSingleItem', assertCourseSubject, assertLearnpath],
	async run(campus, subject: CourseSubject, learnpathId: string, itemId: string): Promise<ItemScore> {
		const answer = await askCourseReport(campus, subject, (pairs) =>
			campus.query('WSReport.GetLearnpathScoreSingleItem', {
				...pairs,
				learnpath_id: learnpathId,
				learnpath_item_id: itemId,
			}),
		);
		const score = {
			min_score: toNumber(answer?.min_score),
			max_score: toNumber(answer?.max_score),
			mastery_score: toNumber(answer?.mastery_score),
			current_score: toNumber(answer?.current_score),
		};
		if (Object.values(score).some((value) => value !== null)) return score;
		await assertLearnpath(campus, subject, learnpathId);
		throw new GatewayError('learnpath-not-found', `The learnpath ${learnpathId} has no item ${itemId}.`);
	},
});

/** The status of an item; null where the item exists and has none. @throws learnpath-not-found */
export const readStatus = step('Reading the status of an item of a learnpath', {
	needs: ['soap-php'],
	calls: [courseSubjectPairs, 'WSReport.GetLearnpathStatusSingleItem', assertCourseSubject, readScore],
	async run(campus, subject: CourseSubject, learnpathId: string, itemId: string): Promise<string | null> {
		const answer = await askCourseReport(campus, subject, (pairs) =>
			campus.query('WSReport.GetLearnpathStatusSingleItem', {
				...pairs,
				learnpath_id: learnpathId,
				learnpath_item_id: itemId,
			}),
		);
		const status = toText(answer);
		// Unknown items have no status either; an item that exists has a score.
		if (status === null) await readScore(campus, subject, learnpathId, itemId);
		return status;
	},
});
