import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Send } from '../support/client.js';
import { bundleScript, type Edge, startEdge } from '../support/edge.js';
import { expectProblem } from '../support/problem.js';

describe('a request that is lost between Worker and object', () => {
	let edge: Edge;
	let send: Send;
	beforeAll(async () => {
		const bundle = await bundleScript('test/edge/lost-worker.ts');
		edge = await startEdge(bundle, {}, { objects: { GATEWAY: 'LostObject' } });
		send = createClient(edge.url, 'key');
	});
	afterAll(() => edge?.close());

	it('is sent once more where that changes nothing', async () => {
		const answer = await send('GET', '/once?lost=1');
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({ count: 2 });
	});

	it('is told as unavailable where that helps nothing', async () => {
		const answer = await send('GET', '/twice?lost=2');
		expectProblem(answer, 'chamilo-unavailable');
		expect(answer.headers.get('Retry-After')).toBe('2');
		expect((await send('GET', '/twice?lost=2')).json).toEqual({ count: 3 });
	});

	it('is never sent twice where it changes something: nobody knows what became of it', async () => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
			const path = `/${method}?lost=1`;
			const answer = await send(method, path, method === 'DELETE' ? undefined : { a: 1 });
			expectProblem(answer, 'outcome-unknown');
			expect(answer.text).not.toContain('secret');
			expect((await send('GET', path)).json).toEqual({ count: 2 });
		}
	});
});
