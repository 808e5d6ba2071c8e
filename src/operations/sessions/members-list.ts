import { z } from '@hono/zod-openapi';
import { operation } from '../operation.js';
import { pageOf, pageQuery } from '../page.js';
import { resolveSession } from './find.js';
import { sessionMembers } from './members.json-api.js';
import { sessionPath } from './schemas.js';

const sessionUser = z
	.strictObject({
		id: z.int().openapi({ example: 17 }),
		username: z.string().openapi({ example: 'ada' }),
		firstname: z.string().openapi({ example: 'Ada' }),
		lastname: z.string().openapi({ example: "O'Brien" }),
		status: z.enum(['member', 'hr_manager']),
	})
	.openapi('SessionUser');

export const listSessionUsers = operation({
	id: 'listSessionUsers',
	method: 'get',
	path: '/sessions/{field}/{value}/users',
	tag: 'Session users',
	summary: 'List the users of a session',
	description:
		'The users who are in the session, inactive ones too, ordered by number, in pages. Coaches are not among them.',
	scope: 'sessions:read',
	params: sessionPath,
	query: z.strictObject(pageQuery),
	success: {
		200: {
			description: 'A page of users.',
			schema: z.strictObject({ users: z.array(sessionUser), next_cursor: z.string().nullable() }),
		},
	},
	problems: ['unsafe-identifier', 'session-not-found'],
	ways: [
		{
			calls: [resolveSession, sessionMembers],
			async run(campus, { params, query }) {
				const members = await sessionMembers(campus, await resolveSession(campus, params));
				const all = members.map(({ user_id, status, username, firstname, lastname }) => ({
					id: user_id,
					...{ username, firstname, lastname },
					status: status === 0 ? 'member' : 'hr_manager',
				}));
				const { items: users, next_cursor } = pageOf(all, query);
				return { status: 200, body: { users, next_cursor } };
			},
		},
	],
});
