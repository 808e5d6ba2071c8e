import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import { type Campus, inParallel } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { operation } from '../operation.js';
import {
	CREATE_COURSE_CALLS,
	CREATION_LIMITS,
	CREATION_LIMITS_1_9,
	type Creation,
	createdCourse,
	findTeacher,
	makeCourse,
} from './create.js';
import { sameCode } from './find.js';
import { type CourseName, listCodes } from './list.js';
import { ALGEBRA, deleteCourse } from './operations.js';
import { courseReference, type NewCourse, newCourse } from './schemas.js';

const common = {
	method: 'post',
	tag: 'Courses in batches',
	scope: 'courses:write',
	body: batchBody('courses'),
	batch: true,
	changes: ['courses', 'memberships'],
	success: {
		200: { description: 'All items succeeded.', schema: batchResult },
		207: { description: 'Some items failed; the others are done.', schema: batchResult },
	},
	problems: [],
} as const;

const EACH = 'At most 1,000 items; `results` has the status of each, as the single route would have given it.';

/** The numbers of the new courses are asked for once, when all of them are there. */
async function createMany(
	campus: Campus,
	entries: Entry<NewCourse>[],
	outcomes: Outcomes,
	dropped: Creation['dropped'],
): Promise<void> {
	const teacherOf = remembering((teacher) => findTeacher(campus, teacher));
	const made = await inParallel(entries, campus.concurrency, async (entry) => {
		try {
			return { entry, course: await makeCourse(campus, entry.item, { dropped, teacherOf }) };
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
			const number = list.find(({ code }) => sameCode(code, course.code))?.id ?? null;
			const { id, field, value, not_stored } = createdCourse(course, number);
			const more = { ...(id === null ? {} : { id }), ...(not_stored.length > 0 ? { not_stored } : {}) };
			return { status: 201, field, value, ...more };
		});
	}
}

/** Asks for each name once in a request. */
function remembering(find: (reference: Reference) => Promise<number>): (reference: Reference) => Promise<number> {
	const found = new Map<string, Promise<number>>();
	return (reference) => {
		const key = JSON.stringify([reference.field, reference.value]);
		const asked = found.get(key) ?? find(reference);
		found.set(key, asked);
		return asked;
	};
}

function createBatch(campus: Campus, courses: readonly unknown[], dropped: Creation['dropped']) {
	const options = { name: 'courses', schema: newCourse, nameOf: (item: NewCourse) => item };
	return runBatch(courses, options, (entries, outcomes) => createMany(campus, entries, outcomes, dropped));
}

/** The list that tells the numbers of codes is read once. */
async function deleteMany(campus: Campus, entries: Entry<Reference>[], outcomes: Outcomes): Promise<void> {
	let list: Promise<CourseName[]> | undefined;
	const codes = () => {
		list ??= listCodes(campus);
		return list;
	};
	await inParallel(entries, campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			await deleteCourse(campus, entry.item, codes);
			return { status: 204 };
		}),
	);
}

export const courseBatchOperations = [
	operation({
		...common,
		id: 'createCourses',
		path: '/courses/batch/create',
		summary: 'Create many courses',
		description: `Creates courses, several at a time. ${EACH}`,
		bodyDocument: batchDocument('courses', newCourse),
		bodyExamples: { one: { summary: 'One course', value: { courses: [ALGEBRA] } } },
		ways: [
			{
				needs: ['course-creation-category'],
				calls: CREATE_COURSE_CALLS,
				limits: CREATION_LIMITS,
				run: (campus, { body }) => createBatch(campus, body.courses, []),
			},
			{
				needs: ['soap-php', 'username-lookup'],
				calls: CREATE_COURSE_CALLS,
				limits: CREATION_LIMITS_1_9,
				run: (campus, { body }) => createBatch(campus, body.courses, ['category_code']),
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
			one: { summary: 'One course', value: { courses: [{ field: 'external_course', value: '201' }] } },
		},
		ways: [
			{
				needs: ['soap-php', 'course-deletion'],
				calls: ['WSCourse.DeleteCourse', 'WSListCourses'],
				run: (campus, { body }) =>
					runBatch(
						body.courses,
						{ name: 'courses', schema: courseReference, nameOf: (item) => item },
						(entries, outcomes) => deleteMany(campus, entries, outcomes),
					),
			},
		],
	}),
];
