import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { GATEWAY_FIELD, isExternal, type Reference } from '../fields/reference.js';
import { retryUncached } from '../retry-uncached.js';
import { cachedUserNumber } from '../users/cached.js';
import { ATTACH_CALLS, EXTERNAL_USER_CALLS, externalUser, gatewayReference } from '../users/external-id.js';
import { findUser, userByExternalId, userByUsername, userNotFound } from '../users/find.js';
import { CHANGE_LOOKUP_CALLS, findUserForChange } from '../users/find-by-marker.js';
import { step } from '../ways.js';
import { cachedTarget } from './cached.js';
import { repeatable } from './calls.registration.js';
import {
	assertSession,
	EXTERNAL_SESSION_CALLS,
	externalSession,
	SESSION_LOOKUP_CALLS,
	type SessionTarget,
	sessionLock,
	sessionNotFound,
	sessionPair,
	targetOf,
} from './find.js';

const BY_NUMBER_CALLS = ['WSSubscribeUserToSessionSimple', ...SESSION_LOOKUP_CALLS, ...CHANGE_LOOKUP_CALLS] as const;

const ADD_CALLS = [...BY_NUMBER_CALLS, 'WSSuscribeUsersToSession', ...ATTACH_CALLS] as const;

/** Adds a user to a session; the others stay in it. */
export const addUser = step('Adding a user to a session', [
	{
		// Every session has a number here.
		needs: ['session-search'],
		calls: BY_NUMBER_CALLS,
		run: (campus, session: Reference, user: Reference) => retryUncached(campus, (view) => add(view, session, user)),
	},
	{
		needs: ['soap-php'],
		calls: ADD_CALLS,
		run: (campus, session: Reference, user: Reference) => retryUncached(campus, (view) => add(view, session, user)),
	},
]);

export const REMOVE_USER_CALLS = [
	'WSSession.UnsubscribeUserFromSession',
	...SESSION_LOOKUP_CALLS,
	...CHANGE_LOOKUP_CALLS,
] as const;

export const REMOVE_BY_LIST_CALLS = [
	'WSUnsuscribeUsersFromSession',
	...EXTERNAL_SESSION_CALLS,
	...SESSION_LOOKUP_CALLS,
	...EXTERNAL_USER_CALLS,
] as const;

/** The operations that say so in soap.php would throw out everybody else (F156). */
async function add(campus: Campus, session: Reference, user: Reference): Promise<void> {
	const target = await cachedTarget(campus, session);
	const { id } = target;
	await campus.withLock([sessionLock(target)], () =>
		id === null ? addToExternal(campus, target, user) : addToNumber(campus, target, id, user),
	);
}

async function addToNumber(campus: Campus, target: SessionTarget, id: number, user: Reference): Promise<void> {
	const userId = await rememberedNumber(campus, target, user);
	const args = { session: id, user_id: userId };
	const answer = await repeatable(() => campus.command('WSSubscribeUserToSessionSimple', args));
	// "1", or an English sentence (F160).
	const text = String(answer ?? '').trim();
	if (text === '1') return;
	if (text.startsWith('Session')) throw sessionNotFound(target.reference);
	if (text.startsWith('User')) throw await whoIsMissing(campus, target, user);
	throw refused('WSSubscribeUserToSessionSimple');
}

async function rememberedNumber(campus: Campus, target: SessionTarget, user: Reference): Promise<number> {
	if (user.field === 'chamilo_user_id') return Number(user.value);
	try {
		return await cachedUserNumber(campus, user);
	} catch (failure) {
		const isMissing = failure instanceof GatewayError && failure.code === 'user-not-found';
		throw isMissing ? await whoIsMissing(campus, target, user) : failure;
	}
}

async function numberOf(campus: Campus, target: SessionTarget, user: Reference): Promise<number> {
	if (user.field === 'chamilo_user_id') return Number(user.value);
	const found = await findUserForChange(campus, user);
	if (!found) throw await whoIsMissing(campus, target, user);
	return found.id;
}

