import { GatewayError } from '../../errors.js';
import { type Entry, type Outcome, Outcomes } from '../batch.js';
import type { Campus, Settled } from '../campus.js';
import { step } from '../ways.js';
import { createManyByRegistration } from './create-many.registration.js';
import { createManyBySoap } from './create-many.soap.js';
import { createOne, isForPlural } from './create-one.js';
import type { CreatedUser } from './created.js';
import { lockKeys } from './find.js';
import { refuseLongPassword } from './longest-password.js';
import { recordOfNew, remember } from './record.js';
import type { NewUser } from './schemas.js';

/** Creates many users whose passwords are short enough. */
const createAll = step('Creating users', [createManyBySoap, createManyByRegistration]);

/** Creates many users. */
export const createMany = step('Creating users', {
	calls: [refuseLongPassword, createAll],
	async run(campus, entries: readonly Entry<NewUser>[], outcomes: Outcomes): Promise<void> {
		const checked = entries.map((entry) =>
			refuseLongPassword(campus, entry.item).then(
				() => [entry],
				(failure) => {
					outcomes.fail(entry, failure);
					return [];
				},
			),
		);
		await createAll(campus, (await Promise.all(checked)).flat(), outcomes);
	},
});

/** Creates a user at once where there is room, and otherwise by group commit with the others that wait. */
export const createCoalesced = step('Creating a user', {
	calls: [refuseLongPassword, createOne, createAll],
	async run(campus, user: NewUser): Promise<CreatedUser> {
		await refuseLongPassword(campus, user);
		// Not all plural operations take hashes or official codes, and what may be done already needs a look of its own.
		const isAlone = !isForPlural(user) || campus.resumed;
		const created = isAlone
			? await alone(campus, user)
			: await campus.groupCommit('createUser', user, (users: readonly NewUser[]) => createGroupOf(campus, users));
		await remember(campus, created.id, recordOfNew(user));
		return created;
	},
});

function alone(campus: Campus, user: NewUser): Promise<CreatedUser> {
	return campus.withLock(lockKeys(user), (lock) => createOne(campus, user, lock));
}

async function createGroupOf(campus: Campus, users: readonly NewUser[]): Promise<Settled<CreatedUser>[]> {
	const [only, ...others] = users;
	if (only && others.length === 0) return [{ value: await alone(campus, only) }];
	const outcomes = new Outcomes(users.length);
	const entries = users.map((item, index) => ({ index, item }));
	await createAll(campus, entries, outcomes);
	return users.map((user, index) => settled(outcomes.get(index), user));
}

function settled(outcome: Outcome, { field, value }: NewUser): Settled<CreatedUser> {
	if ('error' in outcome) return { failure: outcome.error };
	if (outcome.id === undefined) return { failure: new GatewayError('internal-error', 'A new user without number.') };
	return { value: { id: outcome.id, field: field ?? null, value: value ?? null } };
}
