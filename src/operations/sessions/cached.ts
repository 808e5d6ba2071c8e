import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { type ListedSession, listSessions, type SessionTarget, sessionNotFound, targetOf } from './find.js';
import type { ReadSession } from './read.js';
import { foundSession, listedSession, type Session } from './schemas.js';

const sessionList = z.array(listedSession);

/** The same as `listSessions`, as it is remembered: for reading. */
export async function cachedSessions(campus: Campus): Promise<ListedSession[]> {
	const list = await campus.cached<ListedSession[]>({
		key: ['list', 'sessions'],
		tags: ['sessions', 'memberships'],
		schema: sessionList,
		staleWhileRevalidate: true,
		load: () => listSessions(campus),
	});
	return list ?? [];
}

/** What can be read of a session, as it is remembered. @throws session-not-found */
export async function cachedSession(campus: Campus, reference: Reference, read: ReadSession): Promise<Session> {
	const { field, value } = reference;
	const found = await campus.cached<Session>({
		key: ['session', 'read', field, value],
		tags: ['sessions', 'memberships'],
		schema: foundSession,
		load: () => read(campus, reference),
	});
	if (!found) throw sessionNotFound(reference);
	return found;
}

/** The same as `targetOf`, as it is remembered: never for what destroys. @throws session-not-found */
export async function cachedTarget(campus: Campus, reference: Reference): Promise<SessionTarget> {
	if (reference.field === 'chamilo_session_id') return targetOf(campus, reference);
	const id = await campus.cached<number | null>({
		key: ['session', 'number', reference.field, reference.value],
		tags: ['sessions'],
		schema: z.int().nullable(),
		load: async () => (await targetOf(campus, reference)).id,
	});
	return { reference, id: id ?? null };
}
