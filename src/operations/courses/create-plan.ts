import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { extraList } from '../fields/extras.js';
import { resolveUser } from '../users/lookup.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, GATEWAY_COURSE_FIELD, listCodes } from './lookup.js';
import type { NewCourse } from './schemas.js';

export const CREATE_COURSE_CALLS = [
	'WSCreateCourse',
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
		field: course.field ?? GATEWAY_COURSE_FIELD,
		value: course.value ?? `c-${crypto.randomUUID()}`,
	};
	return campus.serialise(courseKeys({ ...identity, code: course.code }), async () => {
		const teacher = await teacherOf(campus, course);
		if (course.field !== undefined && (await courseExists(campus, identity))) {
			throw new GatewayError('external-id-taken', `Another course already has ${identity.field} "${identity.value}".`);
		}
		const code = await createOrSettle(campus, course, identity);
		const created = { code, ...identity };
		const id = await completed(created, () => numberOf(campus, code));
		await completed(created, () =>
			campus.call('WSCourse.SubscribeUserToCourse', {
				course_id_field_name: identity.field,
				course_id_value: identity.value,
				user_id_field_name: 'chamilo_user_id',
				user_id_value: String(teacher),
				status: 1,
			}),
		);
		return { id, ...created, not_stored: course.category_code === undefined ? [] : ['category_code'] };
	});
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

async function createOrSettle(campus: Campus, course: NewCourse, identity: { field: string; value: string }) {
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

async function create(campus: Campus, course: NewCourse, identity: { field: string; value: string }) {
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
async function settle(
	campus: Campus,
	course: NewCourse,
	identity: { field: string; value: string },
	failure: GatewayError,
): Promise<string> {
	try {
		if (!(await courseExists(campus, identity))) {
			const code = await create(campus, course, identity);
			if (code !== '' && code !== '0') return code;
		} else if (course.code !== undefined && (await numberOf(campus, course.code)) !== null) {
			return course.code.toUpperCase();
		}
	} catch (cause) {
		throw unknown(identity, cause);
	}
	throw unknown(identity, failure);
}

function unknown(identity: { field: string; value: string }, cause: unknown): GatewayError {
	return new GatewayError(
		'outcome-unknown',
		`It is not known whether the course with ${identity.field} "${identity.value}" was created. Look it up before sending it again.`,
		{ cause, ambiguous: true },
	);
}

async function numberOf(campus: Campus, code: string): Promise<number | null> {
	const wanted = code.toUpperCase();
	return (await listCodes(campus)).find((listed) => listed.code.toUpperCase() === wanted)?.id ?? null;
}

async function completed<T>(
	course: { code: string; field: string; value: string },
	step: () => Promise<T>,
): Promise<T> {
	try {
		return await step();
	} catch (cause) {
		if (!(cause instanceof GatewayError)) throw cause;
		throw new GatewayError(
			'creation-incomplete',
			`The course ${course.code} was created, but its teacher may be missing: ${cause.message}`,
			{ cause, extensions: { ...course } },
		);
	}
}
