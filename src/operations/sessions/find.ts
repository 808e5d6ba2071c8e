import { GatewayError } from '../../errors.js';
import { type Campus, items, member, recordNumber } from '../campus.js';
import { folded, GATEWAY_FIELD, isExternal, lockKey, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { fetchSession, type KnownSession, searchSessions } from './search.js';

/** A session of the list; dates that are none, or cannot be read, are null. */
export interface ListedSession {
	id: number;
	name: string;
	start_date: string | null;
	end_date: string | null;
}

/** A session that can be addressed: by its number, or by an external id whose number Chamilo 1.9 does not tell. */
export interface SessionTarget {
	reference: Reference;
	id: number | null;
}

/** Which sessions Chamilo 1.9 lists, and so finds by name (F167). */
export const LISTED =
	'Chamilo 1.9 lists only sessions that have a course and a coach, and none made by WSCreateSession of registration.soap.php';

/** Sessions with a course, and their dates. A date filter is sent to nobody: on 1.11 it is an SQL error (F168). */
export async function datedSessions(campus: Campus): Promise<ListedSession[]> {
	const list = items(await campus.query('WSListSessions', { date_start: '', date_end: '' }));
	return list.flatMap((item) => {
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
	});
}

function dayOf(value: unknown): string | null {
	const day = /^\d{4}-\d{2}-\d{2}/.exec(String(value ?? ''))?.[0];
	return day === undefined || day === '0000-00-00' ? null : day;
}

/** Sessions found otherwise, with the dates that the list of Chamilo tells. */
export async function withDates(campus: Campus, sessions: readonly KnownSession[]): Promise<ListedSession[]> {
	const dated = new Map((await datedSessions(campus)).map((session) => [session.id, session]));
	return sessions.map(({ id, name }) => {
		const { start_date = null, end_date = null } = dated.get(id) ?? {};
		return { id, name, start_date, end_date };
	});
}

/** All sessions that can be listed, in the order of their numbers. */
export const listSessions = step('Listing sessions', [
	{
		needs: ['session-search'],
		calls: ['WSSearchSession', 'WSListSessions'],
		run: async (campus): Promise<ListedSession[]> => inOrder(await withDates(campus, await searchSessions(campus, ''))),
	},
	{ needs: [], calls: ['WSListSessions'], run: async (campus) => inOrder(await datedSessions(campus)) },
]);

function inOrder(sessions: ListedSession[]): ListedSession[] {
	return sessions.sort((left, right) => left.id - right.id);
}

/** Whether Chamilo would take two texts for the same: it regards neither case nor accents nor blanks at the end. */
export function sameText(left: string, right: string): boolean {
	return folded(left.trimEnd()) === folded(right.trimEnd());
}

/** The listed session of that name; names are unique in Chamilo. */
export function byName<Named extends { name: string }>(list: readonly Named[], name: string): Named | undefined {
	return list.find((session) => session.name === name) ?? list.find((session) => sameText(session.name, name));
}

/** The pair by which soap.php finds a session. */
export function sessionPair({ reference, id }: SessionTarget) {
	return {
		session_id_field_name: id === null ? reference.field : 'chamilo_session_id',
		session_id_value: id === null ? reference.value : String(id),
	};
}

/**
 * The session of a reference, with what can be read of it, where Chamilo tells that (1.11); null when there is none.
 * @param fields extra fields to be told as well
 * @throws unsupported-by-chamilo where several have the external id
 */
export async function findSession(
	campus: Campus,
	{ field, value }: Reference,
	fields: readonly string[] = [],
): Promise<KnownSession | null> {
	if (field === 'name') return byName(await searchSessions(campus, value, fields), value) ?? null;
	if (field === 'chamilo_session_id') {
		const session = await fetchSession(campus, Number(value));
		if (!session || fields.length === 0) return session;
		return (await searchSessions(campus, session.name, fields)).find(({ id }) => id === session.id) ?? null;
	}
	const [found = null, ...others] = await holdersOf(campus, { field, value }, fields);
	if (others.length === 0) return found;
	const numbers = [found, ...others].map((session) => session?.id).join(', ');
	throw new GatewayError(
		'unsupported-by-chamilo',
		`Several sessions have ${field} "${value}": ${numbers}. Name the one that is meant by chamilo_session_id. Nothing was changed.`,
	);
}

/** All sessions that have an external id: soap.php gives one to as many as it is asked to (F142). */
export async function holdersOf(
	campus: Campus,
	{ field, value }: Reference,
	fields: readonly string[] = [],
): Promise<KnownSession[]> {
	const key = field.toLowerCase();
	const list = await searchSessions(campus, value, [...new Set([key, ...fields.map((name) => name.toLowerCase())])]);
	return list.filter(({ extras }) => sameText(extras.get(key) ?? '', value));
}

/**
 * Makes a session addressable: a name, and an external id where Chamilo tells whose it is, becomes the number, always
 * afresh. Whether a number or an external id exists otherwise is left to the call that follows.
 * @throws session-not-found
 */
export const targetOf = step('Finding a session', [
	{
		needs: ['session-search'],
		calls: ['WSSearchSession'],
		async run(campus, reference: Reference): Promise<SessionTarget> {
			if (reference.field === 'chamilo_session_id') return { reference, id: Number(reference.value) };
			const found = await findSession(campus, reference);
			if (!found) throw sessionNotFound(reference);
			return { reference, id: found.id };
		},
	},
	{
		needs: [],
		calls: ['WSListSessions'],
		async run(campus, reference: Reference): Promise<SessionTarget> {
			if (isExternal(reference)) return { reference, id: null };
			if (reference.field === 'chamilo_session_id') return { reference, id: Number(reference.value) };
			const found = byName(await datedSessions(campus), reference.value);
			if (!found) throw unlisted(reference);
			return { reference, id: found.id };
		},
	},
]);

/** Whether the session exists. */
export const sessionExists = step('Looking whether a session exists', [
	{
		needs: ['session-search'],
		calls: ['WSFetchSession', 'WSSearchSession'],
		async run(campus, { reference, id }: SessionTarget): Promise<boolean> {
			return (await (id === null ? findSession(campus, reference) : fetchSession(campus, id))) !== null;
		},
	},
	{ needs: ['soap-php'], calls: ['WSSession.UnsubscribeUserFromSession'], run: probe },
]);

/** User 0 does not exist: nobody is taken out, and the fault tells whether the session exists (F166). */
async function probe(campus: Campus, target: SessionTarget): Promise<boolean> {
	try {
		const nobody = { user_id_field_name: 'chamilo_user_id', user_id_value: '0' };
		await campus.query('WSSession.UnsubscribeUserFromSession', { ...nobody, ...sessionPair(target) });
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

/** SOAP operations that finding a session by any name can call. */
export const SESSION_LOOKUP_CALLS = [targetOf, sessionExists] as const;

/**
 * The session's number, asked for afresh.
 * @throws session-not-found, and unsupported-by-chamilo for external ids on Chamilo 1.9
 */
export async function resolveSession(campus: Campus, reference: Reference): Promise<number> {
	const target = await targetOf(campus, reference);
	if (target.id === null) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'Chamilo 1.9 does not tell the number of a session named by an external id. Name the session by chamilo_session_id or by name.',
		);
	}
	if (reference.field === 'chamilo_session_id') await assertSession(campus, target);
	return target.id;
}

const externalIdOf = step('Finding an external id of a session that is named otherwise', [
	{
		needs: ['session-search'],
		calls: ['WSFetchSession', 'WSSearchSession'],
		async run(campus, reference: Reference): Promise<Reference> {
			const field = isExternal(reference) ? reference.field : GATEWAY_FIELD;
			const session = await findSession(campus, reference, [field]);
			if (!session) throw sessionNotFound(reference);
			const value = session.extras.get(field.toLowerCase()) ?? '';
			if (value !== '') return { field, value };
			throw new GatewayError(
				'unsupported-by-chamilo',
				`This Chamilo does that only for sessions named by an external id, and the gateway does not know one of the session with ${reference.field} "${reference.value}". Name the session by the extra field that holds your identifier. Where soap.php answers, PUT /sessions/chamilo_session_id/:number gives it one by \`extras\`. Nothing was changed.`,
			);
		},
	},
]);

/**
 * An external id of the session, the only name that most of registration.soap.php understands: the one it is named by,
 * looked up so that it is known to be its own and nobody else's, or the one the gateway gave it.
 * @throws session-not-found, unsupported-by-chamilo
 */
export async function externalSession(campus: Campus, reference: Reference): Promise<Reference> {
	return externalIdOf(campus, reference);
}

/** SOAP operations of `resolveSession`. */
export const RESOLVE_SESSION_CALLS = SESSION_LOOKUP_CALLS;

/** SOAP operations of `externalSession`. */
export const EXTERNAL_SESSION_CALLS = [externalIdOf] as const;

export function sessionNotFound({ field, value }: Reference): GatewayError {
	return new GatewayError('session-not-found', `There is no session with ${field} "${value}".`);
}

export function unlisted({ value }: Reference): GatewayError {
	return new GatewayError(
		'session-not-found',
		`There is no session with name "${value}" in the list of Chamilo. ${LISTED}; name it by number or external id.`,
	);
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
