/** The list of users: its query, its page, its filters. */
import { z } from '@hono/zod-openapi';
import { identifier } from '../fields/text.js';
import { pageOf, pageQuery } from '../page.js';
import type { ListedUser } from './known.json-api.js';
import { status } from './schemas.js';

/** Query of `GET /users`. */
export const userQuery = z.strictObject({
	limit: pageQuery.limit.unwrap().optional(),
	cursor: pageQuery.cursor,
	active: z.enum(['true', 'false']).optional(),
	status: status.optional(),
	email: z.string().min(1).max(100).optional().openapi({ example: 'mjnunez@example.org' }),
	username: identifier(100).optional().openapi({ example: 'admin' }),
});

export type UserQuery = z.output<typeof userQuery>;

/** Whether the query asks for one user, as it did before there was a list. */
export function isAlias({ username, ...others }: UserQuery): boolean {
	return username !== undefined && Object.values(others).every((value) => value === undefined);
}

const listedUser = z
	.strictObject({
		id: z.int().openapi({ example: 17 }),
		username: z.string().openapi({ example: 'ada' }),
		firstname: z.string().openapi({ example: 'Ada' }),
		lastname: z.string().openapi({ example: "O'Brien" }),
		email: z.string().openapi({ example: 'ada@example.org' }),
		active: z.boolean(),
	})
	.openapi('ListedUser');

export const userPage = z
	.strictObject({ users: z.array(listedUser), next_cursor: z.string().nullable() })
	.openapi('UserPage');

/** The page of a list that the query asks for. */
export function userPageOf(all: readonly ListedUser[], query: UserQuery): z.output<typeof userPage> {
	const { limit = '100', cursor } = query;
	const { items, next_cursor } = pageOf(all.filter(matching(query)), { limit, cursor });
	return { users: items, next_cursor };
}

function matching({ active, email, username }: UserQuery): (user: ListedUser) => boolean {
	return (user) =>
		(active === undefined || String(user.active) === active) &&
		(email === undefined || user.email.toLowerCase() === email.toLowerCase()) &&
		(username === undefined || user.username.toLowerCase() === username.toLowerCase());
}
