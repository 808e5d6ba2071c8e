import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { type Stack, startStack } from '../support/stack.js';
import { ADA } from '../support/users.js';

/** Those that differ in how they create: the others take the same ways. */
const KINDS = ['1.9', '1.11', '1.11-php7'] as const;

let redis: RedisServer;
let stack: Stack;
beforeEach(async () => {
	redis = await startRedis();
});
afterEach(async () => {
	await stack.close();
	await redis.close();
});

const CREATIONS = {
	user: { path: '/users', body: ADA, command: /^(WSUser\.CreateUser|WSCreateUser)$/ },
	course: {
		path: '/courses',
		body: {
			title: 'Algebra',
			code: 'ALGEBRA1',
			teacher: { field: 'external_user', value: '1501' },
			field: 'external_course',
			value: 'C-1',
		},
		command: /^WSCreateCourse$/,
	},
	session: {
		path: '/sessions',
		body: {
			name: 'Spring 2031',
			start_date: '2031-02-01',
			end_date: '2031-06-30',
			coach: { field: 'external_user', value: '1501' },
			field: 'external_session',
			value: 'S-1',
		},
		command: /^(WSSession\.CreateSession|WSCreateSession)$/,
	},
};

/** The operations that create something, on one kind of campus or another. */
const COMMANDS = ['WSUser.CreateUser', 'WSCreateUser', 'WSCreateCourse', 'WSSession.CreateSession', 'WSCreateSession'];

describe.each(KINDS)('a create without a reply, Chamilo %s', (kind) => {
	describe.each(Object.entries(CREATIONS))('of a %s', (_, { path, body, command }) => {
		/** The first call of the create hangs until it times out. @param meanwhile happens while it does */
		async function create(meanwhile: () => Promise<unknown>) {
			stack = await startStack({
				sandbox: SANDBOXES[kind],
				env: { CHAMILO_TIMEOUT_MS: '1500', REDIS_URL: redis.url },
			});
			const { sandbox, request } = stack;
			for (const operation of COMMANDS) sandbox.faults.add({ operation, kind: 'hang' });
			const answer = request('POST', path, body);
			await until(() => sandbox.journal.some(({ operation }) => command.test(operation)));
			await meanwhile();
			return answer;
		}

		it('is sent once more while the lock is held', async () => {
			const answer = await create(async () => undefined);
			expect(answer.status).toBe(201);
		});

		it('is not taken for done, nor repeated, once the lock was lost', async () => {
			const answer = await create(() => redis.command('FLUSHALL'));
			expectProblem(answer, 'outcome-unknown');
			expect(stack.sandbox.journal.filter(({ operation }) => command.test(operation))).toHaveLength(1);
		});
	});
});
