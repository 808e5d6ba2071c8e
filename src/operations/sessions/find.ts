import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { onlyHolder } from '../fields/only-holder.js';
import { folded, GATEWAY_FIELD, isExternal, lockKey, type Reference } from '../fields/reference.js';
import { isUnsafeIdentifier } from '../fields/text.js';
import { onlyFor, step } from '../ways.js';
import { datedSessions, LISTED, UNLISTED } from './list.js';
import { fetchSession, type KnownSession, searchSessions } from './search.js';

/** A session that calls can name: by its number, or by an external id, of which Chamilo 1.9 does not say the number. */
export interface SessionTarget {
	reference: Reference;
	id: number | null;
}

/** Limit of ways that find a session by its name in the list. */
export const LISTED_BY_NAME = 'By `name` only sessions that Chamilo lists are found.';

/** Input of the steps about sessions: how the session is named. */
export const BY_EXTERNAL_ID = {
	label: 'a session named by an external id',
	matches: (reference: Reference) => isExternal(reference),
};
export const BY_NUMBER = {
	label: 'a session named by its number',
	matches: ({ field }: Reference) => field === 'chamilo_session_id',
};
export const BY_NAME = {
	label: 'a session named by its name',
	matches: ({ field }: Reference) => field === 'name',
};

/** Whether two texts are equal for Chamilo: it ignores case, accents and blanks at the end. */
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

/** All sessions that have this external id: soap.php gives one to any number of sessions (F142). */
export const holdersOf = step('Finding the sessions of an external id', {
	calls: [searchSessions],
	async run(campus, { field, value }: Reference, fields: readonly string[] = []): Promise<KnownSession[]> {
		const key = field.toLowerCase();
		const wanted = [...new Set([key, ...fields.map((name) => name.toLowerCase())])];
		const list = await searchSessions(campus, value, wanted);
		return list.filter(({ extras }) => sameText(extras.get(key) ?? '', value));
	},
});

/**
 * The session of a reference with its properties, where Chamilo can be searched (1.11); null when there is none.
 * `fields` are extra fields to read as well.
 * @throws ambiguous-identifier where several have the external id
 */
export const findSession = step('Finding a session', [
	{
		input: BY_NAME,
		calls: [searchSessions],
		run: async (campus, { value }: Reference, fields: readonly string[] = []): Promise<KnownSession | null> =>
			byName(await searchSessions(campus, value, fields), value) ?? null,
	},
	{
		input: BY_NUMBER,
		calls: [fetchSession, searchSessions],
		async run(campus, { value }: Reference, fields: readonly string[] = []): Promise<KnownSession | null> {
			const session = await fetchSession(campus, Number(value));
			if (!session || fields.length === 0) return session;
			return (await searchSessions(campus, session.name, fields)).find(({ id }) => id === session.id) ?? null;
		},
	},
	{
		input: BY_EXTERNAL_ID,
		calls: [holdersOf],
		async run(campus, { field, value }: Reference, fields: readonly string[] = []): Promise<KnownSession | null> {
			const holders = await holdersOf(campus, { field, value }, fields);
			const found = onlyHolder('session', { field, value }, holders, ({ id }) => id);
			if (found) campus.externalIds.learn('session', { field, value });
			return found;
		},
	},
]);

/**
 * Names a session so that calls can take it: a name becomes the number, and so does an external id where Chamilo can
 * be searched. Never from the cache. Whether any other number or external id exists, the call that follows finds out.
 * @throws session-not-found
 */
export const targetOf = step('Finding a session', [
	{
		input: BY_NUMBER,
		run: async (_campus, reference: Reference): Promise<SessionTarget> => ({ reference, id: Number(reference.value) }),
	},
	{
		needs: ['session-search'],
		calls: [onlyFor(findSession, BY_NAME.label, BY_EXTERNAL_ID.label)],
		async run(campus, reference: Reference): Promise<SessionTarget> {
			const found = await findSession(campus, reference);
			if (!found) throw sessionNotFound(reference);
			return { reference, id: found.id };
		},
	},
	{
		input: BY_EXTERNAL_ID,
		run: async (_campus, reference: Reference): Promise<SessionTarget> => ({ reference, id: null }),
	},
	{
		input: BY_NAME,
		calls: [datedSessions],
		limits: `${LISTED_BY_NAME} ${UNLISTED}`,
		async run(campus, reference: Reference): Promise<SessionTarget> {
			const found = byName(await datedSessions(campus), reference.value);
			if (!found) throw unlisted(reference);
			return { reference, id: found.id };
		},
	},
]);

/** Whether the session exists. */
export const sessionExists = step('Looking whether a session exists', [
	{
		// Here `targetOf` finds the number of every session.
		calls: [fetchSession],
		run: async (campus, { id }: SessionTarget): Promise<boolean> =>
			id !== null && (await fetchSession(campus, id)) !== null,
	},
	{ needs: ['soap-php'], calls: ['WSSession.UnsubscribeUserFromSession'], run: probe },
]);

/** User 0 does not exist: nobody is taken out, and the fault says whether the session exists (F166). */
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
export const assertSession = step('Looking whether a session exists', {
	calls: [sessionExists],
	async run(campus, target: SessionTarget) {
		if (!(await sessionExists(campus, target))) throw sessionNotFound(target.reference);
	},
});

/** The session's number, never from the cache. @throws session-not-found */
export const resolveSession = step('Finding the number of a session', [
	{
		input: BY_NUMBER,
		calls: [assertSession],
		async run(campus, reference: Reference): Promise<number> {
			const id = Number(reference.value);
			await assertSession(campus, { reference, id });
			return id;
		},
	},
	{
		calls: [onlyFor(findSession, BY_NAME.label, BY_EXTERNAL_ID.label)],
		async run(campus, reference: Reference): Promise<number> {
			const found = await findSession(campus, reference);
			if (!found) throw sessionNotFound(reference);
			return found.id;
		},
	},
]);

/** The fields in which `knownName` looks: those of the session have to be read. */
export function nameFields(campus: Campus): string[] {
	return [GATEWAY_FIELD, ...campus.externalIds.fields('session')];
}

/** An external id of this session alone, in one of `nameFields`; null where there is none. */
export const knownName = step('Finding an external id of a session', {
	calls: [holdersOf],
	async run(campus, { id, extras }: KnownSession): Promise<Reference | null> {
		const own = extras.get(GATEWAY_FIELD);
		if (own) return { field: GATEWAY_FIELD, value: own };
		for (const field of campus.externalIds.fields('session')) {
			const value = extras.get(field.toLowerCase());
			if (value === undefined || isUnsafeIdentifier(value)) continue;
			// Chamilo would act on the first of them, whichever that is.
			const [holder, ...others] = await holdersOf(campus, { field, value });
			if (holder?.id === id && others.length === 0) return { field, value };
		}
		return null;
	},
});

export function sessionNotFound({ field, value }: Reference): GatewayError {
	return new GatewayError('session-not-found', `There is no session with ${field} "${value}".`);
}

export function unlisted({ value }: Reference): GatewayError {
	return new GatewayError(
		'session-not-found',
		`There is no session with name "${value}" in the list of Chamilo. ${LISTED}; name it by number or external id.`,
	);
}

/** Key of the lock for work on a session. */
export function sessionLock(target: SessionTarget): string {
	const { session_id_field_name: field, session_id_value: value } = sessionPair(target);
	return referenceLock({ field, value });
}

/** The same for a session that need not exist yet. */
export function referenceLock(reference: Reference): string {
	return lockKey('session', reference);
}
