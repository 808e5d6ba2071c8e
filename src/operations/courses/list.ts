import { z } from '@hono/zod-openapi';
import type { SoapResultOf } from '../../soap/typed-call.js';
import { recordNumber } from '../campus.js';
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

/** Asks for the list of registration.soap.php. An empty field name would match every record (F58). */
const listByField = step('Listing courses', {
	calls: ['WSListCourses'],
	run: async (campus, field: string) => (await campus.query('WSListCourses', { original_course_id_name: field })) ?? [],
});

/** All courses with all that can be read of them, and the external id that `field` holds. */
export const listCourses = step('Listing courses', [
	{
		needs: ['course-external-ids'],
		calls: [listByField],
		run: async (campus, field: string = GATEWAY_FIELD) =>
			(await listByField(campus, field)).map((item) => toCourse(item, field)),
	},
	{
		// Dearer the more users are enrolled (F122), but WSListCourses of 1.9 leaves out the language.
		needs: ['soap-php'],
		calls: ['WSCourse.ListCourses'],
		run: async (campus, _field?: string) =>
			((await campus.query('WSCourse.ListCourses')) ?? []).map((item) => toCourse(item, null)),
	},
]);

/**
 * Names of all courses. `field` is the extra field whose content is told where Chamilo tells it; on 1.9 a field that
 * users see would kill the call (F123).
 */
export const listCodes = step('Listing the codes of courses', {
	calls: [listByField],
	run: async (campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> =>
		(await listByField(campus, field)).flatMap((item) => {
			const id = recordNumber(item?.id ?? null);
			const code = item?.code;
			return id !== null && typeof code === 'string' ? [{ id, code, value: textOf(item?.external_course_id) }] : [];
		}),
});

const courseList = z.array(course);
const courseNames = z.array(z.strictObject({ id: z.int(), code: z.string(), value: z.string().nullable() }));

/** The same as `listCourses`, from the cache where it is there: for reading. */
export const cachedCourses = step('Listing courses', {
	calls: [listCourses],
	async run(campus, field: string = GATEWAY_FIELD): Promise<ListedCourse[]> {
		const list = await campus.cached<ListedCourse[]>({
			key: ['list', 'courses', field],
			tags: ['courses', 'memberships'],
			schema: courseList,
			staleWhileRevalidate: true,
			load: () => listCourses(campus, field),
		});
		return list ?? [];
	},
});

/** The same as `listCodes`, from the cache where it is there: never for what destroys. */
export const cachedCodes = step('Listing the codes of courses', {
	calls: [listCodes],
	async run(campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> {
		const list = await campus.cached<CourseName[]>({
			key: ['list', 'course-codes', field],
			tags: ['courses'],
			schema: courseNames,
			load: () => listCodes(campus, field),
		});
		return list ?? [];
	},
});

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

type ListedItem =
	| NonNullable<SoapResultOf<'WSListCourses'>>[number]
	| NonNullable<SoapResultOf<'WSCourse.ListCourses'>>[number];

function toCourse(item: ListedItem, field: string | null): ListedCourse {
	const code = Number(item?.visibility);
	const word = (Object.keys(VISIBILITY_CODES) as Visibility[]).find((name) => VISIBILITY_CODES[name] === code);
	const value = textOf(item?.external_course_id);
	return {
		id: recordNumber(item?.id ?? null),
		code: textOf(item?.code),
		title: textOf(item?.title),
		language: textOf(item?.language),
		visibility: word ?? null,
		category_name: textOf(item?.category_name),
		number_students: typeof item?.number_students === 'number' ? item.number_students : null,
		field: value === null ? null : field,
		value,
	};
}
