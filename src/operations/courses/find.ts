import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { onlyHolder } from '../fields/only-holder.js';
import { folded, GATEWAY_FIELD, isExternal, lockKey, type Reference } from '../fields/reference.js';
import { isUnsafeIdentifier } from '../fields/text.js';
import { step } from '../ways.js';
import { cachedCodes } from './cached.js';
import { type CourseName, type ListedCourse, listCodes } from './list.js';

/** Input of the steps about courses: how the course is named. */
export const BY_EXTERNAL_ID = {
	label: 'a course named by an external id',
	matches: (reference: Reference) => isExternal(reference),
};
const BY_CODE = {
	label: 'a course named by its code',
	matches: ({ field }: Reference) => field === 'code',
};
export const BY_CODE_OR_NUMBER = {
	label: 'a course named by its code or number',
	matches: (reference: Reference) => !isExternal(reference),
};

/** Where codes are looked up: `listCodes`, `cachedCodes`, or a list that the caller has already. */
export type Codes = (campus: Campus, field?: string) => Promise<readonly CourseName[]>;

/** The pair by which soap.php finds the course; codes, which it does not know, become the number. */
export const soapCourse = step('Naming a course to soap.php', [
	{
		input: BY_CODE,
		calls: [listCodes, cachedCodes],
		async run(campus, reference: Reference, codes: Codes = listCodes) {
			const found = findCourse(await codes(campus), reference);
			if (!found) throw courseNotFound(reference);
			return { course_id_field_name: 'chamilo_course_id', course_id_value: String(found.id) };
		},
	},
	{
		run: async (_campus, { field, value }: Reference, _codes?: Codes) => ({
			course_id_field_name: field,
			course_id_value: value,
		}),
	},
]);

/** Whether a course has this external id, as Chamilo itself compares it. */
const externalIdExists = step('Looking a course up by an external id', [
	{
		needs: ['soap-php'],
		calls: ['WSCourse.UnsubscribeUserFromCourse'],
		run: probeByUser,
	},
	{
		// Eight texts for a course, written or not, and none for no course (F133).
		calls: ['WSCourseDescription'],
		async run(campus, { field, value }: Reference) {
			const rows = await campus.query('WSCourseDescription', {
				original_course_id_name: field,
				original_course_id_value: value,
			});
			return rows !== null && rows.length > 0;
		},
	},
]);

