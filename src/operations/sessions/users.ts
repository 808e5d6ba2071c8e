import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { gatewayName, type Reference } from '../fields/reference.js';
import { retryUncached } from '../retry-uncached.js';
import { cachedUserNumber } from '../users/cached.js';
import { externalUser, gatewayReference } from '../users/external-id.js';
import {
	findUser,
	BY_EXTERNAL_ID as USER_BY_EXTERNAL_ID,
	BY_NUMBER as USER_BY_NUMBER,
	BY_USERNAME as USER_BY_USERNAME,
	userByExternalId,
	userByNumber,
	userByUsername,
	userNotFound,
} from '../users/find.js';
import { findUserForChange } from '../users/find-by-marker.js';
import { onlyFor, step } from '../ways.js';
import { cachedTarget } from './cached.js';
import { repeatable, resultOf } from './calls.registration.js';
import { externalSession } from './external.js';
import {
	assertSession,
	BY_EXTERNAL_ID,
	type SessionTarget,
	sessionLock,
	sessionNotFound,
	sessionPair,
	targetOf,
} from './find.js';
import { removeByJsonApi } from './members.json-api.js';

/** The external id under which a user is added, on Chamilo 1.9. @throws session-not-found, user-not-found */
const nameToAdd = step('Finding an external id of a user', [
	{
		input: USER_BY_EXTERNAL_ID,
		run: async (_campus, user: Reference, _target: SessionTarget): Promise<Reference> => user,
	},
	{
		input: USER_BY_USERNAME,
		calls: [userByUsername, assertSession, gatewayReference],
		notes:
			'To a session named by an external id a user named by username is added after it was given an external id in the extra field `rest_gateway_id`.',
		async run(campus, user: Reference, target: SessionTarget): Promise<Reference> {
			const found = await userByUsername(campus, user.value);
			if (!found) throw await whoIsMissing(campus, target, user);
			await assertSession(campus, target);
			return gatewayReference(campus, { id: found.id, username: user.value });
		},
	},
	{
		input: USER_BY_NUMBER,
		calls: [userByExternalId, assertSession, userByNumber],
		limits: 'To a session named by an external id a user named by number is added only if it has one in that field.',
		async run(campus, user: Reference, target: SessionTarget): Promise<Reference> {
			const known = gatewayName(user.value);
			if ((await userByExternalId(campus, known.field, known.value))?.id === Number(user.value)) return known;
			await assertSession(campus, target);
			if (!(await userByNumber(campus, Number(user.value)))) throw userNotFound(user);
			throw new GatewayError(
				'unsupported-by-chamilo',
				'This Chamilo cannot add a user given by its number to a session given by an external id. Name the session by chamilo_session_id, or the user by an external id or by username. Nothing was changed.',
			);
		},
	},
]);

/**
 * Adds a user to a session; the others stay in it. The operations that soap.php has for this would throw out everybody
 * else (F156).
 */
export const addUser = step('Adding a user to a session', [
	{
		// Chamilo 1.9 does not say which number such a session has, but one call adds users by external ids (F161).
		input: BY_EXTERNAL_ID,
		needs: ['services-of-1.9'],
		calls: [cachedTarget, nameToAdd, 'WSSuscribeUsersToSession', assertSession, findUser],
		limits: 'To a session named by an external id only active users can be added.',
		notes: 'The counter of users that Chamilo shows with that session becomes wrong.',
		run: (campus, session: Reference, user: Reference): Promise<void> => inSession(campus, session, user, addByNames),
	},
	{
		calls: [cachedTarget, cachedUserNumber, 'WSSubscribeUserToSessionSimple', assertSession],
		limits: 'A user who is in some courses of the session already gets no others by this.',
		run: (campus, session: Reference, user: Reference): Promise<void> => inSession(campus, session, user, addByNumbers),
	},
]);

type Add = (campus: Campus, target: SessionTarget, user: Reference) => Promise<void>;

async function inSession(campus: Campus, session: Reference, user: Reference, add: Add): Promise<void> {
	await retryUncached(campus, async (view) => {
		const target = await cachedTarget(view, session);
		await view.withLock([sessionLock(target)], () => add(view, target, user));
	});
}

