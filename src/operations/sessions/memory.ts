import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { type ListedSession, listSessions, type SessionTarget, sessionNotFound, targetOf } from './lookup.js';
import type { ReadSession } from './read-plan.js';
import { foundSession, listedSession, type Session } from './schemas.js';

const sessionList = z.array(listedSession);

/** The same as `listSessions`, as it is remembered: for reading. */
export async function rememberedSessions(campus: Campus): Promise<ListedSession[]> {
	const list = await campus.recall<ListedSession[]>({
		name: ['list', 'sessions'],
		topics: ['sessions', 'memberships'],
		schema: sessionList,
		staleWhileRevalidate: true,
		load: () => listSessions(campus),
	});
	return list ?? [];
}

/** What can be read of a session, as it is remembered. @throws session-not-found */
export async function rememberedSession(campus: Campus, reference: Reference, read: ReadSession): Promise<Session> {
	const { field, value } = reference;
	const found = await campus.recall<Session>({
		name: ['session', 'read', field, value],
		topics: ['sessions', 'memberships'],
		schema: foundSession,
		load: () => read(campus, reference),
	});
	if (!found) throw sessionNotFound(reference);
	return found;
}

/** The same as `targetOf`, as it is remembered: never for what destroys. @throws session-not-found */
export async function rememberedTarget(campus: Campus, reference: Reference): Promise<SessionTarget> {
	if (reference.field === 'chamilo_session_id') return targetOf(campus, reference);
	const id = await campus.recall<number | null>({
		name: ['session', 'number', reference.field, reference.value],
		topics: ['sessions'],
		schema: z.int().nullable(),
		load: async () => (await targetOf(campus, reference)).id,
	});
	return { reference, id: id ?? null };
}
