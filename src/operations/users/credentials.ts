import { GatewayError } from '../../errors.js';
import { step } from '../ways.js';
import { externalName } from './external-id.js';
import { activeNumbers, lockKeys, userByUsername } from './find.js';
import { userForChange } from './find-by-marker.js';
import { withUserLock } from './locked.js';
import { refuseLongPassword } from './longest-password.js';
import { remember } from './record.js';
import type { UserReference } from './schemas.js';

export interface NewCredentials {
	username: string;
	password: string | undefined;
}

/** Whether credentials were refused because another user has the username. */
const isNameOfAnother = step('Looking who has a username', [
	{
		calls: [userByUsername],
		async run(campus, username: string, { id }: { id: number; isActive: boolean }) {
			const owner = await userByUsername(campus, username);
			return owner !== null && owner.id !== id;
		},
	},
	// Who has it cannot be read. For a user who exists and is active no other reason is left.
	{ run: async (_campus, _username: string, { isActive }: { id: number; isActive: boolean }) => isActive },
]);

/**
 * Changes username and password, and nothing else of the user (F97).
 * @param reference an external id of the user, the only name the operation knows.
 * @throws username-taken, user-inactive, rejected-by-chamilo
 */
export const changeCredentials = step('Changing username and password', {
	calls: ['WSEditUserCredentials', activeNumbers, isNameOfAnother],
	async run(campus, id: number, reference: UserReference, { username, password }: NewCredentials) {
		const result = await campus.command('WSEditUserCredentials', {
			username,
			password: password ?? '',
			original_user_id_name: reference.field,
			original_user_id_value: reference.value,
		});
		if (String(result).trim() === '1') return;
		// "0" is all Chamilo says. Who has the username and whether the user is active show the reason.
		const [active] = await activeNumbers(campus, [reference]);
		const isActive = active === id;
		if (await isNameOfAnother(campus, username, { id, isActive })) {
			throw new GatewayError('username-taken', `Another user has the username "${username}".`);
		}
		if (!isActive) throw userInactive(id);
		throw new GatewayError('rejected-by-chamilo', 'Chamilo did not change the credentials and gave no reason.', {
			chamilo: { operation: 'WSEditUserCredentials' },
		});
	},
});

export function userInactive(id: number): GatewayError {
	return new GatewayError(
		'user-inactive',
		`User ${id} is inactive, and Chamilo changes credentials of active users only. Nothing was changed; enable the user first, or send "active": true with PUT.`,
	);
}

/** Finds an external id for the user however it is named, and changes its credentials by it. Takes the lock on its names. */
export const editCredentials = step('Changing username and password', {
	calls: [refuseLongPassword, userForChange, externalName, changeCredentials],
	async run(campus, reference: UserReference, wanted: NewCredentials) {
		await refuseLongPassword(campus, wanted);
		const names = lockKeys({ ...reference, loginname: wanted.username });
		await withUserLock(campus, names, async (_, lockNumber) => {
			const id = await userForChange(campus, reference);
			await lockNumber(id);
			const name = await externalName(campus, reference, id, wanted.username);
			await changeCredentials(campus, id, name, wanted);
			await remember(campus, id, { loginname: wanted.username });
		});
	},
});
