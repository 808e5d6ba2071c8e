import { GatewayError } from '../../errors.js';
import { type Entry, type Outcome, Outcomes } from '../batch.js';
import type { Campus, Settled } from '../campus.js';
import { step } from '../ways.js';
import { createByRegistration, REGISTRATION_CREATE_CALLS } from './create.registration.js';
import { CREATE_CALLS, type CreatedUser, createBySoap } from './create.soap.js';
import { createAllByRegistration, REGISTRATION_BATCH_CREATE_CALLS } from './create-many.registration.js';
import { createMany as createManyBySoap } from './create-many.soap.js';
import { lockKeys } from './find.js';
import type { NewUser } from './schemas.js';

/** Creates one user and sees to it that all of it is stored. The caller holds the lock on its names. */
export const createOne = step('Creating a user', [
	{
		needs: ['soap-php', 'create-keeps-external-id', 'username-lookup'],
		calls: CREATE_CALLS,
		run: (campus, user: NewUser): Promise<CreatedUser> => createBySoap(campus, user),
	},
	{ needs: ['plural-outcomes'], calls: REGISTRATION_CREATE_CALLS, run: createByRegistration },
]);

export const BATCH_CREATE_CALLS = [
	'WSUser.CreateUsers',
	...CREATE_CALLS,
	'WSUnsubscribeUserFromCourse',
	'WSUser.DeleteUser',
] as const;

const createMany = step('Creating users', [
	{
		needs: ['soap-php', 'create-keeps-external-id', 'username-lookup', 'active-probe'],
		calls: BATCH_CREATE_CALLS,
		run: (campus, entries: Entry<NewUser>[], outcomes: Outcomes) => createManyBySoap(campus, entries, outcomes),
	},
	{
		needs: ['plural-outcomes', 'active-probe'],
		calls: REGISTRATION_BATCH_CREATE_CALLS,
		run: createAllByRegistration,
	},
]);

export const CREATION_STEPS = [createOne, createMany] as const;

/** Creates a user at once where there is room, and else together with those that wait as well. */
export function createCoalesced(campus: Campus, user: NewUser): Promise<CreatedUser> {
	// The plural operations take neither, and what may be done already is looked at by itself.
	if (user.extras !== undefined || user.encrypt_method !== undefined || campus.resumed) return alone(campus, user);
	return campus.groupCommit('createUser', user, (users: readonly NewUser[]) => createGroupOf(campus, users));
}

function alone(campus: Campus, user: NewUser): Promise<CreatedUser> {
	return campus.withLock(lockKeys(user), () => createOne(campus, user));
}

async function createGroupOf(campus: Campus, users: readonly NewUser[]): Promise<Settled<CreatedUser>[]> {
	const [only, ...others] = users;
	if (only && others.length === 0) return [{ value: await alone(campus, only) }];
	const outcomes = new Outcomes(users.length);
	const entries = users.map((item, index) => ({ index, item }));
	await createMany(campus, entries, outcomes);
	return users.map((user, index) => settled(outcomes.get(index), user));
}

function settled(outcome: Outcome, { field, value }: NewUser): Settled<CreatedUser> {
	if ('error' in outcome) return { failure: outcome.error };
	if (outcome.id === undefined) return { failure: new GatewayError('internal-error', 'A new user without number.') };
	return { value: { id: outcome.id, field: field ?? null, value: value ?? null } };
}
