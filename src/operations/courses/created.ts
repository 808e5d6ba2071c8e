import { GatewayError } from '../../errors.js';
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
	/** Whether it was to have one. */
	hasCategory: boolean;
	/** Why the teacher is not subscribed. */
	failure: GatewayError | undefined;
}

/**
 * The creation with what the list has of its course. The code of a category that the campus does
 * not have is stored, and the course is in none.
 * @throws creation-incomplete where the teacher is missing
 */
export function createdCourse(made: MadeCourse, listed: CourseName | undefined): CreatedCourse {
	const { code, identity, failure } = made;
	const id = listed?.id ?? null;
	if (failure) throw teacherMissing({ id, course_code: code, ...identity }, failure);
	const isUnknown = made.hasCategory && listed !== undefined && !listed.hasCategory;
	const notStored = new Set([...made.notStored, ...(isUnknown ? ['category_code'] : [])]);
	return { id, code, ...identity, not_stored: [...notStored] };
}

function teacherMissing(course: Reference & { id: number | null; course_code: string }, cause: GatewayError) {
	const detail = `The course ${course.course_code} was created, but its teacher may be missing: ${cause.message} Subscribe the teacher with PUT /courses/${course.field}/${encodeURIComponent(course.value)}/users/….`;
	return new GatewayError('creation-incomplete', detail, { cause, extensions: { ...course } });
}
