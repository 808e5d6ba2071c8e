/** Sending the creation of a course. */
import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { extraList, valuesOf } from '../fields/extras.js';
import { fieldsNotKept } from '../fields/not-kept.js';
import type { Reference } from '../fields/reference.js';
import { onlyFor, step } from '../ways.js';
import { BY_EXTERNAL_ID, courseExists } from './find.js';
import type { NewCourse } from './schemas.js';

export const externalIdExists = onlyFor(courseExists, BY_EXTERNAL_ID.label);

/** The disk quota of a new course that is the one of the portal. */
const portalQuota = step('The disk quota of the portal', [
	{ needs: ['services-of-1.9'], run: async (_campus): Promise<{ disk_quota?: string }> => ({}) },
	{ needs: ['quota-of-the-portal'], run: async (_campus) => ({ disk_quota: '' }) },
	// An empty one is a fatal error on PHP 8, and 0 is that of the portal on both PHPs (F137, F195).
	{ run: async (_campus) => ({ disk_quota: '0' }) },
]);

/** Those of the values of a new course that no course has. */
const lostValues = step('Looking whether the extra fields of a new course were stored', [
	{
		needs: ['services-of-1.9'],
		calls: [externalIdExists],
		run: (campus, values: readonly Reference[]): Promise<string[]> =>
			fieldsNotKept(values, (value) => courseExists(campus, value)),
	},
	// Only 1.9 loses values, in fields that exist twice (F300).
	{ run: async (_campus, _values: readonly Reference[]): Promise<string[]> => [] },
]);

/** A course that Chamilo has made: its code, empty or "0" where it refused, and the fields that were not stored. */
export interface SentCourse {
	code: string;
	lost: string[];
}

/** Sends the creation. The fields that it makes are looked at before another creation counts on them. */
export const sendCourse = step('Creating a course', {
	calls: ['WSCreateCourse', portalQuota, lostValues],
	run(campus, course: NewCourse, identity: Reference): Promise<SentCourse> {
		const values = valuesOf({ ...identity, extras: course.extras });
		const fields = values.map(({ field }) => field);
		const create = async () => {
			const isKnown = campus.unknownFields('course', fields).length === 0;
			const courses = [{ ...(await portalQuota(campus)), ...newCourse(course, identity) }];
			const answer = await campus.command('WSCreateCourse', { courses });
			const code = (answer?.[0]?.result ?? '').trim();
			return { code, lost: isKnown || !isCode(code) ? [] : await lostAfterCreation(campus, code, values) };
		};
		return campus.makingFields('course', fields, create, ({ code, lost }) => isCode(code) && lost.length === 0);
	},
});

async function lostAfterCreation(campus: Campus, code: string, values: readonly Reference[]): Promise<string[]> {
	try {
		return await lostValues(campus, values);
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		const detail = `The course ${code} was created. The look whether its extra fields were stored failed: ${failure.message} It may lack its teacher as well.`;
		throw new GatewayError('creation-incomplete', detail, { cause: failure, extensions: { course_code: code } });
	}
}

export function isCode(answer: string): boolean {
	return answer !== '' && answer !== '0';
}

function newCourse(course: NewCourse, identity: Reference) {
	return {
		title: course.title,
		category_code: course.category_code ?? '',
		wanted_code: course.code ?? '',
		tutor_name: course.tutor_name ?? '',
		course_language: course.language,
		original_course_id_name: identity.field,
		original_course_id_value: identity.value,
		extra: extraList(course.extras),
	};
}
