import { GatewayError, type ProblemDocument, toGatewayError, toProblem } from '../../errors.js';
import { type Campus, inParallel } from '../campus.js';
import { subscribeUser } from '../courses/members.js';
import type { Reference } from '../fields/reference.js';
import { addUser } from '../sessions/users.js';
import { cachedUserNumber } from '../users/cached.js';
import { createCoalesced } from '../users/create.js';
import type { Enrolment } from './schemas.js';

interface Part {
	status: number;
	field: string;
	value: string;
	problem?: ProblemDocument;
}

/**
 * Makes sure that the user exists and is in all courses and sessions. Parts that fail do not stop the others.
 * @throws what keeps the user from existing; nothing was changed then, except perhaps the user.
 */
export async function enrol(campus: Campus, { user, courses, sessions }: Enrolment) {
	const { isRead, ...known } = await ensureUser(campus, user);
	// Where the new user could not be read, the cache still has that there is none.
	const reading = isRead ? campus : campus.uncached();
	const reference = { field: known.field, value: known.value };
	const errors: GatewayError[] = [];
	const tasks = [
		...courses.map(({ status, ...course }) => ({
			named: course,
			run: () => subscribeUser(reading, { course, user: reference }, status),
		})),
		...sessions.map((session) => ({ named: session, run: () => addUser(reading, session, reference) })),
	];
	const parts = await inParallel(tasks, campus.concurrency, ({ named, run }) => part(named, run, errors));
	const body = {
		user: known,
		courses: parts.slice(0, courses.length),
		sessions: parts.slice(courses.length),
		succeeded: parts.length - errors.length,
		failed: errors.length,
	};
	return { status: errors.length > 0 ? 207 : known.status, body, errors };
}

/**
 * Looks the user up without the cache, and creates it where there is none. Of two requests at once, the second finds
 * the user that the first created.
 */
async function ensureUser(campus: Campus, user: Enrolment['user']) {
	const { field = '', value = '' } = user;
	const find = () => cachedUserNumber(campus.uncached(), { field, value });
	const found = async () => ({ status: 200, id: await find(), field, value, isRead: true });
	try {
		return await found();
	} catch (failure) {
		if (!('loginname' in user && isCode(failure, 'user-not-found'))) throw failure;
	}
	try {
		const { id } = await createCoalesced(campus, user);
		// The look-up before has put into the cache that there is no such user; this one replaces that. The user is there
		// whatever becomes of it.
		const isRead = await find().then(
			() => true,
			() => false,
		);
		return { status: 201, id, field, value, isRead };
	} catch (failure) {
		if (!isCode(failure, 'external-id-taken')) throw failure;
		return found();
	}
}

function isCode(failure: unknown, code: GatewayError['code']): boolean {
	return failure instanceof GatewayError && failure.code === code;
}

async function part({ field, value }: Reference, run: () => Promise<unknown>, errors: GatewayError[]): Promise<Part> {
	try {
		await run();
		return { status: 204, field, value };
	} catch (thrown) {
		const error = toGatewayError(thrown);
		errors.push(error);
		return { status: error.status, field, value, problem: toProblem(error) };
	}
}
