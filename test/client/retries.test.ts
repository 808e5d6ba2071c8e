import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGatewayClient } from '../../src/client/index.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';
import { ADA, DEMO } from '../support/users.js';

describe('the client', () => {
	let stack: Stack;
	beforeEach(async () => {
		stack = await startStack();
		await stack.request('GET', '/users/external_user/1504');
		await stack.control.reset();
	});
	afterEach(() => stack.close());

	/** Loses the answers of the first requests, as a network does. */
	function losing(count: number) {
		const keys: (string | null)[] = [];
		let left = count;
		const send = async (request: Request) => {
			keys.push(request.headers.get('Idempotency-Key'));
			const response = await fetch(request);
			if (left <= 0) return response;
			left -= 1;
			throw new TypeError('fetch failed');
		};
		return { keys, send };
	}

	it('sends a POST again whose answer was lost, with the same key: the work is done once', async () => {
		const network = losing(2);
		const client = createGatewayClient({ baseUrl: stack.url, key: KEYS.all, fetch: network.send });
		const { data, response } = await client.POST('/users', { body: ADA });
		expect([response.status, data?.id, response.headers.get('Idempotency-Replayed')]).toEqual([
			201,
			DEMO.nextId,
			'true',
		]);
		expect(network.keys).toHaveLength(3);
		expect(new Set(network.keys).size).toBe(1);
		expect((await stack.control.state()).users.filter(({ id }) => id >= DEMO.nextId)).toHaveLength(1);
	});

	it('gives up after so many attempts', async () => {
		const network = losing(9);
		const client = createGatewayClient({ baseUrl: stack.url, key: KEYS.all, fetch: network.send, attempts: 2 });
		await expect(client.GET('/courses')).rejects.toThrow('fetch failed');
		expect(network.keys).toHaveLength(2);
	});

	it('waits while the campus is away, and not when it refuses', async () => {
		await stack.control.fault({ kind: 'reset-before', operation: 'WSCourse.ListCourses' });
		const client = createGatewayClient({ baseUrl: `${stack.url}/`, key: KEYS.all });
		const courses = await client.GET('/courses', { headers: { 'Cache-Control': 'no-cache' } });
		expect(courses.response.status).toBe(200);
		const before = (await stack.control.operations()).length;
		const refused = await client.POST('/users', { body: { ...ADA, value: '1504' } });
		expect(refused.error?.code).toBe('external-id-taken');
		expect((await stack.control.operations()).length).toBe(before + 1);
	});

	it('is stopped by its signal', async () => {
		const network = losing(9);
		const client = createGatewayClient({ baseUrl: stack.url, key: KEYS.all, fetch: network.send });
		const signal = AbortSignal.timeout(50);
		await expect(client.GET('/courses', { signal })).rejects.toThrow();
		expect(network.keys.length).toBeLessThan(4);
	});
});
