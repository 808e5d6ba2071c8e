import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { isExternal, isReserved, type Reference } from '../fields/reference.js';
import { fieldName } from '../fields/text.js';
import { type Input, operation } from '../operation.js';
import { pageOf, pageOnce, pageQuery } from '../page.js';
import {
	CREATE_COURSE_CALLS,
	CREATION_LIMITS,
	CREATION_LIMITS_1_9,
	type CreatedCourse,
	createCourse,
} from './create.js';
import { EDIT_LISTED_CALLS, EDIT_PARTLY_CALLS, editListed, editPartly } from './edit-completed.js';
import { EDIT_COURSE_CALLS, editCourse } from './edit-overwrite.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, courseNotFound, findCourse, soapCourse } from './find.js';
import { type CourseName, cachedCourses, listCodes, listCourses, UNREADABLE_COURSE } from './list.js';
import { type CoursePatch, course, coursePatch, coursePath, createdCourse, newCourse, visibility } from './schemas.js';

const tag = 'Courses';

export const ALGEBRA = {
	title: 'Linear algebra',
	code: 'ALGEBRA1',
	language: 'english',
	teacher: { field: 'chamilo_user_id', value: '1' },
	field: 'external_course',
	value: 'C-100',
};

/** The extra field whose content a list is to tell. */
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

async function readCourse(campus: Campus, reference: Reference) {
	const all = await cachedCourses(campus, isExternal(reference) ? reference.field : undefined);
	const found = findCourse(all, reference);
	if (!found) throw courseNotFound(reference);
	return found;
}

function created(course: CreatedCourse) {
	const location = `/courses/${encodeURIComponent(course.field)}/${encodeURIComponent(course.value)}`;
	return { status: 201, body: course, location };
}

type Edit = (campus: Campus, reference: Reference, patch: CoursePatch, accepted: boolean) => Promise<void>;

function patching(edit: Edit) {
	return async (
		campus: Campus,
		{ params, query, body }: Input<Reference, { accept_side_effects: 'true' | 'false' }, CoursePatch>,
	) => {
		await edit(campus, params, body, query.accept_side_effects === 'true');
		return { status: 204 };
	};
}

/**
 * Deletes the course; resolved afresh, because a deletion must never act on a remembered number.
 * @param codes numbers and codes of all courses, read for this request.
 */
export function deleteCourse(
	campus: Campus,
	reference: Reference,
	codes: () => Promise<CourseName[]> = () => listCodes(campus),
): Promise<void> {
	return campus.withLock(courseKeys(reference), async () => {
		await campus.command('WSCourse.DeleteCourse', await soapCourse(campus, reference, codes));
	});
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
				needs: ['course-external-ids'],
				calls: [listCourses],
				run: listPage,
			},
			{
				needs: ['soap-php'],
				calls: [listCourses],
				limits:
					'Chamilo 1.9 cannot tell the external ids of courses: `field` and `value` are `null`. The list is dearer the more users are enrolled.',
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
				needs: ['course-external-ids'],
				calls: [listCourses],
				run: async (campus, { params }) => ({ status: 200, body: await readCourse(campus, params) }),
			},
			{
				needs: ['soap-php'],
				calls: [listCourses, ...COURSE_LOOKUP_CALLS],
				limits:
					'Of a course named by an external id it is told only that it exists: what is not in the path is `null`.',
				async run(campus, { params }) {
					if (!isExternal(params)) return { status: 200, body: await readCourse(campus, params) };
					if (!(await courseExists(campus, params))) throw courseNotFound(params);
					const { field, value } = params;
					return { status: 200, body: { ...UNREADABLE_COURSE, field, value } };
				},
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
				needs: ['course-creation-category'],
				calls: CREATE_COURSE_CALLS,
				limits: CREATION_LIMITS,
				run: async (campus, { body }) => created(await createCourse(campus, body, [])),
			},
			{
				needs: ['soap-php', 'username-lookup'],
				calls: CREATE_COURSE_CALLS,
				limits: CREATION_LIMITS_1_9,
				run: async (campus, { body }) => created(await createCourse(campus, body, ['category_code'])),
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
			'Changes what the body names. Where Chamilo can only overwrite a course as a whole (`limits` in `x-chamilo`), the body must also have what it cannot tell; `{"visibility": "closed"}` is possible everywhere.',
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
		invalidates: ['courses'],
		success: { 204: { description: 'The course is changed.' } },
		problems: ['unsafe-identifier', 'course-not-found', 'rejected-by-chamilo', 'partly-done'],
		ways: [
			{
				needs: ['partial-course-edit', 'soap-php'],
				calls: EDIT_PARTLY_CALLS,
				limits:
					"`false`, `null` and `extras` make Chamilo overwrite the whole course: then the body must have the members that cannot be read (all but title, language and visibility), and what is lost besides, disk quota and tutor's name, has to be accepted by `accept_side_effects=true`. For that and for closing the course is named by an external id, or by any name when the gateway made it without one. Extra fields must exist.",
				run: patching(editPartly),
			},
			{
				needs: ['course-external-ids'],
				calls: EDIT_LISTED_CALLS,
				limits:
					"Any edit but closing overwrites the whole course: the body must have the members that cannot be read (all but title, language and visibility), and what is lost besides, disk quota and tutor's name, has to be accepted by `accept_side_effects=true`. Courses named by an external id, or by any name when the gateway made them without one. Extra fields must exist.",
				run: patching(editListed),
			},
			{
				needs: ['soap-php'],
				calls: EDIT_COURSE_CALLS,
				limits:
					"Courses named by an external id only. Any edit but closing needs all members but `extras`, sets the disk quota of the course to 50000 bytes and empties the tutor's name: it has to be accepted by `accept_side_effects=true`. Extra fields must exist.",
				run: patching(editCourse),
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
		invalidates: ['courses', 'memberships'],
		success: { 204: { description: 'The course is gone.' } },
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php', 'course-deletion'],
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
