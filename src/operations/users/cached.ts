import { z } from '@hono/zod-openapi';
import type { CacheKey } from '../cacheable.js';
import type { Campus } from '../campus.js';
import { userNotFound } from './find.js';
import { findUserForChange } from './find-by-marker.js';
import type { NewUser, UserReference } from './schemas.js';

/** What GET /users/{field}/{value} answers. */
export function keyOfReading({ field, value }: UserReference): CacheKey {
	return ['user', 'read', field, value];
}

function keyOfNumber({ field, value }: UserReference): CacheKey {
	return ['user', 'number', field, value];
}

/** All that is remembered of the names of a user. */
export function keysOfUser({ field, value, loginname }: Pick<NewUser, 'field' | 'value' | 'loginname'>) {
	const byName = { field: 'username', value: loginname };
	if (field === undefined || value === undefined) return [keyOfReading(byName), keyOfNumber(byName)];
	const byId = { field, value };
	return [keyOfReading(byName), keyOfNumber(byName), keyOfReading(byId), keyOfNumber(byId)];
}

/**
 * The user's number as it is remembered. Never for what destroys: a username may be somebody else's by now.
 * @throws user-not-found
 */
export async function cachedUserNumber(campus: Campus, reference: UserReference): Promise<number> {
	const id = await campus.cached({
		key: keyOfNumber(reference),
		tags: ['users'],
		schema: z.int(),
		load: async () => (await findUserForChange(campus, reference))?.id,
	});
	if (id === undefined) throw userNotFound(reference);
	return id;
}
