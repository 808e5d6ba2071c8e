import { z } from '@hono/zod-openapi';
import type { CacheKey } from '../cacheable.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { userNotFound } from './find.js';
import { findUserForChange } from './find-by-marker.js';
import type { NewUser, Status } from './schemas.js';

/** The cache key of the response of GET /users/{field}/{value}. */
export function keyOfReading({ field, value }: Reference): CacheKey {
	return ['user', 'read', field, value];
}

function keyOfNumber({ field, value }: Reference): CacheKey {
	return ['user', 'number', field, value];
}

/** The cache key of a list of users, of one status or of all. */
export function keyOfList(status: Status | null): CacheKey {
	return ['list', 'users', status ?? 'all'];
}

/** The cache keys of everything that changes when a user of these names is created. */
export function keysOfNewUser({ field, value, loginname, status }: NewUser): CacheKey[] {
	const byName = { field: 'username', value: loginname };
	const lists = [keyOfList(null), keyOfList(status)];
	if (field === undefined || value === undefined) return [...lists, keyOfReading(byName), keyOfNumber(byName)];
	const byId = { field, value };
	return [...lists, keyOfReading(byName), keyOfNumber(byName), keyOfReading(byId), keyOfNumber(byId)];
}

/**
 * The user's number, from the cache where it is there. Not to be used for deleting: the username may have another owner by
 * now.
 * @throws user-not-found
 */
export const cachedUserNumber = step('Finding a user', {
	calls: [findUserForChange],
	async run(campus, reference: Reference) {
		const id = await campus.cached({
			key: keyOfNumber(reference),
			tags: ['users'],
			schema: z.int(),
			load: async () => (await findUserForChange(campus, reference))?.id,
		});
		if (id === undefined) throw userNotFound(reference);
		return id;
	},
});
