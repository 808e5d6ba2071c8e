import { GatewayError } from '../../errors.js';
import { type CallResult, type Campus, items, member, recordNumber } from '../campus.js';
import { GATEWAY_FIELD, isExternal, lockKey, type Reference } from '../fields/reference.js';
import { VISIBILITY_CODES, type Visibility } from './schemas.js';

export interface ListedCourse {
	id: number | null;
	code: string | null;
	title: string | null;
	language: string | null;
	visibility: Visibility | null;
	category_name: string | null;
	number_students: number | null;
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
};

/** All courses with all that can be read of them; dearer the more users are enrolled (CHAMILO.md §8). */
export async function listCourses(campus: Campus): Promise<ListedCourse[]> {
	return items(await campus.ask('WSCourse.ListCourses')).map(toCourse);
}

/** Numbers and codes of all courses; the cost does not grow with enrolments. */
export async function listCodes(campus: Campus): Promise<{ id: number; code: string }[]> {
	// A field name must never be empty; this one is invisible, and a visible one would kill the call (call 527).
	const list = await campus.ask('WSListCourses', { original_course_id_name: GATEWAY_FIELD });
	return items(list).flatMap((item) => {
		const id = recordNumber(member(item, 'id'));
		const code = member(item, 'code');
		return id !== null && typeof code === 'string' ? [{ id, code }] : [];
	});
}

function toCourse(item: CallResult): ListedCourse {
	const text = (name: string) => {
		const value = member(item, name);
		return typeof value === 'string' && value !== '' ? value : null;
	};
	const code = Number(member(item, 'visibility'));
	const word = (Object.keys(VISIBILITY_CODES) as Visibility[]).find((name) => VISIBILITY_CODES[name] === code);
	const students = member(item, 'number_students');
	return {
		id: recordNumber(member(item, 'id')),
		code: text('code'),
		title: text('title'),
		language: text('language'),
		visibility: word ?? null,
		category_name: text('category_name'),
		number_students: typeof students === 'number' ? students : null,
	};
}

/** The pair by which soap.php finds the course; codes, which it does not know, become the number. */
export async function soapCourse(campus: Campus, reference: Reference) {
	if (reference.field !== 'code') return { course_id_field_name: reference.field, course_id_value: reference.value };
	const found = (await listCodes(campus)).find(({ code }) => sameCode(code, reference.value));
	if (!found) throw courseNotFound(reference);
	return { course_id_field_name: 'chamilo_course_id', course_id_value: String(found.id) };
}

/**
 * Whether there is such a course, by a call that cannot change anything: user 0 does not exist, and the course is
 * looked for first (CHAMILO-WAYS.md §1).
 */
export async function courseExists(campus: Campus, reference: Reference): Promise<boolean> {
	if (!isExternal(reference)) {
		const list = await listCodes(campus);
		return reference.field === 'code'
			? list.some(({ code }) => sameCode(code, reference.value))
			: list.some(({ id }) => String(id) === reference.value);
	}
	try {
		await campus.ask('WSCourse.UnsubscribeUserFromCourse', {
			course_id_field_name: reference.field,
			course_id_value: reference.value,
			user_id_field_name: 'chamilo_user_id',
			user_id_value: '0',
		});
	} catch (answer) {
		if (answer instanceof GatewayError && answer.code === 'user-not-found') return true;
		if (answer instanceof GatewayError && answer.code === 'course-not-found') return false;
		throw answer;
	}
	throw new GatewayError('chamilo-error', 'Chamilo unsubscribed a user that cannot exist.');
}

export function courseNotFound(reference: Reference): GatewayError {
	return new GatewayError('course-not-found', `There is no course with ${reference.field} "${reference.value}".`);
}

export const COURSE_LOOKUP_CALLS = ['WSListCourses', 'WSCourse.UnsubscribeUserFromCourse'] as const;

/** Codes are compared without regard to case. ASCII alone is folded: "ß" is no "SS", and the Kelvin sign no "K". */
export function sameCode(left: string | null, right: string): boolean {
	return left !== null && asciiLower(left) === asciiLower(right);
}

function asciiLower(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Keys under which work on a course is serialised. */
export function courseKeys(course: {
	field?: string | undefined;
	value?: string | undefined;
	code?: string | undefined;
}) {
	const { field, value, code } = course;
	return [
		...(field !== undefined && value !== undefined ? [lockKey('course', { field, value })] : []),
		...(code === undefined ? [] : [lockKey('course', { field: 'code', value: code })]),
	];
}
