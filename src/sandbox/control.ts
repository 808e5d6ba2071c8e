import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from './call-log.js';
import type { Campus } from './campus/campus.js';
import { type Faults, readFault } from './faults.js';
import { readBody, sendJson } from './http.js';
import { readUtf8 } from './php/bytes.js';
import { type Release, readRelease } from './release.js';

/** The parts of a Site that can be inspected and controlled. */
interface ControlledSite {
	readonly campus: Campus;
	readonly journal: CallLog;
	readonly faults: Faults;
	readonly profile: { release: Release };
	switchTo(release: Release): void;
	reset(): void;
}

/**
 * Handles the routes below /sandbox, with which people and tests inspect and control the sandbox; 404 for any other.
 */
export async function serveControl(
	site: ControlledSite,
	route: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	if (route === 'GET /sandbox/state') return sendJson(response, 200, stateOf(site.campus));
	if (route === 'GET /sandbox/journal') return sendJson(response, 200, site.journal.entries);
	if (route === 'GET /sandbox/faults') return sendJson(response, 200, site.faults.list());
	if (route === 'GET /sandbox/kind') return sendJson(response, 200, site.profile.release);
	if (route === 'POST /sandbox/kind') return changeRelease(site, await readBody(request), response);
	if (route === 'POST /sandbox/reset') {
		site.reset();
		return sendJson(response, 200, { reset: true });
	}
	if (route === 'DELETE /sandbox/faults') {
		site.faults.clear();
		return sendJson(response, 200, []);
	}
	if (route !== 'POST /sandbox/faults') return sendJson(response, 404, { error: `nothing at ${route}` });
	const input = parseJson((await readBody(request)).toString('utf8'));
	const read = (Array.isArray(input) ? input : [input]).map(readFault);
	const wrong = read.find((fault) => typeof fault === 'string');
	if (wrong !== undefined) return sendJson(response, 400, { error: wrong });
	for (const fault of read) if (typeof fault !== 'string') site.faults.add(fault);
	return sendJson(response, 200, site.faults.list());
}

function changeRelease(site: ControlledSite, body: Buffer, response: ServerResponse): void {
	const release = readRelease(parseJson(body.toString('utf8')));
	if (typeof release !== 'string') site.switchTo(release);
	sendJson(
		response,
		typeof release === 'string' ? 400 : 200,
		typeof release === 'string' ? { error: release } : release,
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * The whole database as JSON. Texts are decoded from UTF-8. Passwords are SHA-1 hashes (1.9), or `bcrypt:` and the
 * clear text in place of a bcrypt hash (1.11).
 */
export function stateOf(campus: Campus) {
	const { users, courses, sessions, userFields, courseFields, sessionFields } = campus;
	return readable({
		users: users.list().map(({ password, apiKey, ...user }) => ({
			...user,
			...(/^[0-9a-f]{40}$/i.test(password) || password === '' ? { passwordSha1: password } : { password }),
			hasApiKey: apiKey !== undefined,
			extras: userFields.of(user.id),
		})),
		courses: courses.list().map((course) => ({
			...course,
			extras: courseFields.of(course.code),
			members: courses.members
				.filter(({ courseCode }) => courseCode === course.code)
				.map(({ userId, status }) => ({ userId, status })),
			descriptions: courses.descriptions.filter(({ courseId }) => courseId === course.id),
			learnpaths: courses.learnpaths.filter(({ courseId }) => courseId === course.id),
		})),
		sessions: sessions.list().map((session) => ({
			...session,
			extras: sessionFields.of(session.id),
			courses: sessions.coursesOf(session).map(({ courseCode, nbrUsers }) => ({ courseCode, nbrUsers })),
			users: sessions.usersOf(session),
			courseUsers: sessions.courseUsers
				.filter(({ sessionId }) => sessionId === session.id)
				.map(({ courseCode, userId }) => ({ courseCode, userId })),
		})),
		extraFields: { users: userFields.list(), courses: courseFields.list(), sessions: sessionFields.list() },
	});
}

/** Decodes all byte strings of a value, at every depth. */
function readable<Value>(value: Value): Value {
	if (typeof value === 'string') return readUtf8(value) as Value & string;
	if (Array.isArray(value)) return value.map(readable) as Value & unknown[];
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [readUtf8(key), readable(item)])) as Value;
}
