import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { isReserved } from '../fields/reference.js';
import { fieldName } from '../fields/text.js';
import { operation } from '../operation.js';
import { pageOf, pageOnce, pageQuery } from '../page.js';
import { cachedCourses } from './cached.js';
import { courseOfCode, makeCourse } from './create.js';
import { type CreatedCourse, createdCourse } from './created.js';
import { deleteCourse } from './delete.js';
import { editCourse } from './edit.js';
import { ALGEBRA } from './examples.js';
import { readCourse } from './read.js';
import {
	course,
	coursePatch,
	coursePath,
	courseReset,
	createdCourse as createdCourseSchema,
	newCourse,
	visibility,
} from './schemas.js';

const tag = 'Courses';

/** The extra field whose content a list is to contain. */
const listField = fieldName
	.refine((name) => !isReserved(name), 'must be an extra field: numbers and codes are told anyway')
	.openapi({ description: 'Extra field that holds your identifiers, for example `external_course`.' });

const listQuery = z.strictObject({ visibility: visibility.optional(), field: listField.optional(), ...pageQuery });

async function listPage(campus: Campus, { query }: { query: z.output<typeof listQuery> }) {
	const all = await cachedCourses(campus, query.field);
	const body = pageOnce(all, query, () => {
		const wanted = all.filter((listed) => !query.visibility || listed.visibility === query.visibility);
		const { items, next_cursor } = pageOf(wanted, query);
		return { courses: items, next_cursor };
	});
	return { status: 200, body };
}

function created(course: CreatedCourse) {
	const location = `/courses/${encodeURIComponent(course.field)}/${encodeURIComponent(course.value)}`;
	return { status: 201, body: course, location };
}

export const courseOperations = [
	operation({
		id: 'listCourses',
		method: 'get',
		path: '/courses',
		tag,
		summary: 'List courses',
		description:
			'All courses, ordered by number, in pages; with `field`, each with its identifier in this extra field.',
		scope: 'courses:read',
		query: listQuery,
		cacheable: true,
		success: {
			200: {
				description: 'A page of courses.',
				schema: z.strictObject({ courses: z.array(course), next_cursor: z.string().nullable() }),
			},
		},
		problems: ['invalid-request'],
		ways: [
			{
				calls: [cachedCourses],
				run: listPage,
			},
		],
	}),
	operation({
		id: 'getCourse',
		method: 'get',
		path: '/courses/{field}/{value}',
		tag,
		summary: 'Read a course',
		description:
			'`field` and `value` are those of the path for a course named by an external id, else the identifier the gateway gave.',
		scope: 'courses:read',
		params: coursePath,
		cacheable: true,
		success: { 200: { description: 'The course.', schema: course } },
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				calls: [readCourse],
				run: async (campus, { params }) => ({ status: 200, body: await readCourse(campus, params) }),
			},
		],
	}),
	operation({
		id: 'createCourse',
		method: 'post',
		path: '/courses',
		tag,
		summary: 'Create a course',
		description:
			'Creates a course with its teacher. `code` in the answer is the one Chamilo has given. A course without an identifier of yours gets one in the extra field `rest_gateway_id`. `not_stored` names what Chamilo drops at a creation.',
		scope: 'courses:write',
		body: newCourse,
		bodyExamples: { algebra: { summary: 'A course with an external id', value: ALGEBRA } },
		invalidates: ['courses'],
		success: { 201: { description: 'The course exists.', schema: createdCourseSchema, location: true } },
		problems: [
			'unsafe-identifier',
			'user-not-found',
			'external-id-taken',
			'course-code-taken',
			'rejected-by-chamilo',
			'creation-incomplete',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [makeCourse, courseOfCode],
				async run(campus, { body }) {
					const made = await makeCourse(campus, body);
					return created(createdCourse(made, await courseOfCode(campus, made.code).catch(() => undefined)));
				},
			},
		],
	}),
	operation({
		id: 'patchCourse',
		method: 'patch',
		path: '/courses/{field}/{value}',
		tag,
		summary: 'Change a course',
		description:
			'Changes what the body names. Where Chamilo can only overwrite a course as a whole (`limits` in `x-chamilo`), what cannot be read is lost, and that has to be accepted; `{"visibility": "closed"}` is possible everywhere.',
		scope: 'courses:write',
		params: coursePath,
		query: z.strictObject({
			accept_side_effects: z.enum(['true', 'false']).default('false').openapi({
				description:
					'Accepts that what Chamilo would lose is reset to the values of a new course. The answer lists what was.',
				example: 'false',
			}),
		}),
		body: coursePatch,
		bodyExamples: { close: { summary: 'Close the course', value: { visibility: 'closed' } } },
		invalidates: ['courses'],
		success: {
			200: { description: 'The course is changed, and something of it was reset.', schema: courseReset },
			204: { description: 'The course is changed.' },
		},
		problems: ['unsafe-identifier', 'course-not-found', 'rejected-by-chamilo', 'partly-done'],
		ways: [
			{
				calls: [editCourse],
				async run(campus, { params, query, body }) {
					const reset = await editCourse(campus, params, body, query.accept_side_effects === 'true');
					return reset.length === 0 ? { status: 204 } : { status: 200, body: { reset } };
				},
			},
		],
	}),
	operation({
		id: 'deleteCourse',
		method: 'delete',
		path: '/courses/{field}/{value}',
		tag,
		summary: 'Delete a course',
		description: 'Deletes the course with all it contains. To keep its content, close it (`PATCH`).',
		scope: 'courses:write',
		params: coursePath,
		pathExamples: { value: '204' },
		invalidates: ['courses', 'memberships'],
		success: { 204: { description: 'The course is gone.' } },
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				calls: [deleteCourse],
				async run(campus, { params }) {
					await deleteCourse(campus, params);
					return { status: 204 };
				},
			},
		],
	}),
];
