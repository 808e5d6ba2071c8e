import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { assertSession, byName, listSessions, sessionNotFound } from './lookup.js';

/** What Chamilo tells of a session; null for what it keeps to itself. @throws session-not-found */
export async function readSession(campus: Campus, reference: Reference) {
	const { field, value } = reference;
	const unread = { name: null, start_date: null, end_date: null };
	if (isExternal(reference)) {
		await assertSession(campus, { reference, id: null });
		return { id: null, field, value, ...unread };
	}
	const list = await listSessions(campus);
	const listed = field === 'name' ? byName(list, value) : list.find(({ id }) => String(id) === value);
	if (listed) return { ...listed, field, value };
	if (field === 'name') throw sessionNotFound(reference);
	await assertSession(campus, { reference, id: Number(value) });
	return { id: Number(value), field, value, ...unread };
}
