import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { operation } from '../operation.js';
import { pageOf, pageQuery } from '../page.js';
import { CREATE_COURSE_CALLS, createCourse } from './create-plan.js';
import { EDIT_COURSE_CALLS, editCourse } from './edit-plan.js';
import {
	COURSE_LOOKUP_CALLS,
	courseExists,
	courseKeys,
	courseNotFound,
	listCourses,
	sameCode,
	soapCourse,
	UNREADABLE_COURSE,
} from './lookup.js';
import { course, coursePatch, coursePath, createdCourse, newCourse, visibility } from './schemas.js';

const tag = 'Courses';

export const ALGEBRA = {
	title: 'Linear algebra',
	code: 'ALGEBRA1',
	language: 'english',
	teacher: { field: 'chamilo_user_id', value: '1' },
	field: 'external_course',
	value: 'C-100',
};

async function readCourse(campus: Campus, reference: Reference) {
	if (isExternal(reference)) {
		if (await courseExists(campus, reference)) return UNREADABLE_COURSE;
		throw courseNotFound(reference);
	}
	const { field, value } = reference;
	const found = (await listCourses(campus)).find((listed) =>
		field === 'code' ? sameCode(listed.code, value) : String(listed.id) === value,
	);
	if (!found) throw courseNotFound(reference);
	return found;
}

/** Deletes the course; resolved afresh, because a deletion must never act on a remembered number. */
export function deleteCourse(campus: Campus, reference: Reference): Promise<void> {
	return campus.serialise(courseKeys(reference), async () => {
		await campus.call('WSCourse.DeleteCourse', await soapCourse(campus, reference));
	});
}

export const courseOperations = [
	operation({
		id: 'listCourses',
		method: 'get',
		path: '/courses',
		tag,
		summary: 'List courses',
		description: 'All courses, ordered by number, in pages.',
		scope: 'courses:read',
		query: z.strictObject({ visibility: visibility.optional(), ...pageQuery }),
		success: {
			200: {
				description: 'A page of courses.',
				schema: z.strictObject({ courses: z.array(course), next_cursor: z.string().nullable() }),
			},
		},
		problems: ['invalid-request'],
		ways: [
			{
				needs: ['soap-php', 'course-ways-1.9'],
				calls: ['WSCourse.ListCourses'],
				limits: 'Chamilo 1.9 cannot tell the external ids of courses. The list is dearer the more users are enrolled.',
				async run(campus, { query }) {
					const all = await listCourses(campus);
					const wanted = all.filter((listed) => !query.visibility || listed.visibility === query.visibility);
					const { items, next_cursor } = pageOf(wanted, query);
					return { status: 200, body: { courses: items, next_cursor } };
				},
			},
		],
	}),
	operation({
		id: 'getCourse',
		method: 'get',
		path: '/courses/{field}/{value}',
		tag,
		summary: 'Read a course',
		description: 'Of a course named by an external id, Chamilo 1.9 tells only that it exists: all members are `null`.',
		scope: 'courses:read',
		params: coursePath,
		success: { 200: { description: 'The course.', schema: course } },
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php', 'course-ways-1.9'],
				calls: ['WSCourse.ListCourses', ...COURSE_LOOKUP_CALLS],
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
		success: { 201: { description: 'The course exists.', schema: createdCourse, location: true } },
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
				needs: ['soap-php', 'course-ways-1.9', 'username-lookup'],
				calls: CREATE_COURSE_CALLS,
				limits: 'The category is not stored (`not_stored`). The language is not checked by Chamilo.',
				async run(campus, { body }) {
					const created = await createCourse(campus, body);
					const location = `/courses/${encodeURIComponent(created.field)}/${encodeURIComponent(created.value)}`;
					return { status: 201, body: created, location };
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
			'Changes what the body names. Chamilo 1.9 overwrites everything at an edit: there the body must have all members but `extras`, or be `{"visibility": "closed"}`.',
		scope: 'courses:write',
		params: coursePath,
		query: z.strictObject({
			accept_side_effects: z.enum(['true', 'false']).default('false').openapi({
				description: 'Accepts what `limits` in `x-chamilo` names as unavoidable on this campus.',
				example: 'false',
			}),
		}),
		body: coursePatch,
		bodyExamples: { close: { summary: 'Close the course', value: { visibility: 'closed' } } },
		success: { 204: { description: 'The course is changed.' } },
		problems: ['unsafe-identifier', 'course-not-found', 'rejected-by-chamilo', 'partly-done'],
		ways: [
			{
				needs: ['soap-php', 'course-ways-1.9'],
				calls: EDIT_COURSE_CALLS,
				limits:
					"Courses named by an external id only. Any edit but closing sets the disk quota of the course to 50000 bytes and empties the tutor's name: it has to be accepted by `accept_side_effects=true`. Extra fields must exist.",
				async run(campus, { params, query, body }) {
					await editCourse(campus, params, body, query.accept_side_effects === 'true');
					return { status: 204 };
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
		success: { 204: { description: 'The course is gone.' } },
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php'],
				calls: ['WSCourse.DeleteCourse', 'WSListCourses'],
				limits: 'Chamilo may also delete extra fields that no other course uses.',
				async run(campus, { params }) {
					await deleteCourse(campus, params);
					return { status: 204 };
				},
			},
		],
	}),
];
