import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { valuesOf } from '../fields/extras.js';
import { notKept } from '../fields/not-kept.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { editArguments } from './arguments.soap.js';
import { attachExternalId } from './external-id.js';
import { numbersOf, userByExternalId } from './find.js';
import type { NewUser } from './schemas.js';

/**
 * The values that WSUser.CreateUser did not store: it leaves at the first field that does not exist (F94).
 * @param owners the first users who have the values. Who shares a value with another is not seen, but the field is.
 */
export function missingOf(campus: Campus, user: NewUser, id: number, owners: readonly (number | null)[]): Reference[] {
	const values = valuesOf(user);
	campus.rememberFields(
		'user',
		values.flatMap(({ field }, position) => (owners[position] ? [field] : [])),
	);
	let hasLeft = false;
	return values.filter(({ field }, position) => {
		const owner = owners[position] ?? null;
		if (owner === null) hasLeft = true;
		return owner !== id && (hasLeft || field === user.field);
	});
}

/** The same, asked of the campus. */
const missingValues = step('Creating a user', {
	calls: [userByExternalId, numbersOf],
	async run(campus, id: number, user: NewUser): Promise<Reference[]> {
		const values = valuesOf(user);
		const [only, ...others] = values;
		const owners =
			only && others.length === 0
				? [(await userByExternalId(campus, only.field, only.value))?.id ?? null]
				: await numbersOf(campus, values);
		return missingOf(campus, user, id, owners);
	},
});

/**
 * Repairs what WSUser.CreateUser loses or changes: the external id, extras, and & < > in names.
 * @param missing what was not stored, where that is known.
 * @returns the extras that another user has too: they cannot be given to a user who is there.
 * @throws creation-incomplete, which carries the number of the user.
 */
export const completeBySoap = step('Creating a user', {
	needs: ['soap-php'],
	calls: [missingValues, attachExternalId, userByExternalId, 'WSUser.EditUser'],
	async run(campus, id: number, user: NewUser, missing?: readonly Reference[]): Promise<Reference[]> {
		const created = { id, username: user.loginname };
		const shared: Reference[] = [];
		try {
			for (const value of missing ?? (await missingValues(campus, id, user))) {
				if (await attachExternalId(campus, created, value.field, value.value)) continue;
				const isShared = value.field !== user.field && (await userByExternalId(campus, value.field, value.value));
				if (!isShared) throw valueNotStored(created, value);
				shared.push(value);
			}
			if (isAltered(user)) {
				await campus.command('WSUser.EditUser', editArguments(id, user));
			}
		} catch (failure) {
			throw lastStepFailed(created, failure);
		}
		return shared;
	},
});

/** Whether WSUser.CreateUser stores a member in another form than it was sent: it changes & < > in these. */
export function isAltered({ firstname, lastname, phone }: NewUser): boolean {
	return /[&<>]/.test(firstname + lastname + (phone ?? ''));
}

/** What a failure after the creation means: the user is there. */
export function lastStepFailed(user: { id: number; username: string }, failure: unknown): unknown {
	if (!(failure instanceof GatewayError) || failure.code === 'creation-incomplete') return failure;
	return notStored(`The last step failed: ${failure.message}`, user, failure);
}

export function valueNotStored(user: { id: number; username: string }, { field, value }: Reference): GatewayError {
	return notStored(`It lacks ${field} "${value}". ${notKept('user', [field])}`, user);
}

function notStored(reason: string, user: { id: number; username: string }, cause?: unknown): GatewayError {
	return new GatewayError(
		'creation-incomplete',
		`User ${user.id} ("${user.username}") was created, but not everything was stored. ${reason} Send what is missing with PUT /users/chamilo_user_id/${user.id}.`,
		{ extensions: { id: user.id }, ...(cause === undefined ? {} : { cause }) },
	);
}
