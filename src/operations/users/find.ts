import { GatewayError } from '../../errors.js';
import { type CallResult, type Campus, inParallel, items, member, recordNumber } from '../campus.js';
import { isExternal, lockKey } from '../fields/reference.js';
import { step } from '../ways.js';
import type { UserReference } from './schemas.js';

/** What Chamilo tells about a user it finds. */
export interface FoundUser {
	id: number;
	firstname: string | null;
	lastname: string | null;
}

const userByNumber = step('Looking a user up by its number', [
	{
		needs: ['number-lookup'],
		calls: ['WSGetUserFromUsername'],
		run: async (campus, id: number) =>
			toFoundUser(await campus.query('WSGetUserFromUsername', { username: String(id) })),
	},
	{
		needs: [],
		calls: ['WSSubscribeUserToSessionSimple'],
		async run(campus, id: number) {
			// Session 0 does not exist: nothing is subscribed, and the answer tells whether the user does (F69).
			const answer = await campus.query('WSSubscribeUserToSessionSimple', { session: 0, user_id: id });
			return answer === '0' ? { id, firstname: null, lastname: null } : null;
		},
	},
]);

export const userByUsername = step('Looking a user up by its username', [
	{
		needs: ['username-lookup'],
		calls: ['WSGetUserFromUsername'],
		run: async (campus, username: string) => toFoundUser(await campus.query('WSGetUserFromUsername', { username })),
	},
]);

/** SOAP operations the look-ups below call. */
export const LOOKUP_CALLS = ['WSGetUser', userByUsername, userByNumber] as const;

/** Finds a user by any name, active or not; null when there is none. */
export async function findUser(campus: Campus, reference: UserReference): Promise<FoundUser | null> {
	if (reference.field === 'username') return userByUsername(campus, reference.value);
	if (isExternal(reference)) return userByExternalId(campus, reference.field, reference.value);
	return userByNumber(campus, Number(reference.value));
}

/** The first user that has this value in this extra field: the one every operation of Chamilo would act on. */
export async function userByExternalId(campus: Campus, field: string, value: string): Promise<FoundUser | null> {
	const found = await campus.query('WSGetUser', { original_user_id_name: field, original_user_id_value: value });
	return toFoundUser(found);
}

function toFoundUser(found: CallResult): FoundUser | null {
	const id = recordNumber(member(found, 'user_id'));
	if (id === null) return null;
	return { id, firstname: textOf(member(found, 'firstname')), lastname: textOf(member(found, 'lastname')) };
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

/** The user's number, asked for afresh. @throws user-not-found */
export async function resolveUser(campus: Campus, reference: UserReference): Promise<number> {
	const found = await findUser(campus, reference);
	if (!found) throw userNotFound(reference);
	return found.id;
}

/** The pair by which soap.php finds the user; usernames, which it does not know, become the number. */
export async function soapReference(campus: Campus, reference: UserReference) {
	const byNumber = reference.field === 'username';
	return {
		user_id_field_name: byNumber ? 'chamilo_user_id' : reference.field,
		user_id_value: byNumber ? String(await resolveUser(campus, reference)) : reference.value,
	};
}

/** @param fault in which Chamilo said so, where it did. */
export function userNotFound({ field, value }: UserReference, fault?: GatewayError): GatewayError {
	return new GatewayError('user-not-found', `There is no user with ${field} "${value}".`, {
		...(fault?.chamilo ? { chamilo: fault.chamilo } : {}),
	});
}

export function isNotFound(failure: unknown): failure is GatewayError {
	return failure instanceof GatewayError && failure.code === 'user-not-found';
}

/** Names a course that cannot exist, so that the probe below can never unsubscribe anybody. Never empty (F58). */
const NO_COURSE = { original_course_id_name: 'no_such_field_7f3a', original_course_id_value: '-' };

/**
 * One call that tells which of the users exist and are active: their number, or null for inactive and unknown ones
 * (F70). Users named by extra fields only.
 */
export async function activeNumbers(campus: Campus, references: readonly UserReference[]): Promise<(number | null)[]> {
	if (references.length === 0) return [];
	const answer = items(
		await campus.query('WSUnsubscribeUserFromCourse', {
			userscourses: references.map(({ field, value }) => ({
				original_user_id_values: [value],
				original_user_id_name: [field],
				...NO_COURSE,
			})),
		}),
	);
	if (answer.length !== references.length) {
		throw new GatewayError('chamilo-error', 'Chamilo answered for another number of users than it was asked about.');
	}
	return answer.map((item) => recordNumber(member(item, 'original_user_id_values')));
}

/** Their numbers, active or not; null where there is no user. Users named by extra fields only. */
export async function numbersOf(campus: Campus, references: readonly UserReference[]): Promise<(number | null)[]> {
	const active = await activeNumbers(campus, references);
	return inParallel(references, campus.concurrency, async ({ field, value }, position) => {
		return active[position] ?? (await userByExternalId(campus, field, value))?.id ?? null;
	});
}

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
