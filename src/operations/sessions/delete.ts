import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { sendDeletion } from './calls.registration.js';
import { externalSession, findSession, sessionLock, sessionNotFound, sessionPair, targetOf } from './find.js';
import { fetchSession } from './search.js';

/** Deletes a session. @throws session-not-found, session-in-use where Chamilo deletes only empty ones */
export const deleteSession = step('Deleting a session', [
	{
		needs: ['soap-php'],
		calls: [targetOf, 'WSSession.DeleteSession'],
		async run(campus, reference: Reference): Promise<void> {
			const target = await targetOf(campus, reference);
			await campus.withLock([sessionLock(target)], () =>
				campus.command('WSSession.DeleteSession', sessionPair(target)),
			);
		},
	},
	{
		calls: [findSession, externalSession, sendDeletion, fetchSession],
		limits:
			'Only sessions without users and courses are deleted. Who is in a session cannot be read, so the gateway does not empty it by itself.',
		run: deleteEmptySession,
	},
]);

/** Of a session that is not empty Chamilo answers an error page, and does nothing. */
async function deleteEmptySession(campus: Campus, reference: Reference): Promise<void> {
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
		outcomeUnknown: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}
