import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import { type Campus, inParallel } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { operation } from '../operation.js';
import { CREATE_COURSE_CALLS, createCourse } from './create-plan.js';
import { ALGEBRA, deleteCourse } from './operations.js';
import { courseReference, type NewCourse, newCourse } from './schemas.js';

const common = {
	method: 'post',
	tag: 'Courses in batches',
	scope: 'courses:write',
	body: batchBody('courses'),
	batch: true,
	success: {
		200: { description: 'All items succeeded.', schema: batchResult },
		207: { description: 'Some items failed; the others are done.', schema: batchResult },
	},
	problems: [],
} as const;

const EACH = 'At most 1,000 items; `results` has the status of each, as the single route would have given it.';

async function createMany(campus: Campus, entries: Entry<NewCourse>[], outcomes: Outcomes): Promise<void> {
	await inParallel(entries, campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			const { id, field, value, not_stored } = await createCourse(campus, entry.item);
			const more = { ...(id === null ? {} : { id }), ...(not_stored.length > 0 ? { not_stored } : {}) };
			return { status: 201, field, value, ...more };
		}),
	);
}

async function deleteMany(campus: Campus, entries: Entry<Reference>[], outcomes: Outcomes): Promise<void> {
	await inParallel(entries, campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			await deleteCourse(campus, entry.item);
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
				needs: ['soap-php', 'course-ways-1.9', 'username-lookup'],
				calls: CREATE_COURSE_CALLS,
				run: (campus, { body }) =>
					runBatch(body.courses, { name: 'courses', schema: newCourse, nameOf: (item) => item }, (entries, outcomes) =>
						createMany(campus, entries, outcomes),
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
			one: { summary: 'One course', value: { courses: [{ field: 'external_course', value: '201' }] } },
		},
		ways: [
			{
				needs: ['soap-php'],
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
