import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { sendDeletion } from './calls.registration.js';
import {
	EXTERNAL_SESSION_CALLS,
	externalSession,
	findSession,
	sessionLock,
	sessionNotFound,
	sessionPair,
	targetOf,
} from './find.js';
import { fetchSession } from './search.js';

export const DELETE_CALLS = ['WSSession.DeleteSession', targetOf] as const;

/** Deletes a session whatever it holds. */
export async function deleteSession(campus: Campus, reference: Reference): Promise<void> {
	const target = await targetOf(campus, reference);
	await campus.withLock([sessionLock(target)], () => campus.command('WSSession.DeleteSession', sessionPair(target)));
}

export const DELETE_EMPTY_CALLS = [
	'WSDeleteSession',
	'WSFetchSession',
	'WSSearchSession',
	...EXTERNAL_SESSION_CALLS,
] as const;

/**
 * Deletes a session that nobody and nothing is in; of others Chamilo answers an error page and does nothing. Who is in
 * a session cannot be listed, so the gateway cannot empty it.
 */
export async function deleteEmptySession(campus: Campus, reference: Reference): Promise<void> {
	const found = await findSession(campus, reference);
	if (!found) throw sessionNotFound(reference);
	const { id } = found;
	await campus.withLock([sessionLock({ reference, id })], async () => {
		const external = await externalSession(campus, reference);
		for (let attempt = 1; ; attempt += 1) {
			try {
				if (await sendDeletion(campus, external)) return;
				throw sessionNotFound(reference);
			} catch (failure) {
				if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
				if ((await stillThere(campus, id, failure)) === false) return;
				if (failure.code === 'chamilo-error') throw inUse(id, failure);
				if (attempt > 1) throw outcomeUnknown(id, failure);
			}
		}
	});
}

async function stillThere(campus: Campus, id: number, failure: GatewayError): Promise<boolean> {
	try {
		return (await fetchSession(campus, id)) !== null;
	} catch (cause) {
		throw outcomeUnknown(id, failure, cause);
	}
}

function inUse(id: number, failure: GatewayError): GatewayError {
	return new GatewayError(
		'session-in-use',
		`Chamilo answered the deletion of session ${id} with an error page and did not delete it, as it does while users or courses are in it. It does not tell which, so the gateway cannot take them out by itself. Nothing was changed.`,
		{ cause: failure, ...(failure.chamilo ? { chamilo: failure.chamilo } : {}) },
	);
}

function outcomeUnknown(id: number, failure: GatewayError, cause: unknown = failure): GatewayError {
	return new GatewayError('outcome-unknown', `It is not known whether session ${id} was deleted: ${failure.message}`, {
		cause,
		ambiguous: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}
