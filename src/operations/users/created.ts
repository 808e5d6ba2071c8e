import { GatewayError } from '../../errors.js';
import { step } from '../ways.js';
import { type FoundUser, userByExternalId, usernameOfAnother } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import type { NewUser } from './schemas.js';
import { asCreated } from './stand-ins.js';

/** A user that was created: its number, and its external id, or null where it has none. */
export interface CreatedUser {
	id: number;
	field: string | null;
	value: string | null;
}

export function identityOf(id: number, user: NewUser): CreatedUser {
	return { id, field: user.field ?? null, value: user.value ?? null };
}

/** Who has the username of a user that was to be created, or its stand-in. */
const namesakes = step('Creating a user', {
	calls: [userByUsernameMarked, asCreated],
	async run(campus, user: NewUser): Promise<FoundUser[]> {
		const { loginname } = await asCreated(campus, user);
		const found: FoundUser[] = [];
		for (const name of new Set([user.loginname, loginname])) {
			const holder = await userByUsernameMarked(campus, name);
			if (holder) found.push(holder);
		}
		return found;
	},
});

/**
 * Whether a user who has the username can be the one whose creation broke off: what can be read is what was sent. The
 * username is unique, and a creation is refused where somebody has it.
 */
export function isAsSent({ firstname, lastname }: FoundUser, user: NewUser): boolean {
	return comparable(firstname) === comparable(user.firstname) && comparable(lastname) === comparable(user.lastname);
}

/** Some releases store & < > in another form, or leave spaces out. */
function comparable(name: string | null): string | null {
	return name === null ? null : name.replace(/&(?:amp|lt|gt);|[&<>\s]/g, '');
}

/**
 * Looks who has the external id. When the request was begun before and broke off, it may be the user that it created:
 * then the creation is completed. A user who has not got the external id yet shows by the username.
 * @returns the user's number, or null where nobody is in the way. @throws external-id-taken, username-taken
 */
export const createdEarlier = step('Creating a user', {
	calls: [userByExternalId, namesakes],
	async run(campus, user: NewUser): Promise<number | null> {
		const { field, value } = user;
		const owner = field === undefined || value === undefined ? null : await userByExternalId(campus, field, value);
		if (owner && !campus.resumed) throw externalIdTaken(user);
		if (!campus.resumed) return null;
		const found = await namesakes(campus, user);
		if (owner && !found.some(({ id }) => id === owner.id)) throw externalIdTaken(user);
		if (owner) return owner.id;
		const made = found.find((one) => isAsSent(one, user));
		if (made) return made.id;
		// Somebody else has it: the creation was refused then, and would be again.
		if (found.length > 0) throw usernameOfAnother(user.loginname);
		return null;
	},
});

export function externalIdTaken(user: NewUser): GatewayError {
	return new GatewayError('external-id-taken', `Another user already has ${user.field} "${user.value}".`);
}

export function outcomeUnknown(user: NewUser, failure: GatewayError, cause: unknown = failure): GatewayError {
	const detail = `It is not known whether the user "${user.loginname}" was created: ${failure.message} Look the username up before sending it again.`;
	return new GatewayError('outcome-unknown', detail, {
		cause,
		outcomeUnknown: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}
