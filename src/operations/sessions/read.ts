import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { assertSession, byName, findSession, listSessions, sessionNotFound, unlisted, withDates } from './find.js';
import type { Session } from './schemas.js';

/** Reads what can be told of a session. @throws session-not-found */
export type ReadSession = (campus: Campus, reference: Reference) => Promise<Session>;

/** A session by any name, where Chamilo searches sessions. @throws session-not-found */
export async function readFoundSession(campus: Campus, reference: Reference): Promise<Session> {
	const found = await findSession(campus, reference);
	if (!found) throw sessionNotFound(reference);
	const [session = { ...found, start_date: null, end_date: null }] = await withDates(campus, [found]);
	const { id, name, start_date, end_date } = session;
	return { id, ...reference, name, start_date, end_date };
}

/** What Chamilo 1.9 tells of a session; null for what it keeps to itself. @throws session-not-found */
export async function readListedSession(campus: Campus, reference: Reference): Promise<Session> {
	const { field, value } = reference;
	const unread = { name: null, start_date: null, end_date: null };
	if (isExternal(reference)) {
		await assertSession(campus, { reference, id: null });
		return { id: null, field, value, ...unread };
	}
	const list = await listSessions(campus);
	const listed = field === 'name' ? byName(list, value) : list.find(({ id }) => String(id) === value);
	if (listed) return { ...listed, field, value };
	if (field === 'name') throw unlisted(reference);
	await assertSession(campus, { reference, id: Number(value) });
	return { id: Number(value), field, value, ...unread };
}
