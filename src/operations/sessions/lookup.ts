import { GatewayError } from '../../errors.js';
import { type Campus, items, member, recordNumber } from '../campus.js';
import { folded, isExternal, lockKey, type Reference } from '../fields/reference.js';

/** A session as WSListSessions has it; dates that are none are null. */
export interface ListedSession {
	id: number;
	name: string;
	start_date: string | null;
	end_date: string | null;
}

/** A session that can be addressed: by its number, or by an external id whose number Chamilo does not tell. */
export interface SessionTarget {
	reference: Reference;
	id: number | null;
}

/** SOAP operations that finding a session by any name can call. */
export const SESSION_LOOKUP_CALLS = ['WSListSessions', 'WSSession.UnsubscribeUserFromSession'] as const;

/** Which sessions Chamilo 1.9 lists, and so finds by name (CHAMILO-WAYS.md §2 and §11). */
export const LISTED =
	'Chamilo 1.9 lists only sessions that have a course and a coach, and none made by WSCreateSession of registration.soap.php';

/** All sessions that Chamilo lists, in the order of their numbers. */
export async function listSessions(campus: Campus): Promise<ListedSession[]> {
	const list = items(await campus.ask('WSListSessions', { date_start: '', date_end: '' }));
	return list
		.flatMap((item) => {
			const id = recordNumber(member(item, 'id'));
			if (id === null) return [];
			return [
				{
					id,
					name: String(member(item, 'title') ?? ''),
					start_date: dayOf(member(item, 'date_start')),
					end_date: dayOf(member(item, 'date_end')),
				},
			];
		})
		.sort((left, right) => left.id - right.id);
}

function dayOf(value: unknown): string | null {
	const day = /^\d{4}-\d{2}-\d{2}/.exec(String(value ?? ''))?.[0];
	return day === undefined || day === '0000-00-00' ? null : day;
}

/** Whether Chamilo would take two names for the same. */
export function sameName(left: string, right: string): boolean {
	return folded(left) === folded(right);
}

/** The listed session of that name; names are unique in Chamilo. */
export function byName(list: readonly ListedSession[], name: string): ListedSession | undefined {
	return list.find((session) => session.name === name) ?? list.find((session) => sameName(session.name, name));
}

/** The pair by which soap.php finds a session. */
export function sessionPair({ reference, id }: SessionTarget) {
	return {
		session_id_field_name: id === null ? reference.field : 'chamilo_session_id',
		session_id_value: id === null ? reference.value : String(id),
	};
}

/**
 * Makes a session addressable. Only names are looked up, always afresh; whether a number or an external id exists is
 * left to the call that follows.
 * @throws session-not-found
 */
export async function targetOf(campus: Campus, reference: Reference): Promise<SessionTarget> {
	if (isExternal(reference)) return { reference, id: null };
	if (reference.field === 'chamilo_session_id') return { reference, id: Number(reference.value) };
	const found = byName(await listSessions(campus), reference.value);
	if (!found) throw sessionNotFound(reference);
	return { reference, id: found.id };
}

/** User 0 does not exist: nobody is taken out, and the fault tells whether the session exists (CHAMILO-WAYS.md §1). */
const NOBODY = { user_id_field_name: 'chamilo_user_id', user_id_value: '0' };

/** Whether the session exists. */
export async function sessionExists(campus: Campus, target: SessionTarget): Promise<boolean> {
	try {
		await campus.ask('WSSession.UnsubscribeUserFromSession', { ...NOBODY, ...sessionPair(target) });
		return true;
	} catch (failure) {
		if (failure instanceof GatewayError && failure.code === 'user-not-found') return true;
		if (failure instanceof GatewayError && failure.code === 'session-not-found') return false;
		throw failure;
	}
}

/** @throws session-not-found */
export async function assertSession(campus: Campus, target: SessionTarget): Promise<void> {
	if (!(await sessionExists(campus, target))) throw sessionNotFound(target.reference);
}

export function sessionNotFound({ field, value }: Reference): GatewayError {
	const hint = field === 'name' ? ` in the list of Chamilo. ${LISTED}; name it by number or external id` : '';
	return new GatewayError('session-not-found', `There is no session with ${field} "${value}"${hint}.`);
}

/** Key under which work on a session is serialised. */
export function sessionLock(target: SessionTarget): string {
	const { session_id_field_name: field, session_id_value: value } = sessionPair(target);
	return referenceLock({ field, value });
}

/** The same for a session that need not exist yet. */
export function referenceLock(reference: Reference): string {
	return lockKey('session', reference);
}
