/** Creating and changing users by what a resource asks for, with the operations that the other routes run. */
import { GatewayError } from '../../errors.js';
import { toInputError } from '../../operations/input-error.js';
import { createCoalesced } from '../../operations/users/create.js';
import { patchOne } from '../../operations/users/patch.js';
import { newUser, userPatch } from '../../operations/users/schemas.js';
import { step } from '../../operations/ways.js';
import { scimError } from '../errors.js';
import { existingUser, type KnownUser, linkUser } from './find.js';
import { EXTERNAL_FIELD, fromResource, toResource, type UserState } from './state.js';

/** Creates a user. @throws username-taken, external-id-taken … */
export const createFromResource = step('Creating a user', {
	calls: [createCoalesced, linkUser, existingUser],
	async run(campus, resource: Record<string, unknown>): Promise<KnownUser> {
		const { externalId, ...members } = fromResource(resource);
		const parsed = newUser.safeParse({
			...namesOf(resource, members.loginname),
			// Without one nobody can log in but by single sign-on.
			password: randomPassword(),
			...members,
			...(externalId ? { field: EXTERNAL_FIELD, value: externalId } : {}),
		});
		if (!parsed.success) throw toInputError(parsed.error.issues, '');
		const user = parsed.data;
		const { id } = await createCoalesced(campus, user);
		// Where that fails, the number names the user, and a later look-up by the username does it.
		await linkUser(campus, { id, username: user.loginname }).catch((failure: unknown) => {
			if (!(failure instanceof GatewayError)) throw failure;
		});
		const known = await existingUser(campus, id);
		return { ...known, shown: { ...shownOf(members), ...(externalId ? { externalId } : {}), ...known.state } };
	},
});

/** Names where none are given: Chamilo wants both. */
function namesOf({ name, displayName }: Record<string, unknown>, loginname: string | undefined) {
	const { formatted } = (name ?? {}) as { formatted?: unknown };
	const whole = [formatted, displayName, loginname].find((text) => typeof text === 'string' && text.trim() !== '');
	const [first, ...others] = String(whole ?? '')
		.trim()
		.split(/\s+/);
	return { firstname: first, lastname: others.join(' ') || first };
}

function randomPassword(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Members that have calls of their own. */
const BY_THEMSELVES: readonly string[] = ['active', 'loginname', 'password', 'extras'];

/** What the request says beside its changes, where an edit overwrites what it is not told. */
const sentAlong = step('Changing a user', [
	{ needs: ['json-api'], run: async (_campus, _wanted: UserState, _changes: UserState): Promise<UserState> => ({}) },
	{
		async run(_campus, wanted: UserState, changes: UserState): Promise<UserState> {
			const { loginname, status, email, phone, language, expiration_date } = wanted;
			const isEdit = Object.keys(changes).some((name) => !BY_THEMSELVES.includes(name));
			const needsName =
				changes.password !== undefined || changes.extras !== undefined || wanted.externalId !== undefined;
			const along = {
				...(isEdit || needsName ? { loginname } : {}),
				...(isEdit ? { status, email, phone, language, expiration_date } : {}),
			};
			return Object.fromEntries(Object.entries(along).filter(([, value]) => value !== undefined));
		},
	},
]);

/**
 * Changes what a resource asks for and the user has not. Where nothing is left, nothing is sent.
 * @returns the user afterwards
 */
export const changeTo = step('Changing a user', {
	calls: [sentAlong, patchOne, existingUser],
	async run(campus, user: KnownUser, wanted: UserState): Promise<KnownUser> {
		const { externalId, ...changes } = differing(user, wanted);
		if (externalId === null) throw scimError('mutability', 'externalId can be changed, but not removed.');
		if (Object.keys(changes).length === 0 && externalId === undefined) {
			return { ...user, shown: { ...shownOf(wanted), ...user.state } };
		}
		const { id, reference } = user;
		const extras = { ...changes.extras, ...(externalId === undefined ? {} : { [EXTERNAL_FIELD]: externalId }) };
		const parsed = userPatch.safeParse({
			...(await sentAlong(campus, wanted, changes)),
			...changes,
			...(Object.keys(extras).length > 0 ? { extras } : {}),
		});
		if (!parsed.success) throw toInputError(parsed.error.issues, '');
		const options = { acceptsSideEffects: false };
		await patchOne(campus, reference, parsed.data, options).catch(async (failure: unknown) => {
			// Who is to be locked out is, whatever becomes of the other members.
			if (changes.active === false) await patchOne(campus, reference, { active: false }, options);
			throw failure;
		});
		const known = await existingUser(campus, id);
		return { ...known, shown: { ...shownOf(wanted), ...known.state } };
	},
});

/** What a request says, as far as a response may repeat it. */
function shownOf({ password: _, ...members }: UserState): UserState {
	return members;
}

/** The members that are another than they are known to be. */
function differing({ id, state }: KnownUser, wanted: UserState): UserState {
	const present: UserState = fromResource(toResource(id, state));
	const changes = Object.entries(wanted).filter(([name, value]) => {
		const known = present[name as keyof UserState] ?? (state[name as keyof UserState] === null ? null : undefined);
		return JSON.stringify(known) !== JSON.stringify(value);
	});
	const result = Object.fromEntries(changes) as UserState;
	const extras = Object.entries(result.extras ?? {}).filter(([name, value]) => state.extras?.[name] !== value);
	if (extras.length > 0) return { ...result, extras: Object.fromEntries(extras) };
	const { extras: _, ...others } = result;
	return others;
}
