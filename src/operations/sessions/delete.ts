import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { sendDeletion } from './calls.registration.js';
import { emptySession } from './delete.json-api.js';
import { externalSession } from './external.js';
import { findSession, sessionLock, sessionNotFound, sessionPair, targetOf } from './find.js';
import { fetchSession } from './search.js';

/** Of a session that is not empty Chamilo answers an error page, and does nothing. */
const deleteEmpty = step('Deleting an empty session', {
	calls: [sendDeletion, fetchSession],
	async run(campus, reference: Reference, id: number, external: Reference): Promise<void> {
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
	},
});

/** Deletes a session. @param empties whether one in use is emptied first. @throws session-not-found, session-in-use where Chamilo deletes only empty ones */
export const deleteSession = step('Deleting a session', [
	{
		needs: ['soap-php'],
		calls: [targetOf, 'WSSession.DeleteSession'],
		async run(campus, reference: Reference, _empties: boolean): Promise<void> {
			const target = await targetOf(campus, reference);
			await campus.withLock([sessionLock(target)], () =>
				campus.command('WSSession.DeleteSession', sessionPair(target)),
			);
		},
	},
	{
		input: { label: 'a session in use, with `empty=true`', matches: (_: Reference, empties: boolean) => empties },
		calls: [findSession, emptySession, externalSession, deleteEmpty],
		async run(campus, reference: Reference, _empties: boolean): Promise<void> {
			const id = await numberOf(campus, reference);
			await campus.withLock([sessionLock({ reference, id })], async () => {
				// What can refuse comes first: nothing is emptied that cannot be deleted.
				const external = isExternal(reference) ? reference : await externalSession(campus, reference);
				await emptySession(campus, id);
				await deleteEmpty(campus, reference, id, external);
			});
		},
	},
	{
		calls: [findSession, externalSession, deleteEmpty],
		limits:
			'Only sessions without users and courses are deleted. Who is in a session cannot be read, so the gateway does not empty it by itself.',
		async run(campus, reference: Reference, _empties: boolean): Promise<void> {
			const id = await numberOf(campus, reference);
			await campus.withLock([sessionLock({ reference, id })], async () =>
				deleteEmpty(campus, reference, id, await externalSession(campus, reference)),
			);
		},
	},
]);

async function numberOf(campus: Campus, reference: Reference): Promise<number> {
	const found = await findSession(campus, reference);
	if (!found) throw sessionNotFound(reference);
	return found.id;
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
		`Chamilo answered the deletion of session ${id} with an error page and did not delete it, as it does while users or courses are in it. It does not tell which, so the gateway cannot take them out by itself. Nothing was changed. With an API key for Chamilo's JSON API (CHAMILO_API_KEY), ?empty=true takes them out first.`,
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
