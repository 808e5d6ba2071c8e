import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import { type Campus, inParallel } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { operation } from '../operation.js';
import { findTeacher, makeCourse, type TeacherLookUp } from './create.js';
import { createdCourse } from './created.js';
import { assertDeleted, sendDeletion } from './delete.js';
import { STATISTICS } from './examples.js';
import { type Codes, sameCode } from './find.js';
import { listCodes } from './list.js';
import { courseReference, type NewCourse, newCourse } from './schemas.js';

const common = {
	method: 'post',
	tag: 'Courses in batches',
	scope: 'courses:write',
	body: batchBody('courses'),
	batch: true,
	invalidates: ['courses', 'memberships'],
	success: {
		200: { description: 'All items succeeded.', schema: batchResult },
		207: { description: 'Some items failed; the others are done.', schema: batchResult },
	},
	problems: [],
} as const;

const EACH = 'At most 1,000 items; `results` has the status of each, as the single route would have given it.';

/** The numbers of the new courses are looked up once, when all of them exist. */
async function createMany(campus: Campus, entries: Entry<NewCourse>[], outcomes: Outcomes): Promise<void> {
	const teacherOf = findingOnce(findTeacher);
	const made = await inParallel(entries, campus.concurrency, async (entry) => {
		try {
			const mark = campus.requestMark && `${campus.requestMark}-${entry.index}`;
			return { entry, course: await makeCourse(campus, entry.item, teacherOf, mark) };
		} catch (failure) {
			outcomes.fail(entry, failure);
			return null;
		}
	});
	const done = made.filter((item) => item !== null);
	if (done.length === 0) return;
	const list = await listCodes(campus).catch(() => []);
	for (const { entry, course } of done) {
		await outcomes.settle(entry, async () => {
			const listed = list.find(({ code }) => sameCode(code, course.code));
			const { id, field, value, not_stored } = createdCourse(course, listed);
			const more = { ...(id === null ? {} : { id }), ...(not_stored.length > 0 ? { not_stored } : {}) };
			return { status: 201, field, value, ...more };
		});
	}
}

/** Looks up each teacher once in a request. */
function findingOnce(find: TeacherLookUp): TeacherLookUp {
	const found = new Map<string, Promise<number>>();
	return (campus, reference) => {
		const key = JSON.stringify([reference.field, reference.value]);
		const asked = found.get(key) ?? find(campus, reference);
		found.set(key, asked);
		return asked;
	};
}

/** The list of codes and numbers is read at most once before the deletions, and once after them. */
async function deleteMany(campus: Campus, entries: Entry<Reference>[], outcomes: Outcomes): Promise<void> {
	const [before, after] = [readOnce(), readOnce()];
	const sent = await inParallel(entries, campus.concurrency, (entry) =>
		sendDeletion(campus, entry.item, before).then(
			() => [entry],
			(failure) => {
				outcomes.fail(entry, failure);
				return [];
			},
		),
	);
	await inParallel(sent.flat(), campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			await assertDeleted(campus, entry.item, after);
			return { status: 204 };
		}),
	);
}

/** Reads the codes when they are first asked for. */
function readOnce(): Codes {
	const lists = new Map<string | undefined, ReturnType<Codes>>();
	return (view, field) => {
		const list = lists.get(field) ?? listCodes(view, field);
		lists.set(field, list);
		return list;
	};
}

export const courseBatchOperations = [
	operation({
		...common,
		id: 'createCourses',
		path: '/courses/batch/create',
		summary: 'Create many courses',
		description: `Creates courses, several at a time. ${EACH}`,
		bodyDocument: batchDocument('courses', newCourse),
		bodyExamples: { one: { summary: 'One course', value: { courses: [STATISTICS] } } },
		ways: [
			{
				calls: [makeCourse, listCodes],
				run: (campus, { body }) =>
					runBatch(
						campus,
						body.courses,
						{ name: 'courses', schema: newCourse, nameOf: (item) => item },
						(entries, outcomes) => createMany(campus, entries, outcomes),
					),
			},
		],
	}),
	operation({
		...common,
		id: 'deleteCourses',
		path: '/courses/batch/delete',
		summary: 'Delete many courses',
		description: `Deletes courses, several at a time. ${EACH}`,
		bodyDocument: batchDocument('courses', courseReference),
		bodyExamples: {
			one: { summary: 'One course', value: { courses: [{ field: 'external_course', value: '203' }] } },
		},
		ways: [
			{
				calls: [sendDeletion, assertDeleted],
				run: (campus, { body }) =>
					runBatch(
						campus,
						body.courses,
						{ name: 'courses', schema: courseReference, nameOf: (item) => item },
						(entries, outcomes) => deleteMany(campus, entries, outcomes),
					),
			},
		],
	}),
];