/** Cannot change anything: user 0 does not exist, and the course is looked for first (F126). */
async function probeByUser(campus: Campus, reference: Reference): Promise<boolean> {
	try {
		await campus.query('WSCourse.UnsubscribeUserFromCourse', {
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

/** Whether there is such a course, by a call that cannot change anything. */
export const courseExists = step('Looking whether a course exists', [
	{
		input: BY_EXTERNAL_ID,
		calls: [externalIdExists],
		async run(campus, reference: Reference) {
			const exists = await externalIdExists(campus, reference);
			if (exists) campus.externalIds.learn('course', reference);
			return exists;
		},
	},
	{
		input: BY_CODE_OR_NUMBER,
		calls: [listCodes],
		run: async (campus, reference: Reference) => findCourse(await listCodes(campus), reference) !== undefined,
	},
]);

/**
 * Number and code of the course. `codes` is `cachedCodes` where the cache may be used.
 * @throws course-not-found
 */
export const resolveCourse = step('Finding the code and number of a course', [
	{
		input: BY_EXTERNAL_ID,
		needs: ['course-external-ids'],
		otherwise: 'Name the course by its `code` or `chamilo_course_id`; GET /courses lists both.',
		calls: [listCodes, cachedCodes],
		async run(campus, reference: Reference, codes: Codes = listCodes) {
			const found = foundIn(await codes(campus, reference.field), reference);
			campus.externalIds.learn('course', reference);
			return found;
		},
	},
	{
		input: BY_CODE_OR_NUMBER,
		calls: [listCodes, cachedCodes],
		run: (campus, reference: Reference, codes: Codes = listCodes) =>
			codes(campus).then((list) => foundIn(list, reference)),
	},
]);

function foundIn(list: readonly CourseName[], reference: Reference): { id: number; code: string } {
	const found = findCourse(list, reference);
	if (!found) throw courseNotFound(reference);
	return { id: found.id, code: found.code };
}

/** The field and value of a course in the first field of the campus that holds an external id of this course alone. */
const nameInOtherField = step('Finding an external id of a course', {
	calls: [listCodes],
	async run(campus, id: number): Promise<Reference | null> {
		for (const field of campus.externalIds.fields('course')) {
			const list = await listCodes(campus, field);
			const { value = null } = list.find((course) => course.id === id) ?? {};
			if (value === null || isUnsafeIdentifier(value)) continue;
			const holders = list.filter((course) => course.value !== null && sameValue(course.value, value));
			if (holders.length === 1) return { field, value };
		}
		return null;
	},
});

/**
 * The external id of a course that was read from a list, for registration.soap.php.
 * @param course its number, and what it holds in the field of the reference, or in that of the gateway for other names
 * @throws unsupported-by-chamilo
 */
export const externalName = step('Finding an external id of a course', {
	calls: [nameInOtherField],
	limits:
		'A course named by its code or number must have an external id: one that the gateway gave it when it created the course, or one in an extra field that CHAMILO_EXTERNAL_FIELDS names or that earlier requests have used.',
	async run(campus, reference: Reference, { id, value }: Pick<ListedCourse, 'id' | 'value'>): Promise<Reference> {
		if (isExternal(reference)) return reference;
		if (value !== null) return { field: GATEWAY_FIELD, value };
		const name = id === null ? null : await nameInOtherField(campus, id);
		if (name) return name;
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo does that only for courses named by an external id, and cannot give the course with ${reference.field} "${reference.value}" one. Name the course by the extra field that holds your identifier, or name that field in CHAMILO_EXTERNAL_FIELDS. With an API key for Chamilo's JSON API (CHAMILO_API_KEY, from 1.11.30 on) users are taken out of courses, and descriptions are read, by every name. Nothing was changed.`,
		);
	},
});

/**
 * An external id of the course, the only name that most of registration.soap.php understands: the one it is named by,
 * or one that it holds. No operation gives one to a course that has none.
 * @throws course-not-found, unsupported-by-chamilo
 */
export const externalCourse = step('Finding an external id of a course', [
	{ input: BY_EXTERNAL_ID, run: async (_campus, reference: Reference) => reference },
	{
		input: BY_CODE_OR_NUMBER,
		needs: ['course-external-ids'],
		otherwise: 'Name the course by the extra field that holds your identifier. Nothing was changed.',
		calls: [listCodes, externalName],
		async run(campus, reference: Reference) {
			const found = findCourse(await listCodes(campus), reference);
			if (!found) throw courseNotFound(reference);
			return externalName(campus, reference, found);
		},
	},
]);

type Named = Pick<ListedCourse, 'id' | 'code' | 'value'>;

/**
 * The course of a reference, in a list that was read with the field of the reference.
 * @throws ambiguous-identifier where several courses have the external id
 */
export function findCourse<Course extends Named>(
	list: readonly Course[],
	{ field, value }: Reference,
): Course | undefined {
	if (field === 'code') return list.find(({ code }) => sameCode(code, value));
	if (field === 'chamilo_course_id') return list.find(({ id }) => String(id) === value);
	const holders = list.filter((course) => course.value !== null && sameValue(course.value, value));
	return onlyHolder('course', { field, value }, holders, ({ code }) => code) ?? undefined;
}

export function courseNotFound(reference: Reference): GatewayError {
	return new GatewayError('course-not-found', `There is no course with ${reference.field} "${reference.value}".`);
}

/** The database of Chamilo compares texts without regard to case, accents and blanks at the end. */
function sameValue(left: string, right: string): boolean {
	return folded(left.trimEnd()) === folded(right.trimEnd());
}

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
