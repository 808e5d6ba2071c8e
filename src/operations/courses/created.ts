import { GatewayError } from '../../errors.js';
import { notKept } from '../fields/not-kept.js';
import type { Reference } from '../fields/reference.js';
import type { CourseName } from './list.js';

export interface CreatedCourse {
	id: number | null;
	code: string;
	field: string;
	value: string;
	not_stored: string[];
}

/** A course that was created, before its number is known: that is looked up once for all courses of a request. */
export interface MadeCourse {
	code: string;
	identity: Reference;
	notStored: string[];
	/** Extra fields that lost their value. */
	lost: string[];
	/** Whether it was to have one. */
	hasCategory: boolean;
	/** Why the teacher is not subscribed. */
	failure: GatewayError | undefined;
}

/**
 * The creation with what the list has of its course. The code of a category that the campus does
 * not have is stored, and the course is in none.
 * @throws creation-incomplete where the teacher or the value of an extra field is missing
 */
export function createdCourse(made: MadeCourse, listed: CourseName | undefined): CreatedCourse {
	const { code, identity, failure } = made;
	const id = listed?.id ?? null;
	if (failure) throw teacherMissing({ id, course_code: code, ...identity }, failure);
	if (made.lost.length > 0) throw fieldsLost(made, made.lost);
	const isUnknown = made.hasCategory && listed !== undefined && !listed.hasCategory;
	const notStored = new Set([...made.notStored, ...(isUnknown ? ['category_code'] : [])]);
	return { id, code, ...identity, not_stored: [...notStored] };
}

/** The fields of a new course that have no value. @param fields without its external id nothing leads to the course */
export function fieldsLost({ code, identity }: Pick<MadeCourse, 'code' | 'identity'>, fields: readonly string[]) {
	const teacher = fields.includes(identity.field) ? ' It has no teacher yet either.' : '';
	const detail = `The course ${code} was created.${teacher} ${notKept('course', fields)}`;
	return new GatewayError('creation-incomplete', detail, { extensions: { course_code: code } });
}

function teacherMissing(course: Reference & { id: number | null; course_code: string }, cause: GatewayError) {
	const detail = `The course ${course.course_code} was created, but its teacher may be missing: ${cause.message} Subscribe the teacher with PUT /courses/${course.field}/${encodeURIComponent(course.value)}/users/….`;
	return new GatewayError('creation-incomplete', detail, { cause, extensions: { ...course } });
}
