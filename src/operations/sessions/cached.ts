import { z } from '@hono/zod-openapi';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { type SessionTarget, sessionNotFound, targetOf } from './find.js';
import { type ListedSession, listSessions } from './list.js';
import { readSession } from './read.js';
import { foundSession, listedSession, type Session } from './schemas.js';

const sessionList = z.array(listedSession);

/** The same as `listSessions`, from the cache where it is there: for reading. */
export const cachedSessions = step('Listing sessions', {
	calls: [listSessions],
	async run(campus): Promise<ListedSession[]> {
		const list = await campus.cached<ListedSession[]>({
			key: ['list', 'sessions'],
			tags: ['sessions', 'memberships'],
			schema: sessionList,
			staleWhileRevalidate: true,
			load: () => listSessions(campus),
		});
		return list ?? [];
	},
});

/** The same as `readSession`, from the cache where it is there. @throws session-not-found */
export const cachedSession = step('Reading a session', {
	calls: [readSession],
	async run(campus, reference: Reference): Promise<Session> {
		const { field, value } = reference;
		const found = await campus.cached<Session>({
			key: ['session', 'read', field, value],
			tags: ['sessions', 'memberships'],
			schema: foundSession,
			load: () => readSession(campus, reference),
		});
		if (!found) throw sessionNotFound(reference);
		return found;
	},
});

/** The same as `targetOf`, from the cache where it is there: never for what destroys. @throws session-not-found */
export const cachedTarget = step('Finding a session', {
	calls: [targetOf],
	async run(campus, reference: Reference): Promise<SessionTarget> {
		if (reference.field === 'chamilo_session_id') return targetOf(campus, reference);
		const id = await campus.cached<number | null>({
			key: ['session', 'number', reference.field, reference.value],
			tags: ['sessions'],
			schema: z.int().nullable(),
			load: async () => (await targetOf(campus, reference)).id,
		});
		return { reference, id: id ?? null };
	},
});
