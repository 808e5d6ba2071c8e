import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { extraList } from '../fields/extras.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { resolveUser } from '../users/lookup.js';
import { listCodes, listCourses } from './list.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, sameCode } from './lookup.js';
import type { NewCourse } from './schemas.js';

export const CREATE_COURSE_CALLS = [
	'WSCreateCourse',
	'WSCourse.ListCourses',
	...COURSE_LOOKUP_CALLS,
	'WSCourse.SubscribeUserToCourse',
	'WSGetUser',
	'WSGetUserFromUsername',
	'WSSubscribeUserToSessionSimple',
] as const;

export interface CreatedCourse {
	id: number | null;
	code: string;
	field: string;
	value: string;
	not_stored: string[];
}

/**
 * Creates a course with its code, title, language, external id, extras and teacher, by the operation of
 * registration.soap.php: the one of soap.php dies on every 1.9 (CHAMILO.md §5).
 */
export async function createCourse(campus: Campus, course: NewCourse): Promise<CreatedCourse> {
	// An empty external id would make a record that every later empty one finds (CHAMILO-WAYS.md §0 rule 1).
	const identity = {
		field: course.field ?? GATEWAY_FIELD,
		value: course.value ?? `c-${crypto.randomUUID()}`,
	};
	return campus.serialise(courseKeys({ ...identity, code: course.code }), async () => {
		const teacher = await teacherOf(campus, course);
		if (course.field !== undefined && (await courseExists(campus, identity))) {
			throw new GatewayError('external-id-taken', `Another course already has ${identity.field} "${identity.value}".`);
		}
		const code = await createOrSettle(campus, course, identity);
		const failure = await subscribeTeacher(campus, identity, teacher);
		const id = await numberOf(campus, code).catch(() => null);
		if (failure) throw teacherMissing({ id, course_code: code, ...identity }, failure);
		return { id, code, ...identity, not_stored: course.category_code === undefined ? [] : ['category_code'] };
	});
}

/** A new course has no users: one who is subscribed already was subscribed by the call whose reply is missing. */
async function subscribeTeacher(campus: Campus, { field, value }: Reference, teacher: number) {
	const subscription = {
		course_id_field_name: field,
		course_id_value: value,
		user_id_field_name: 'chamilo_user_id',
		user_id_value: String(teacher),
		status: 1,
	};
	for (let attempt = 1; ; attempt += 1) {
		try {
			await campus.call('WSCourse.SubscribeUserToCourse', subscription);
			return undefined;
		} catch (failure) {
			if (!(failure instanceof GatewayError)) throw failure;
			if (failure.code === 'already-subscribed') return undefined;
			if (attempt > 1 || !failure.ambiguous) return failure;
		}
	}
}

function teacherMissing(course: Reference & { id: number | null; course_code: string }, cause: GatewayError) {
	const detail = `The course ${course.course_code} was created, but its teacher may be missing: ${cause.message} Subscribe the teacher with PUT /courses/${course.field}/${encodeURIComponent(course.value)}/users/….`;
	return new GatewayError('creation-incomplete', detail, { cause, extensions: { ...course } });
}

async function teacherOf(campus: Campus, course: NewCourse): Promise<number> {
	try {
		return await resolveUser(campus, course.teacher);
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.code !== 'user-not-found') throw failure;
		const { field, value } = course.teacher;
		throw new GatewayError('user-not-found', `The teacher was not found: there is no user with ${field} "${value}".`);
	}
}

async function createOrSettle(campus: Campus, course: NewCourse, identity: Reference) {
	let answer: string;
	try {
		answer = await create(campus, course, identity);
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.ambiguous)) throw failure;
		return settle(campus, course, identity, failure);
	}
	if (answer !== '' && answer !== '0') return answer;
	// "0" is all Chamilo says of a refusal; only a code can be taken, everything else was checked before.
	if (course.code !== undefined && (await numberOf(campus, course.code)) !== null) {
		throw new GatewayError('course-code-taken', `Another course has the code ${course.code.toUpperCase()}.`);
	}
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not create the course and gave no reason.', {
		chamilo: { operation: 'WSCreateCourse' },
	});
}

async function create(campus: Campus, course: NewCourse, identity: Reference) {
	const [result = null] = items(
		await campus.call('WSCreateCourse', {
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
			const code = await codeOf(campus, course);
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

/** The code of a course that exists for certain, from the list; null where its title does not tell it apart. */
async function codeOf(campus: Campus, course: NewCourse): Promise<string | null> {
	const list = await listCourses(campus);
	const candidates = list.filter(({ code, title }) =>
		course.code === undefined ? title === course.title : sameCode(code, course.code),
	);
	const [only, ...others] = candidates;
	return others.length === 0 ? (only?.code ?? null) : null;
}