async function addByNumbers(campus: Campus, target: SessionTarget, user: Reference): Promise<void> {
	// A number is missing only in a cache that was filled while the campus was a Chamilo 1.9.
	if (target.id === null) throw sessionNotFound(target.reference);
	const operation = 'WSSubscribeUserToSessionSimple';
	const args = { session: target.id, user_id: await userNumber(campus, target, user) };
	const answer = await repeatable(() => campus.command(operation, args));
	// "1", or an English sentence (F160).
	const text = (answer ?? '').trim();
	if (text === '1') return;
	if (text.startsWith('Session')) throw sessionNotFound(target.reference);
	if (text.startsWith('User')) throw await whoIsMissing(campus, target, user);
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not add the user to the session and gave no reason.', {
		chamilo: { operation },
	});
}

async function userNumber(campus: Campus, target: SessionTarget, user: Reference): Promise<number> {
	if (user.field === 'chamilo_user_id') return Number(user.value);
	try {
		return await cachedUserNumber(campus, user);
	} catch (failure) {
		const isMissing = failure instanceof GatewayError && failure.code === 'user-not-found';
		throw isMissing ? await whoIsMissing(campus, target, user) : failure;
	}
}

/** The problem where a user was not found: Chamilo looks for the session first (F52). */
async function whoIsMissing(campus: Campus, target: SessionTarget, user: Reference): Promise<GatewayError> {
	await assertSession(campus, target);
	return userNotFound(user);
}

async function addByNames(campus: Campus, target: SessionTarget, user: Reference): Promise<void> {
	const { field, value } = await nameToAdd(campus, user, target);
	const operation = 'WSSuscribeUsersToSession';
	const answer = await campus.command(operation, {
		userssessions: [
			{
				original_user_id_values: [value],
				original_user_id_name: [field],
				original_session_id_name: target.reference.field,
				original_session_id_value: target.reference.value,
			},
		],
	});
	if (resultOf(answer) === '1') return;
	// 0 is all that Chamilo answers; unknown and inactive users are skipped (F161, F162).
	await assertSession(campus, target);
	if (!(await findUser(campus, user))) throw userNotFound(user);
	throw new GatewayError(
		'unsupported-by-chamilo',
		'This Chamilo adds only active users to a session named by an external id, and did not add this one. Enable the user first, or name the session by chamilo_session_id. Nothing was changed.',
		{ chamilo: { operation } },
	);
}

/** Takes one user out of a session and its courses; the others stay. */
export const removeUser = step('Taking a user out of a session', [
	{
		// Here registration.soap.php of 1.9 would take the others out of the courses (F163).
		needs: ['soap-php'],
		calls: [
			targetOf,
			onlyFor(findUserForChange, USER_BY_USERNAME.label),
			assertSession,
			'WSSession.UnsubscribeUserFromSession',
		],
		async run(campus, session: Reference, user: Reference): Promise<void> {
			const target = await targetOf(campus, session);
			await campus.withLock([sessionLock(target)], async () => {
				const pair = await userPair(campus, target, user);
				await campus.command('WSSession.UnsubscribeUserFromSession', { ...pair, ...sessionPair(target) });
			});
		},
	},
	removeByJsonApi,
	{
		// The list takes this form on 1.11 only (F164).
		needs: ['session-search'],
		calls: [externalSession, targetOf, externalUser, 'WSUnsuscribeUsersFromSession', assertSession],
		limits: 'Only active users are taken out.',
		async run(campus, session: Reference, user: Reference): Promise<void> {
			const external = await externalSession(campus, session);
			const target = await targetOf(campus, session);
			await campus.withLock([sessionLock(target)], () => removeByList(campus, target, external, user));
		},
	},
]);

/** The pair by which soap.php finds the user. */
async function userPair(campus: Campus, target: SessionTarget, user: Reference) {
	if (user.field !== 'username') return { user_id_field_name: user.field, user_id_value: user.value };
	const found = await findUserForChange(campus, user);
	if (!found) throw await whoIsMissing(campus, target, user);
	return { user_id_field_name: 'chamilo_user_id', user_id_value: String(found.id) };
}

async function removeByList(campus: Campus, target: SessionTarget, session: Reference, user: Reference): Promise<void> {
	const { reference } = await externalUser(campus, user);
	const operation = 'WSUnsuscribeUsersFromSession';
	const args = {
		userssessions: [
			{
				original_user_id_values: [{ original_user_id_value: reference.value }],
				original_user_id_name: reference.field,
				original_session_id_value: session.value,
				original_session_id_name: session.field,
			},
		],
	};
	if (resultOf(await repeatable(() => campus.command(operation, args))) === '1') return;
	await assertSession(campus, target);
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Session and user exist, but this Chamilo takes only active users out of a session. Enable the user first (POST /users/:field/:value/enable). Nothing was changed.',
		{ chamilo: { operation } },
	);
}
