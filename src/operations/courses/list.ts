import type { SoapResultOf } from '../../soap/typed-call.js';
import { recordNumber } from '../campus.js';
import { GATEWAY_FIELD } from '../fields/reference.js';
import { step } from '../ways.js';
import { type Visibility, visibilityOf } from './schemas.js';

export interface ListedCourse {
	id: number | null;
	code: string | null;
	title: string | null;
	language: string | null;
	visibility: Visibility | null;
	category_name: string | null;
	number_students: number | null;
	/** The extra field of the query, and what it holds; both null where it holds nothing, or cannot be read. */
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
	/** What the extra field of the query holds; always null on Chamilo 1.9, which does not list it. */
	value: string | null;
	/** Whether it is in a category that the campus has. */
	hasCategory: boolean;
}

/** The list of registration.soap.php. An empty field name would match every record (F58). */
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
		// Takes longer the more users are enrolled (F122), but WSListCourses of 1.9 leaves out the language.
		needs: ['soap-php'],
		calls: ['WSCourse.ListCourses'],
		run: async (campus, _field?: string) =>
			((await campus.query('WSCourse.ListCourses')) ?? []).map((item) => toCourse(item, null)),
	},
]);

/**
 * Names of all courses. `field` is the extra field whose content becomes `value` on Chamilo 1.11. On 1.9 the call ends
 * in a fatal error for a field that users see (F123).
 */
export const listCodes = step('Listing the codes of courses', {
	calls: [listByField],
	run: async (campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> =>
		(await listByField(campus, field)).flatMap((item) => {
			const id = recordNumber(item?.id ?? null);
			const code = item?.code;
			if (id === null || typeof code !== 'string') return [];
			const hasCategory = textOf(item?.category_name) !== null;
			return [{ id, code, value: textOf(item?.external_course_id), hasCategory }];
		}),
});

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

type ListedItem =
	| NonNullable<SoapResultOf<'WSListCourses'>>[number]
	| NonNullable<SoapResultOf<'WSCourse.ListCourses'>>[number];

function toCourse(item: ListedItem, field: string | null): ListedCourse {
	const value = textOf(item?.external_course_id);
	return {
		id: recordNumber(item?.id ?? null),
		code: textOf(item?.code),
		title: textOf(item?.title),
		language: textOf(item?.language),
		visibility: visibilityOf(Number(item?.visibility)) ?? null,
		category_name: textOf(item?.category_name),
		number_students: typeof item?.number_students === 'number' ? item.number_students : null,
		field: value === null ? null : field,
		value,
	};
}
