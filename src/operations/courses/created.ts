import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';

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
	/** Why the teacher is not subscribed. */
	failure: GatewayError | undefined;
}

/** The creation with the number of its course. @throws creation-incomplete where the teacher is missing */
export function createdCourse({ code, identity, notStored, failure }: MadeCourse, id: number | null): CreatedCourse {
	if (failure) throw teacherMissing({ id, course_code: code, ...identity }, failure);
	return { id, code, ...identity, not_stored: notStored };
}

function teacherMissing(course: Reference & { id: number | null; course_code: string }, cause: GatewayError) {
	const detail = `The course ${course.course_code} was created, but its teacher may be missing: ${cause.message} Subscribe the teacher with PUT /courses/${course.field}/${encodeURIComponent(course.value)}/users/….`;
	return new GatewayError('creation-incomplete', detail, { cause, extensions: { ...course } });
}
