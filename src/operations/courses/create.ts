import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { extraList } from '../fields/extras.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { CHANGE_LOOKUP_CALLS, userForChange } from '../users/find-by-marker.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, findCourse, sameCode } from './find.js';
import { listCodes, listCourses } from './list.js';
import type { NewCourse } from './schemas.js';
import { subscribeTeacher, TEACHER_CALLS } from './teacher.js';

export const CREATE_COURSE_CALLS = [
	'WSCreateCourse',
	...COURSE_LOOKUP_CALLS,
	listCourses,
	...TEACHER_CALLS,
	...CHANGE_LOOKUP_CALLS,
] as const;

/** What creations do besides on Chamilo 1.11. */
export const CREATION_LIMITS =
	'User 1 of the campus becomes a teacher of every new course as well. The language is not checked by Chamilo.';
/** What creations cannot do on Chamilo 1.9. */
export const CREATION_LIMITS_1_9 = 'The category is not stored (`not_stored`). The language is not checked by Chamilo.';

export interface CreatedCourse {
	id: number | null;
	code: string;
	field: string;
	value: string;
	not_stored: string[];
}

/** What came of a creation before the number of the course is asked for, once for all courses of a request. */
export interface MadeCourse {
	code: string;
	identity: Reference;
	notStored: string[];
	/** What kept the teacher from being subscribed. */
	failure: GatewayError | undefined;
}

/** What creations on a campus leave out, and how teachers are found. */
export interface Creation {
	dropped: readonly ('category_code' & keyof NewCourse)[];
	teacherOf: (teacher: Reference) => Promise<number>;
}

/**
 * Creates a course with its code, title, language, external id, extras and teacher, by the operation of
 * registration.soap.php: the one of soap.php dies on every campus (F110).
 */
export async function makeCourse(campus: Campus, course: NewCourse, creation: Creation): Promise<MadeCourse> {
	// An empty external id would make a record that every later empty one finds, and 1.11 overwrites the course that
	// has it (F58, F114).
	const identity = {
		field: course.field ?? GATEWAY_FIELD,
		value: course.value ?? `c-${crypto.randomUUID()}`,
	};
	return campus.withLock(courseKeys({ ...identity, code: course.code }), async () => {
		const teacher = await creation.teacherOf(course.teacher);
		// Chamilo 1.9 would make a second course with a taken external id, 1.11 overwrite the one that has it (F114).
		const isTaken = course.field !== undefined && (await courseExists(campus, identity));
		const code = isTaken
			? await createdEarlier(campus, course, identity)
			: await createOrSettle(campus, course, identity);
		const failure = await subscribeTeacher(campus, { course: { ...identity, code }, teacher });
		const notStored = creation.dropped.filter((name) => course[name] !== undefined);
		return { code, identity, notStored, failure };
	});
}

/** The creation with the number of its course. @throws creation-incomplete where the teacher is missing */
export function createdCourse({ code, identity, notStored, failure }: MadeCourse, id: number | null): CreatedCourse {
	if (failure) throw teacherMissing({ id, course_code: code, ...identity }, failure);
	return { id, code, ...identity, not_stored: notStored };
}

/** Creates one course. */
export async function createCourse(
	campus: Campus,
	course: NewCourse,
	dropped: Creation['dropped'],
): Promise<CreatedCourse> {
	const made = await makeCourse(campus, course, { dropped, teacherOf: (teacher) => findTeacher(campus, teacher) });
	return createdCourse(made, await numberOf(campus, made.code).catch(() => null));
}

function teacherMissing(course: Reference & { id: number | null; course_code: string }, cause: GatewayError) {
	const detail = `The course ${course.course_code} was created, but its teacher may be missing: ${cause.message} Subscribe the teacher with PUT /courses/${course.field}/${encodeURIComponent(course.value)}/users/….`;
	return new GatewayError('creation-incomplete', detail, { cause, extensions: { ...course } });
}

/** The number of the user who is to be the teacher. @throws user-not-found */
export async function findTeacher(campus: Campus, teacher: Reference): Promise<number> {
	try {
		return await userForChange(campus, teacher);
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.code !== 'user-not-found') throw failure;
		const { field, value } = teacher;
		throw new GatewayError('user-not-found', `The teacher was not found: there is no user with ${field} "${value}".`);
	}
}

/**
 * The code of the course that has the external id, when it is this very one: made before the request broke off.
 * @throws external-id-taken, outcome-unknown
 */
async function createdEarlier(campus: Campus, course: NewCourse, identity: Reference): Promise<string> {
	const taken = new GatewayError(
		'external-id-taken',
		`Another course already has ${identity.field} "${identity.value}".`,
	);
	if (!campus.resumed) throw taken;
	const code = await codeOf(campus, course, identity);
	if (code === null) throw unknown(identity, taken);
	return code;
}

async function createOrSettle(campus: Campus, course: NewCourse, identity: Reference) {
	let answer: string;
	try {
		answer = await create(campus, course, identity);
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return settle(campus, course, identity, failure);
	}
	if (answer !== '' && answer !== '0') return answer;
	// "0" is all Chamilo says of a refusal; only a code can be taken, everything else was checked before.
	if (course.code !== undefined && (await numberOf(campus, course.code)) !== null) {
		const taken = new GatewayError('course-code-taken', `Another course has the code ${course.code.toUpperCase()}.`);
		throw campus.resumed ? unknown(identity, taken) : taken;
	}
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not create the course and gave no reason.', {
		chamilo: { operation: 'WSCreateCourse' },
	});
}

async function create(campus: Campus, course: NewCourse, identity: Reference) {
	const [result = null] = items(
		await campus.command('WSCreateCourse', {
			courses: [
				{
					title: course.title,
					category_code: course.category_code ?? '',
					wanted_code: course.code ?? '',
					tutor_name: course.tutor_name ?? '',
					course_language: course.language,
					original_course_id_name: identity.field,
					original_course_id_value: identity.value,
					extra: extraList(course.extras),
				},
			],
		}),
	);
	return String(member(result, 'result') ?? '').trim();
}

/** The external id was free before: who has it now was made by the call whose reply is missing. */
async function settle(campus: Campus, course: NewCourse, identity: Reference, failure: GatewayError): Promise<string> {
	try {
		if (!(await courseExists(campus, identity))) {
			const code = await create(campus, course, identity);
			if (code !== '' && code !== '0') return code;
		} else {
			const code = await codeOf(campus, course, identity);
			if (code !== null) return code;
		}
	} catch (cause) {
		throw unknown(identity, cause);
	}
	throw unknown(identity, failure);
}

function unknown(identity: Reference, cause: unknown): GatewayError {
	return new GatewayError(
		'outcome-unknown',
		`It is not known whether the course with ${identity.field} "${identity.value}" was created. Look it up before sending it again.`,
		{ cause, ambiguous: true },
	);
}

async function numberOf(campus: Campus, code: string): Promise<number | null> {
	return (await listCodes(campus)).find((listed) => sameCode(listed.code, code))?.id ?? null;
}

/**
 * The code of a course that exists for certain, from the list: by its external id where Chamilo tells it, else by code
 * or title. Null where the title does not tell it apart.
 */
async function codeOf(campus: Campus, course: NewCourse, identity: Reference): Promise<string | null> {
	const list = await listCourses(campus, identity.field);
	const named = findCourse(list, identity);
	if (named) return named.code;
	const candidates = list.filter(({ code, title }) =>
		course.code === undefined ? title === course.title : sameCode(code, course.code),
	);
	const [only, ...others] = candidates;
	return others.length === 0 ? (only?.code ?? null) : null;
}
