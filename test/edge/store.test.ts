import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Store, StoreError } from '../../src/cache/store.js';
import { testStore } from '../suites/gateway/store.js';
import { bundleScript, type Edge, startEdge } from '../support/edge.js';
import type { StoreCall } from './store-worker.js';

type Call = (method: StoreCall['method'], ...args: StoreCall['args']) => Promise<unknown>;

function caller(url: string): Call {
	return async (method, ...args) => {
		const response = await fetch(url, { method: 'POST', body: JSON.stringify({ method, args } satisfies StoreCall) });
		const { value, failure } = (await response.json()) as { value: unknown; failure?: string };
		if (failure === 'StoreError') throw new StoreError(failure);
		if (failure !== undefined) throw new Error(failure);
		return value ?? undefined;
	};
}

async function startStore(): Promise<{ call: Call; edge: Edge }> {
	const edge = await startEdge(
		await bundleScript('test/edge/store-worker.ts'),
		{},
		{ objects: { STORE: 'StoreObject' } },
	);
	return { call: caller(edge.url), edge };
}

testStore('a Durable Object', async () => {
	const { call, edge } = await startStore();
	const store: Store = {
		get: (key) => call('get', key) as Promise<string | undefined>,
		set: (key, value, ttlMs) => call('set', key, value, ttlMs) as Promise<void>,
		setIfAbsent: (key, value, ttlMs) => call('setIfAbsent', key, value, ttlMs) as Promise<boolean>,
		replace: (key, expected, value, ttlMs) => call('replace', key, expected, value, ttlMs) as Promise<boolean>,
		delete: (key) => call('delete', key) as Promise<void>,
		increment: (key, ttlMs) => call('increment', key, ttlMs) as Promise<number>,
	};
	return { store, close: () => edge.close() };
});

describe('the store in a Durable Object', () => {
	const HOUR_MS = 60 * 60 * 1000;
	let edge: Edge;
	let call: Call;
	beforeAll(async () => {
		({ edge, call } = await startStore());
	});
	afterAll(() => edge?.close());

	it('is woken to take away what has had its time, as long as there is something', async () => {
		expect(await call('alarm')).toBeUndefined();
		await call('set', 'short', 'x', HOUR_MS / 2);
		await call('set', 'long', 'x', 2 * HOUR_MS);
		const wakes = Number(await call('alarm'));
		expect(wakes - Date.now()).toBeGreaterThan(0);
		expect(wakes - Date.now()).toBeLessThanOrEqual(HOUR_MS);

		await call('advance', HOUR_MS);
		expect(await call('rows')).toBe(2);
		await call('sweep');
		expect(await call('rows')).toBe(1);
		expect(await call('get', 'long')).toBe('x');
		await call('advance', 2 * HOUR_MS);
		await call('sweep');
		expect(await call('rows')).toBe(0);
	});

	it('rejects what is too large for it, and goes on', async () => {
		await expect(call('set', 'large', 'x'.repeat(3 * 1024 * 1024), HOUR_MS)).rejects.toThrow(StoreError);
		expect(await call('get', 'large')).toBeUndefined();
		await call('set', 'large', 'x', HOUR_MS);
		expect(await call('get', 'large')).toBe('x');
	});
});
