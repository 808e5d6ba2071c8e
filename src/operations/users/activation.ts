import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { originalId } from './arguments.registration.js';
import { externalUser } from './external-id.js';
import { isNotFound, soapReference, userNotFound } from './find.js';
import { userForChange } from './find-by-marker.js';

/** What can be done to a user that takes nothing but the user. */
const ACTIONS = ['Enable', 'Disable', 'Delete'] as const;
export const SWITCHES = ['Enable', 'Disable'] as const;

/** A user as the steps below can act on it: its number, and a name that registration.soap.php knows. */
export interface UserTarget {
	id: number;
	reference: Reference;
}

/** One step for each action, so that each lists only the operations of its own action. */
export function forEachAction<Action extends string, Made>(
	actions: readonly Action[],
	make: (action: Action) => Made,
): Record<Action, Made> {
	return Object.fromEntries(actions.map((action) => [action, make(action)])) as Record<Action, Made>;
}

/** Finds a user to act on. It can leave a mark or an external id of the gateway on the user. @throws user-not-found */
export const userTarget = step('Acting on a user', [
	{
		needs: ['soap-php'],
		calls: [userForChange],
		// soap.php takes the number: the user needs no external id, and is not given one.
		run: async (campus, reference: Reference): Promise<UserTarget> => ({
			id: await userForChange(campus, reference),
			reference,
		}),
	},
	{
		calls: [externalUser],
		run: (campus, reference: Reference): Promise<UserTarget> => externalUser(campus, reference),
	},
]);

/** Acts on a user without looking it up first, except by its username. @throws user-not-found */
export const applyByReference = forEachAction(ACTIONS, (action) =>
	step('Acting on a user', {
		needs: ['soap-php'],
		calls: [soapReference, `WSUser.${action}User`],
		async run(campus, reference: Reference) {
			const pair = await soapReference(campus, reference);
			await campus.command(`WSUser.${action}User`, pair).catch((failure) => {
				throw isNotFound(failure) ? userNotFound(reference, failure) : failure;
			});
		},
	}),
);

/** Acts on many users named by external ids in one call. Answers for each whether it was done. */
export const applyToMany = forEachAction(ACTIONS, (action) =>
	step('Acting on several users', {
		needs: ['plural-outcomes'],
		calls: [`WS${action}Users`],
		async run(campus, references: readonly Reference[]) {
			const results = (await campus.command(`WS${action}Users`, { ids: references.map(originalId) })) ?? [];
			if (results.length === references.length) return results.map((one) => String(one?.result).trim() === '1');
			throw new GatewayError('chamilo-error', 'Chamilo answered for another number of users than it was asked about.', {
				chamilo: { operation: `WS${action}Users` },
				outcomeUnknown: true,
			});
		},
	}),
);

/** Acts on a user; false where Chamilo says that it did not. */
export const applyAction = forEachAction(ACTIONS, (action) =>
	step('Acting on a user', [
		{
			needs: ['soap-php'],
			calls: [`WSUser.${action}User`],
			async run(campus, { id }: UserTarget) {
				await campus.command(`WSUser.${action}User`, {
					user_id_field_name: 'chamilo_user_id',
					user_id_value: String(id),
				});
				return true;
			},
		},
		{
			calls: [applyToMany[action]],
			async run(campus, { reference }: UserTarget) {
				const [isDone = false] = await applyToMany[action](campus, [reference]);
				return isDone;
			},
		},
	]),
);

/** Acts on a user. @throws rejected-by-chamilo where Chamilo says that it did not */
export const applyOrThrow = forEachAction(SWITCHES, (action) =>
	step('Acting on a user', {
		calls: [applyAction[action]],
		async run(campus, target: UserTarget) {
			if (await applyAction[action](campus, target)) return;
			throw new GatewayError('rejected-by-chamilo', `Chamilo did not ${action.toLowerCase()} user ${target.id}.`, {
				chamilo: { operation: `WS${action}Users` },
			});
		},
	}),
);

/**
 * Does work that Chamilo does for active users only: an inactive user is enabled for it and disabled again, whether the
 * work succeeds or not.
 * @throws what the work throws, or partly-done where the user stays enabled
 */
export const whileActive = step('Enabling a user for a moment', {
	calls: [applyOrThrow.Enable, applyOrThrow.Disable],
	async run(campus, target: UserTarget, work: () => Promise<void>) {
		const enabled = async () => {
			await applyOrThrow.Enable(campus, target);
			await work();
		};
		const failure = await enabled().then(
			() => null,
			(thrown: unknown) => ({ thrown }),
		);
		try {
			await applyOrThrow.Disable(campus, target);
		} catch (cause) {
			throw new GatewayError(
				'partly-done',
				`User ${target.id}, who is inactive, had to be enabled for a moment and could not be disabled again. Disable it with POST /users/:field/:value/disable.`,
				{ cause, extensions: { done: ['enable'], failed: 'disable' } },
			);
		}
		if (failure) throw failure.thrown;
	},
});
