import { GatewayError } from '../../errors.js';
import type { SoapResultOf } from '../../soap/typed-call.js';
import { inParallel, recordNumber } from '../campus.js';
import { isExternal, lockKey, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { originalId } from './arguments.registration.js';

/** What a look-up of Chamilo answers about a user. A name is null where it cannot be read. */
export interface FoundUser {
	id: number;
	firstname: string | null;
	lastname: string | null;
}

/** Input of the steps about users: the kinds of references. */
export const BY_USERNAME = {
	label: 'a user named by its username',
	matches: ({ field }: Reference) => field === 'username',
};
export const BY_NUMBER = {
	label: 'a user named by its number',
	matches: ({ field }: Reference) => field === 'chamilo_user_id',
};
export const BY_OTHER_THAN_USERNAME = {
	label: 'a user named by its number or an external id',
	matches: ({ field }: Reference) => field !== 'username',
};
export const BY_EXTERNAL_ID = {
	label: 'a user named by an external id',
	matches: (reference: Reference) => isExternal(reference),
};

/** The user of a number as far as it can be known that there is one: without names. */
const namelessUser = step('Finding a user by its number', {
	calls: ['WSSubscribeUserToSessionSimple'],
	async run(campus, id: number): Promise<FoundUser | null> {
		// Session 0 does not exist: nothing is subscribed, and the answer shows whether the user exists (F69).
		const answer = await campus.query('WSSubscribeUserToSessionSimple', { session: 0, user_id: id });
		return answer === '0' ? { id, firstname: null, lastname: null } : null;
	},
});

/** Finds a user by its number, active or not. */
export const userByNumber = step('Finding a user by its number', [
	{
		needs: ['number-lookup'],
		calls: ['WSGetUserFromUsername', namelessUser],
		async run(campus, id: number): Promise<FoundUser | null> {
			const found = toFoundUser(await campus.query('WSGetUserFromUsername', { username: String(id) }));
			// From 1.11.8 on the number is taken for a username: the answer is nobody, or somebody else (F65).
			return found?.id === id ? found : namelessUser(campus, id);
		},
	},
	{ calls: [namelessUser], run: (campus, id: number): Promise<FoundUser | null> => namelessUser(campus, id) },
]);

/** Finds a user by its username, by a call that changes nothing. */
export const userByUsername = step('Finding a user by its username', {
	needs: ['username-lookup'],
	calls: ['WSGetUserFromUsername'],
	run: async (campus, username: string) => toFoundUser(await campus.query('WSGetUserFromUsername', { username })),
});

/** The first user that has this value in this extra field: the one that every operation of Chamilo would act on. */
export const userByExternalId = step('Finding a user by an external id', {
	calls: ['WSGetUser'],
	async run(campus, field: string, value: string) {
		const names = { original_user_id_name: field, original_user_id_value: value };
		const found = toFoundUser(await campus.query('WSGetUser', names));
		if (found) campus.externalIds.learn('user', { field, value }, found.id);
		return found;
	},
});

/** Finds a user by a reference, active or not; null when there is none. Changes nothing. */
export const findUser = step('Finding a user', [
	{
		input: BY_EXTERNAL_ID,
		calls: [userByExternalId],
		run: (campus, { field, value }: Reference) => userByExternalId(campus, field, value),
	},
	{
		input: BY_NUMBER,
		calls: [userByNumber],
		run: (campus, { value }: Reference) => userByNumber(campus, Number(value)),
	},
	{
		input: BY_USERNAME,
		calls: [userByUsername],
		run: (campus, { value }: Reference) => userByUsername(campus, value),
	},
]);

function toFoundUser(found: SoapResultOf<'WSGetUser' | 'WSGetUserFromUsername'>): FoundUser | null {
	const id = recordNumber(found?.user_id ?? null);
	return id === null ? null : { id, firstname: found?.firstname ?? null, lastname: found?.lastname ?? null };
}

/** Whether a user has this username. Case does not matter, accents do: `zoe` is not `zoé` (F369). */
export function isSameUsername(left: string, right: string): boolean {
	return left.toLowerCase() === right.trim().toLowerCase();
}

/** The user's number. @throws user-not-found */
export const resolveUser = step('Finding a user', {
	calls: [findUser],
	async run(campus, reference: Reference) {
		const found = await findUser(campus, reference);
		if (!found) throw userNotFound(reference);
		return found.id;
	},
});

/** The pair by which soap.php finds the user; usernames, which it does not know, become the number. */
export const soapReference = step('Finding a user', [
	{
		input: BY_USERNAME,
		calls: [userByUsername],
		async run(campus, reference: Reference) {
			const found = await userByUsername(campus, reference.value);
			if (!found) throw userNotFound(reference);
			return { user_id_field_name: 'chamilo_user_id', user_id_value: String(found.id) };
		},
	},
	{
		input: BY_OTHER_THAN_USERNAME,
		run: async (_campus, { field, value }: Reference) => ({ user_id_field_name: field, user_id_value: value }),
	},
]);

/** @param fault the fault of Chamilo that says so, where there was one */
export function userNotFound({ field, value }: Reference, fault?: GatewayError): GatewayError {
	return new GatewayError('user-not-found', `There is no user with ${field} "${value}".`, {
		...(fault?.chamilo ? { chamilo: fault.chamilo } : {}),
	});
}

/** @param chamilo the operation that refused the username, where one did */
export function usernameOfAnother(username: string, chamilo?: { operation: string }): GatewayError {
	const detail = `Another user of the campus has the username "${username}".`;
	return new GatewayError('username-taken', detail, chamilo ? { chamilo } : {});
}

export function isNotFound(failure: unknown): failure is GatewayError {
	return failure instanceof GatewayError && failure.code === 'user-not-found';
}

function otherNumberOfUsers(): GatewayError {
	return new GatewayError('chamilo-error', 'Chamilo answered for another number of users than it was asked about.');
}

/** A course that cannot exist, so that the probe below can never unsubscribe anybody. Not empty, because of F58. */
const NO_COURSE = { original_course_id_name: 'no_such_field_7f3a', original_course_id_value: '-' };

/**
 * One call that shows which of the users exist and are active: their number, or null for inactive and unknown users
 * (F70). For users named by extra fields only.
 */
export const activeNumbers = step('Looking which users are active', {
	needs: ['active-probe'],
	calls: ['WSUnsubscribeUserFromCourse'],
	async run(campus, references: readonly Reference[]): Promise<(number | null)[]> {
		if (references.length === 0) return [];
		const answer = await campus.query('WSUnsubscribeUserFromCourse', {
			userscourses: references.map(({ field, value }) => ({
				original_user_id_values: [value],
				original_user_id_name: [field],
				...NO_COURSE,
			})),
		});
		if (answer?.length !== references.length) throw otherNumberOfUsers();
		return answer.map((item) => recordNumber(item?.original_user_id_values ?? null));
	},
});

/**
 * Which external ids somebody has, active or not, by two calls for all of them. Those whom the probe does not show are
 * disabled: that changes nothing for an inactive user, and its answer tells whether there is one (F73).
 */
export const takenExternalIds = step('Looking which external ids are taken', {
	needs: ['plural-outcomes'],
	calls: [activeNumbers, 'WSDisableUsers'],
	async run(campus, references: readonly Reference[]): Promise<boolean[]> {
		const taken = (await activeNumbers(campus, references)).map((id) => id !== null);
		const open = references.filter((_, position) => !taken[position]);
		if (open.length === 0) return taken;
		const answer = await campus.query('WSDisableUsers', { ids: open.map(originalId) });
		if (answer?.length !== open.length) throw otherNumberOfUsers();
		const inactive = answer.map((item) => String(item?.result).trim() === '1');
		return taken.map((isActive) => isActive || inactive.shift() === true);
	},
});

/** Their numbers, active or not; null where there is no user. For users named by extra fields only. */
export const numbersOf = step('Finding the numbers of users', {
	calls: [activeNumbers, userByExternalId],
	async run(campus, references: readonly Reference[]): Promise<(number | null)[]> {
		const active = await activeNumbers(campus, references);
		return inParallel(references, campus.concurrency, async ({ field, value }, position) => {
			return active[position] ?? (await userByExternalId(campus, field, value))?.id ?? null;
		});
	},
});

/** Keys under which work on a user is serialised. */
export function lockKeys(user: {
	field?: string | undefined;
	value?: string | undefined;
	loginname?: string;
}): string[] {
	const { field, value, loginname } = user;
	const keys: string[] = [];
	if (field !== undefined && value !== undefined) keys.push(lockKey('user', { field, value }));
	if (loginname !== undefined) keys.push(lockKey('user', { field: 'username', value: loginname }));
	return keys;
}
