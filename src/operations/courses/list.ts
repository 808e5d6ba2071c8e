import { z } from '@hono/zod-openapi';
import { type CallResult, type Campus, items, member, recordNumber } from '../campus.js';
import { GATEWAY_FIELD } from '../fields/reference.js';
import { step } from '../ways.js';
import { course, VISIBILITY_CODES, type Visibility } from './schemas.js';

export interface ListedCourse {
	id: number | null;
	code: string | null;
	title: string | null;
	language: string | null;
	visibility: Visibility | null;
	category_name: string | null;
	number_students: number | null;
	/** The extra field that was asked for, and what it holds; both null where it holds nothing, or cannot be read. */
	field: string | null;
	value: string | null;
}

/** What is known of a course that exists but cannot be read: nothing. */
export const UNREADABLE_COURSE: ListedCourse = {
	id: null,
	code: null,
	title: null,
	language: null,
	visibility: null,
	category_name: null,
	number_students: null,
	field: null,
	value: null,
};

/** Number, code and external id of every course, for look-ups; the cost does not grow with enrolments. */
export interface CourseName {
	id: number;
	code: string;
	/** What the extra field holds that was asked for; null also on Chamilo 1.9, which never tells. */
	value: string | null;
}

/** All courses with all that can be read of them, and the external id that `field` holds. */
export const listCourses = step('Listing courses', [
	{
		needs: ['course-external-ids'],
		calls: ['WSListCourses'],
		run: async (campus, field: string = GATEWAY_FIELD) =>
			items(await rawList(campus, field)).map((item) => toCourse(item, field)),
	},
	{
		// Dearer the more users are enrolled (F122), but WSListCourses of 1.9 leaves out the language.
		needs: ['soap-php'],
		calls: ['WSCourse.ListCourses'],
		run: async (campus, _field?: string) =>
			items(await campus.query('WSCourse.ListCourses')).map((item) => toCourse(item, null)),
	},
]);

/**
 * Names of all courses.
 * @param field whose content is told where Chamilo tells it; on 1.9 a field that users see would kill the call (F123)
 */
export async function listCodes(campus: Campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> {
	return items(await rawList(campus, field)).flatMap((item) => {
		const id = recordNumber(member(item, 'id'));
		const code = member(item, 'code');
		return id !== null && typeof code === 'string' ? [{ id, code, value: textOf(item, 'external_course_id') }] : [];
	});
}

const courseList = z.array(course);
const courseNames = z.array(z.strictObject({ id: z.int(), code: z.string(), value: z.string().nullable() }));

/** The same as `listCourses`, as it is remembered: for reading. */
export async function cachedCourses(campus: Campus, field: string = GATEWAY_FIELD): Promise<ListedCourse[]> {
	const list = await campus.cached<ListedCourse[]>({
		key: ['list', 'courses', field],
		tags: ['courses', 'memberships'],
		schema: courseList,
		staleWhileRevalidate: true,
		load: () => listCourses(campus, field),
	});
	return list ?? [];
}

/** The same as `listCodes`, as it is remembered: never for what destroys. */
export async function cachedCodes(campus: Campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> {
	const list = await campus.cached<CourseName[]>({
		key: ['list', 'course-codes', field],
		tags: ['courses'],
		schema: courseNames,
		load: () => listCodes(campus, field),
	});
	return list ?? [];
}

/** The field name must never be empty (F58). */
function rawList(campus: Campus, field: string): Promise<CallResult> {
	return campus.query('WSListCourses', { original_course_id_name: field });
}

function textOf(item: CallResult, name: string): string | null {
	const value = member(item, name);
	return typeof value === 'string' && value !== '' ? value : null;
}

function toCourse(item: CallResult, field: string | null): ListedCourse {
	const code = Number(member(item, 'visibility'));
	const word = (Object.keys(VISIBILITY_CODES) as Visibility[]).find((name) => VISIBILITY_CODES[name] === code);
	const students = member(item, 'number_students');
	const value = textOf(item, 'external_course_id');
	return {
		id: recordNumber(member(item, 'id')),
		code: textOf(item, 'code'),
		title: textOf(item, 'title'),
		language: textOf(item, 'language'),
		visibility: word ?? null,
		category_name: textOf(item, 'category_name'),
		number_students: typeof students === 'number' ? students : null,
		field: value === null ? null : field,
		value,
	};
}
