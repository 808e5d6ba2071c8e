import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { userForChange } from '../users/find-by-marker.js';
import { step } from '../ways.js';
import { fieldsLost, type MadeCourse } from './created.js';
import { courseExists, courseKeys, findCourse, sameCode } from './find.js';
import { type CourseName, listCodes, listCourses } from './list.js';
import type { NewCourse } from './schemas.js';
import { externalIdExists, isCode, type SentCourse, sendCourse } from './send.js';
import { subscribeTeacher } from './teacher.js';

/** The number of the user who is to be the teacher. @throws user-not-found */
export const findTeacher = step('Finding the teacher of a new course', {
	calls: [userForChange],
	async run(campus, teacher: Reference): Promise<number> {
		try {
			return await userForChange(campus, teacher);
		} catch (failure) {
			if (!(failure instanceof GatewayError) || failure.code !== 'user-not-found') throw failure;
			const { field, value } = teacher;
			throw new GatewayError('user-not-found', `The teacher was not found: there is no user with ${field} "${value}".`);
		}
	},
});

/** How teachers are found: `findTeacher`, or what keeps its answers during a request. */
export type TeacherLookUp = (campus: Campus, teacher: Reference) => Promise<number>;

/** The course of that code in the list; undefined where there is none. */
export const courseOfCode = step('Finding the number of a course', {
	calls: [listCodes],
	run: async (campus, code: string): Promise<CourseName | undefined> =>
		(await listCodes(campus)).find((listed) => sameCode(listed.code, code)),
});

/** Chamilo cuts off the rest of a code in silence. */
const longestCode = step('The longest code of a course', [
	{
		needs: ['services-of-1.9'],
		limits: 'A code has at most 20 characters.',
		run: async (_campus): Promise<number> => 20,
	},
	{ run: async (_campus) => 40 },
]);

function refuseLongCode({ code = '' }: NewCourse, most: number): void {
	if (code.length <= most) return;
	const detail = `has more than ${most} characters`;
	throw new GatewayError('unsupported-by-chamilo', `The code of a course ${detail}, which this Chamilo cuts off.`, {
		errors: [{ pointer: '/code', detail }],
	});
}

/** The members of a new course that Chamilo does not store. */
const droppedMembers = step('Storing the category of a new course', [
	{
		needs: ['course-creation-category'],
		run: async (_campus, _course: NewCourse): Promise<string[]> => [],
	},
	{
		limits: 'The category is not stored (`not_stored`).',
		run: async (_campus, { category_code }: NewCourse): Promise<string[]> =>
			category_code === undefined ? [] : ['category_code'],
	},
]);

/**
 * Creates a course with its code, title, language, external id, extras and teacher, by the operation of
 * registration.soap.php: the one of soap.php ends in a fatal error on every campus (F110).
 * @param mark of this attempt and of those before it, by which a course without an external id is found again
 * @throws external-id-taken, course-code-taken, user-not-found for the teacher, outcome-unknown
 */
export const makeCourse = step('Creating a course', {
	calls: [
		longestCode,
		findTeacher,
		externalIdExists,
		sendCourse,
		listCourses,
		courseOfCode,
		subscribeTeacher,
		droppedMembers,
	],
	async run(
		campus,
		course: NewCourse,
		teacherOf: TeacherLookUp = findTeacher,
		mark = campus.requestMark,
	): Promise<MadeCourse> {
		refuseLongCode(course, await longestCode(campus));
		// An empty external id would create a record that every later empty one finds, and Chamilo 1.11 overwrites the
		// course that has it (F58, F114).
		const identity = {
			field: course.field ?? GATEWAY_FIELD,
			value: course.value ?? `c-${mark ?? crypto.randomUUID()}`,
		};
		return campus.withLock(courseKeys({ ...identity, code: course.code }), async (lock) => {
			const teacher = await teacherOf(campus, course.teacher);
			// With an external id that is taken, Chamilo 1.9 would create a second course that has it (F113), and 1.11
			// would overwrite the first (F114).
			const canExist = course.field !== undefined || campus.resumed;
			const isTaken = canExist && (await courseExists(campus, identity));
			const { code, lost } = isTaken
				? await createdEarlier(campus, course, identity)
				: await createOrSettle(campus, course, identity, lock);
			if (lost.includes(identity.field)) throw fieldsLost({ code, identity }, lost);
			campus.externalIds.learn('course', identity);
			const failure = await subscribeTeacher(campus, { course: { ...identity, code }, teacher });
			const notStored = await droppedMembers(campus, course);
			return { code, identity, notStored, lost, hasCategory: course.category_code !== undefined, failure };
		});
	},
});

/**
 * The code of the course that has the external id, where this request created it before it broke off.
 * @throws external-id-taken, outcome-unknown
 */
async function createdEarlier(campus: Campus, course: NewCourse, identity: Reference): Promise<SentCourse> {
	const taken = new GatewayError(
		'external-id-taken',
		`Another course already has ${identity.field} "${identity.value}".`,
	);
	if (!campus.resumed) throw taken;
	const code = await codeOf(campus, course, identity);
	if (code === null) throw unknown(identity, taken);
	return { code, lost: [] };
}

async function createOrSettle(
	campus: Campus,
	course: NewCourse,
	identity: Reference,
	lock: HeldLock,
): Promise<SentCourse> {
	let answer: SentCourse;
	try {
		answer = await sendCourse(campus, course, identity);
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return settle(campus, course, identity, failure, lock);
	}
	if (isCode(answer.code)) return answer;
	// "0" is all that Chamilo answers to a refusal. Only the code can be taken: everything else was checked before.
	if (course.code !== undefined && (await courseOfCode(campus, course.code)) !== undefined) {
		throw new GatewayError('course-code-taken', `Another course has the code ${course.code.toUpperCase()}.`);
	}
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not create the course and gave no reason.', {
		chamilo: { operation: 'WSCreateCourse' },
	});
}

/**
 * The external id was free before: a course that has it now was created by the call whose reply is missing, where the lock
 * is still held. An external id of the gateway proves it by itself.
 */
async function settle(
	campus: Campus,
	course: NewCourse,
	identity: Reference,
	failure: GatewayError,
	lock: HeldLock,
): Promise<SentCourse> {
	try {
		const exists = await courseExists(campus, identity);
		if (course.field !== undefined && !(await lock.isStillHeld())) throw failure;
		if (!exists) {
			const sent = await sendCourse(campus, course, identity);
			if (isCode(sent.code)) return sent;
		} else {
			const code = await codeOf(campus, course, identity);
			if (code !== null) return { code, lost: [] };
		}
	} catch (cause) {
		if (cause instanceof GatewayError && cause.code === 'creation-incomplete') throw cause;
		throw unknown(identity, cause);
	}
	throw unknown(identity, failure);
}

function unknown(identity: Reference, cause: unknown): GatewayError {
	return new GatewayError(
		'outcome-unknown',
		`It is not known whether the course with ${identity.field} "${identity.value}" was created. Look it up before sending it again.`,
		{ cause, outcomeUnknown: true },
	);
}

/**
 * The code of a course that is known to exist, from the list: by its external id where Chamilo lists it, else by code or
 * title. Null where several courses have the title.
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
