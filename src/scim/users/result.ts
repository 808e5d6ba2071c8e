/** From the id of a request to a user, and from a user to the response. */
import type { Campus } from '../../operations/campus.js';
import type { OperationResult } from '../../operations/operation.js';
import { USER_ATTRIBUTES } from '../attributes.js';
import { type changesOf, removedBy } from '../patch.js';
import { type Projection, projected } from '../projection.js';
import { assertVersion, versionOf } from '../version.js';
import { existingUser, type KnownUser } from './find.js';
import { toResource, type UserState, userLocation } from './state.js';

/** The number of a path; 0, which is nobody, for everything else. */
export function numberOf(id: string): number {
	return /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
}

/** The response with a user, its version and where it is. */
export async function resultOf(user: KnownUser, query: Projection, status = 200): Promise<OperationResult> {
	const { id, state, shown = state } = user;
	const resource = toResource(id, shown);
	// The version is that of the next reading.
	const version = await versionOf(toResource(id, state));
	const meta = { ...(resource.meta as object), version };
	return {
		status,
		body: projected(USER_ATTRIBUTES, { ...resource, meta }, query),
		headers: { ETag: version },
		...(status === 201 ? { location: userLocation(id) } : {}),
	};
}

/** The user of a path, in the version that the client has. @throws user-not-found, precondition-failed */
export async function userToChange(campus: Campus, id: string, ifMatch: string | undefined): Promise<KnownUser> {
	const user = await existingUser(campus, numberOf(id));
	await assertVersion(ifMatch, toResource(user.id, user.state));
	return user;
}

/** What a `remove` empties, also where it is not known whether there is anything. */
export function emptied(changes: ReturnType<typeof changesOf>, after: UserState): UserState {
	const members: Record<string, keyof UserState> = {
		emails: 'email',
		phoneNumbers: 'phone',
		externalId: 'externalId',
		employeeNumber: 'official_code',
		expiration_date: 'expiration_date',
	};
	const names = removedBy(changes).flatMap(({ path: { attribute, sub } }) => {
		const name = members[attribute] ?? members[sub ?? ''];
		return name !== undefined && after[name] === undefined ? [[name, null] as const] : [];
	});
	return Object.fromEntries(names);
}
