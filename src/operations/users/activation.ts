import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { originalId } from './arguments.registration.js';
import { EXTERNAL_USER_CALLS, externalUser } from './external-id.js';
import { CHANGE_LOOKUP_CALLS, userForChange } from './find-by-marker.js';

/** The three operations that take nothing but a user. */
export type UserAction = 'Enable' | 'Disable' | 'Delete';

/** A user as the ways below can act on it: its number, and a name that registration.soap.php knows. */
export interface UserTarget {
	id: number;
	reference: Reference;
}

export const userTarget = step('Acting on a user', [
	{
		needs: ['soap-php'],
		calls: CHANGE_LOOKUP_CALLS,
		// soap.php goes by the number: no external id is needed, nor given.
		run: async (campus, reference: Reference): Promise<UserTarget> => ({
			id: await userForChange(campus, reference),
			reference,
		}),
	},
	{ needs: [], calls: EXTERNAL_USER_CALLS, run: externalUser },
]);

/** Acts on a user; false where Chamilo says that it did not. */
export const applyAction = step('Acting on a user', [
	{
		needs: ['soap-php'],
		calls: ['WSUser.EnableUser', 'WSUser.DisableUser', 'WSUser.DeleteUser'],
		async run(campus, action: UserAction, { id }: UserTarget) {
			await campus.command(`WSUser.${action}User`, {
				user_id_field_name: 'chamilo_user_id',
				user_id_value: String(id),
			});
			return true;
		},
	},
	{
		needs: ['plural-outcomes'],
		calls: ['WSEnableUsers', 'WSDisableUsers', 'WSDeleteUsers'],
		async run(campus, action: UserAction, { reference }: UserTarget) {
			const [isDone = false] = await applyToMany(campus, action, [reference]);
			return isDone;
		},
	},
]);

/** Acts on many users named by external ids in one call: for each whether it was done. Needs `plural-outcomes`. */
export async function applyToMany(
	campus: Campus,
	action: UserAction,
	references: readonly Reference[],
): Promise<boolean[]> {
	const operation = `WS${action}Users`;
	const results = items(await campus.command(operation, { ids: references.map(originalId) }));
	if (results.length !== references.length) {
		throw new GatewayError('chamilo-error', 'Chamilo answered for another number of users than it was asked about.', {
			chamilo: { operation },
			ambiguous: true,
		});
	}
	return results.map((result) => String(member(result, 'result')).trim() === '1');
}

/**
 * Does work that Chamilo does for active users alone: an inactive one is enabled for it and disabled again, whatever
 * comes of the work.
 */
export async function whileActive(campus: Campus, target: UserTarget, work: () => Promise<void>): Promise<void> {
	const enabled = async () => {
		await applyOrThrow(campus, 'Enable', target);
		await work();
	};
	const failure = await enabled().then(
		() => null,
		(thrown: unknown) => ({ thrown }),
	);
	try {
		await applyOrThrow(campus, 'Disable', target);
	} catch (cause) {
		throw new GatewayError(
			'partly-done',
			`User ${target.id}, who is inactive, had to be enabled for a moment and could not be disabled again. Disable it with POST /users/:field/:value/disable.`,
			{ cause, extensions: { done: ['enable'], failed: 'disable' } },
		);
	}
	if (failure) throw failure.thrown;
}

/** @throws rejected-by-chamilo where Chamilo says that it did not do it */
export async function applyOrThrow(campus: Campus, action: UserAction, target: UserTarget): Promise<void> {
	if (await applyAction(campus, action, target)) return;
	throw new GatewayError('rejected-by-chamilo', `Chamilo did not ${action.toLowerCase()} user ${target.id}.`, {
		chamilo: { operation: `WS${action}Users` },
	});
}