/** The problem where a user was not found: Chamilo looks for the session first (F52). */
async function whoIsMissing(campus: Campus, target: SessionTarget, user: Reference): Promise<GatewayError> {
	await assertSession(campus, target);
	return userNotFound(user);
}

/** The number of a session known by an external id cannot be read; one call adds users to it by theirs (F161). */
async function addToExternal(campus: Campus, target: SessionTarget, user: Reference): Promise<void> {
	const external = isExternal(user) ? user : await externalName(campus, target, user);
	const [answer] = items(
		await campus.command('WSSuscribeUsersToSession', {
			userssessions: [
				{
					original_user_id_values: [external.value],
					original_user_id_name: [external.field],
					original_session_id_name: target.reference.field,
					original_session_id_value: target.reference.value,
				},
			],
		}),
	);
	if (String(member(answer ?? null, 'result')).trim() === '1') return;
	// 0 is all Chamilo says; unknown and inactive users are skipped (F161, F162).
	await assertSession(campus, target);
	if (!(await findUser(campus, user))) throw userNotFound(user);
	throw new GatewayError(
		'unsupported-by-chamilo',
		'This Chamilo adds only active users to a session named by an external id, and did not add this one. Enable the user first, or name the session by chamilo_session_id. Nothing was changed.',
		{ chamilo: { operation: 'WSSuscribeUsersToSession' } },
	);
}

async function externalName(campus: Campus, target: SessionTarget, user: Reference): Promise<Reference> {
	if (user.field === 'username') {
		const found = await userByUsername(campus, user.value);
		if (!found) throw await whoIsMissing(campus, target, user);
		await assertSession(campus, target);
		return gatewayReference(campus, { id: found.id, username: user.value });
	}
	const known = { field: GATEWAY_FIELD, value: `u${user.value}` };
	if ((await userByExternalId(campus, known.field, known.value))?.id === Number(user.value)) return known;
	await assertSession(campus, target);
	if (!(await findUser(campus, user))) throw userNotFound(user);
	throw new GatewayError(
		'unsupported-by-chamilo',
		'This Chamilo cannot add a user given by its number to a session given by an external id. Name the session by chamilo_session_id, or the user by an external id or by username. Nothing was changed.',
	);
}

function refused(operation: string): GatewayError {
	return new GatewayError('rejected-by-chamilo', 'Chamilo did not add the user to the session and gave no reason.', {
		chamilo: { operation },
	});
}

/**
 * Takes one user out of a session; registration.soap.php of 1.9 would take the others out of its courses (F163).
 */
export async function removeUser(campus: Campus, session: Reference, user: Reference): Promise<void> {
	const target = await targetOf(campus, session);
	await campus.withLock([sessionLock(target)], async () => {
		const byNumber = user.field === 'username' || user.field === 'chamilo_user_id';
		await campus.command('WSSession.UnsubscribeUserFromSession', {
			user_id_field_name: byNumber ? 'chamilo_user_id' : user.field,
			user_id_value: byNumber ? String(await numberOf(campus, target, user)) : user.value,
			...sessionPair(target),
		});
	});
}

/** The same by external ids alone, in the form that registration.soap.php takes on 1.11 only (F164). */
export async function removeUserByList(campus: Campus, session: Reference, user: Reference): Promise<void> {
	const external = await externalSession(campus, session);
	const target = await targetOf(campus, session);
	await campus.withLock([sessionLock(target)], async () => {
		const { reference } = await externalUser(campus, user);
		const operation = 'WSUnsuscribeUsersFromSession';
		const args = {
			userssessions: [
				{
					original_user_id_values: [{ original_user_id_value: reference.value }],
					original_user_id_name: reference.field,
					original_session_id_value: external.value,
					original_session_id_name: external.field,
				},
			],
		};
		const [answer = null] = items(await repeatable(() => campus.command(operation, args)));
		if (String(member(answer, 'result')).trim() === '1') return;
		await assertSession(campus, target);
		throw new GatewayError(
			'unsupported-by-chamilo',
			'Session and user exist, but this Chamilo takes only active users out of a session. Enable the user first (POST /users/:field/:value/enable). Nothing was changed.',
			{ chamilo: { operation } },
		);
	});
}
