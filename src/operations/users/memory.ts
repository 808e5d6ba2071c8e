import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import type { RecollectionName } from '../recollection.js';
import { userNotFound } from './lookup.js';
import { findUserForChange } from './mark.js';
import type { NewUser, UserReference } from './schemas.js';

/** What GET /users/{field}/{value} answers. */
export function nameOfReading({ field, value }: UserReference): RecollectionName {
	return ['user', 'read', field, value];
}

function nameOfNumber({ field, value }: UserReference): RecollectionName {
	return ['user', 'number', field, value];
}

/** All that is remembered of the names of a user. */
export function namesOf({ field, value, loginname }: Pick<NewUser, 'field' | 'value' | 'loginname'>) {
	const byName = { field: 'username', value: loginname };
	if (field === undefined || value === undefined) return [nameOfReading(byName), nameOfNumber(byName)];
	const byId = { field, value };
	return [nameOfReading(byName), nameOfNumber(byName), nameOfReading(byId), nameOfNumber(byId)];
}

/**
 * The user's number as it is remembered. Never for what destroys: a username may be somebody else's by now.
 * @throws user-not-found
 */
export async function rememberedUser(campus: Campus, reference: UserReference): Promise<number> {
	const id = await campus.recall({
		name: nameOfNumber(reference),
		topics: ['users'],
		schema: z.int(),
		load: async () => (await findUserForChange(campus, reference))?.id,
	});
	if (id === undefined) throw userNotFound(reference);
	return id;
}
