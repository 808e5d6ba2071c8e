import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src/cache/memory-store.js';
import { type Store, StoreError } from '../../../src/cache/store.js';
import { type Claim, createLedger, type Lease, type Ledger } from '../../../src/http/idempotency/ledger.js';
import type { StoredResponse } from '../../../src/http/idempotency/record.js';
import { createTieredLedger } from '../../../src/http/idempotency/tiered-ledger.js';

const TIMES = { beatMs: 20, leaseMs: 400, waitMs: 2_000, pollMs: 5 };
const IMPATIENT = { ...TIMES, waitMs: 50 };
const RESPONSE: StoredResponse = { status: 201, headers: [['Location', '/users/1']], body: '{"id":1}' };
const OTHER: StoredResponse = { status: 200, headers: [], body: null };

const memoryStore = () => createMemoryStore({ entries: 100, characters: 100_000 });

async function leaseOf(claim: Promise<Claim>): Promise<Lease> {
	const found = await claim;
	if (found.state !== 'mine') throw new Error(`the key is ${found.state}`);
	return found.lease;
}

/** A store whose verbs can be made to fail, before they did their work or after. */
function fragile(store: Store): { store: Store; fail: Map<keyof Store, 'before' | 'after'> } {
	const fail = new Map<keyof Store, 'before' | 'after'>();
	const guard =
		<A extends unknown[], R>(verb: keyof Store, work: (...args: A) => Promise<R>) =>
		async (...args: A): Promise<R> => {
			const mode = fail.get(verb);
			if (mode === 'before') throw new StoreError('broken');
			const result = await work(...args);
			if (mode === 'after') throw new StoreError('broken');
			return result;
		};
	return {
		fail,
		store: {
			get: guard('get', store.get),
			set: guard('set', store.set),
			setIfAbsent: guard('setIfAbsent', store.setIfAbsent),
			replace: guard('replace', store.replace),
			delete: guard('delete', store.delete),
			increment: guard('increment', store.increment),
		},
	};
}

describe('a key', () => {
	it('is worked on once, and then has its answer', async () => {
		const ledger = createLedger(memoryStore(), TIMES);
		const lease = await leaseOf(ledger.claim('k', 'body'));
		expect(lease.resumed).toBe(false);
		expect(await lease.finish(RESPONSE)).toBe(true);
		expect(await ledger.claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
	});

	it('has one mark in all attempts, also in a store that was emptied between them', async () => {
		const [local, store] = [memoryStore(), memoryStore()];
		const tiered = createTieredLedger(createLedger(local, TIMES), createLedger(store, TIMES));
		const first = await leaseOf(tiered.claim('k', 'body'));
		await first.leaveUnfinished();
		const elsewhere = createTieredLedger(createLedger(memoryStore(), TIMES), createLedger(store, TIMES));
		const second = await leaseOf(elsewhere.claim('k', 'body'));
		expect([second.resumed, second.mark]).toEqual([true, first.mark]);
		await second.leaveUnfinished();
		await store.delete('k');
		const third = await leaseOf(tiered.claim('k', 'body'));
		expect([third.resumed, third.mark]).toEqual([true, first.mark]);
		expect((await leaseOf(tiered.claim('another', 'body'))).mark).not.toBe(first.mark);
	});

	it('gives the next attempt what was known of the last one', async () => {
		const store = memoryStore();
		const ledger = () => createTieredLedger(createLedger(memoryStore(), TIMES), createLedger(store, TIMES));
		const first = await leaseOf(ledger().claim('k', 'body'));
		expect(first.earlier).toBeUndefined();
		await first.leaveUnfinished(RESPONSE);
		expect((await leaseOf(ledger().claim('k', 'body'))).earlier).toEqual(RESPONSE);
	});

	it('belongs to one request, while it is worked on, when it is done and when it was left', async () => {
		const ledger = createLedger(memoryStore(), TIMES);
		const lease = await leaseOf(ledger.claim('k', 'body'));
		expect(await ledger.claim('k', 'another')).toEqual({ state: 'conflict' });
		await lease.leaveUnfinished();
		expect(await ledger.claim('k', 'another')).toEqual({ state: 'conflict' });
		await (await leaseOf(ledger.claim('k', 'body'))).finish(RESPONSE);
		expect(await ledger.claim('k', 'another')).toEqual({ state: 'conflict' });
		expect((await ledger.claim('another key', 'another')).state).toBe('mine');
	});

	it('that was left unfinished is worked on again, by one who knows', async () => {
		const ledger = createLedger(memoryStore(), TIMES);
		await (await leaseOf(ledger.claim('k', 'body'))).leaveUnfinished();
		expect((await leaseOf(ledger.claim('k', 'body'))).resumed).toBe(true);
	});

	it('that was released may be used for anything', async () => {
		const ledger = createLedger(memoryStore(), TIMES);
		await (await leaseOf(ledger.claim('k', 'body'))).release();
		expect((await leaseOf(ledger.claim('k', 'another'))).resumed).toBe(false);
	});

	it('under which something unreadable stands is free', async () => {
		for (const text of [
			'',
			'{',
			'null',
			'{"state":"done","fingerprint":"body"}',
			'{"state":"other","fingerprint":"body"}',
		]) {
			const store = memoryStore();
			await store.set('k', text, 60_000);
			expect((await createLedger(store, TIMES).claim('k', 'body')).state, text).toBe('mine');
		}
	});
});

describe('a duplicate', () => {
	it('waits for the first, and gets its answer', async () => {
		const ledger = createLedger(memoryStore(), TIMES);
		const lease = await leaseOf(ledger.claim('k', 'body'));
		const duplicates = Array.from({ length: 20 }, () => ledger.claim('k', 'body'));
		await lease.finish(RESPONSE);
		for (const duplicate of duplicates) expect(await duplicate).toEqual({ state: 'done', response: RESPONSE });
	});

	it('takes over when the first could not finish; one of them', async () => {
		const ledger = createLedger(memoryStore(), IMPATIENT);
		const lease = await leaseOf(ledger.claim('k', 'body'));
		const duplicates = Array.from({ length: 20 }, () => ledger.claim('k', 'body'));
		await lease.leaveUnfinished();
		const states = (await Promise.all(duplicates)).map(({ state }) => state);
		expect(states.filter((state) => state === 'mine')).toHaveLength(1);
		expect(states.filter((state) => state === 'busy')).toHaveLength(19);
	});

	it('does not wait for ever, nor takes a key from somebody who lives', async () => {
		const store = memoryStore();
		const slow = await leaseOf(createLedger(store, TIMES).claim('k', 'body'));
		// The lease time passes several times over while the first shows that it lives.
		const patient = createLedger(store, { ...TIMES, leaseMs: 200, waitMs: 700 });
		expect(await patient.claim('k', 'body')).toEqual({ state: 'busy' });
		expect(await slow.finish(RESPONSE)).toBe(true);
	});

	it('takes the key of an instance that ended, and that one cannot take it back', async () => {
		const store = memoryStore();
		const dead = await leaseOf(createLedger(store, { ...TIMES, beatMs: 1_000_000 }).claim('k', 'body'));
		const heir = await leaseOf(createLedger(store, { ...TIMES, leaseMs: 50 }).claim('k', 'body'));
		expect(heir.resumed).toBe(true);
		expect(await dead.finish(OTHER)).toBe(false);
		expect(await heir.finish(RESPONSE)).toBe(true);
		expect(await createLedger(store, TIMES).claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
	});
});

describe('a store that fails', () => {
	it('keeps nobody from working', async () => {
		const { store, fail } = fragile(memoryStore());
		for (const verb of ['get', 'setIfAbsent', 'replace'] as const) fail.set(verb, 'before');
		const ledger = createLedger(store, TIMES);
		for (let times = 0; times < 2; times += 1) {
			const lease = await leaseOf(ledger.claim('k', 'body'));
			expect(await lease.finish(RESPONSE)).toBe(false);
			expect(await lease.leaveUnfinished()).toBe(false);
		}
	});

	it('and is back takes the answer, whether it had taken the claim or not', async () => {
		for (const mode of ['before', 'after'] as const) {
			const { store, fail } = fragile(memoryStore());
			const ledger = createLedger(store, TIMES);
			fail.set('setIfAbsent', mode);
			const lease = await leaseOf(ledger.claim('k', 'body'));
			fail.clear();
			expect(await lease.finish(RESPONSE), mode).toBe(true);
			expect(await ledger.claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
		}
	});

	it('in between does not end a lease, whether it had taken the sign of life or not', async () => {
		for (const mode of ['before', 'after'] as const) {
			const { store, fail } = fragile(memoryStore());
			const ledger = createLedger(store, TIMES);
			const lease = await leaseOf(ledger.claim('k', 'body'));
			fail.set('replace', mode);
			await new Promise((resolve) => setTimeout(resolve, 100));
			expect(await lease.finish(RESPONSE), mode).toBe(false);
			fail.clear();
			// Signs of life go on where they were, so nobody takes over.
			const second = await leaseOf(createLedger(store, TIMES).claim('other', 'body'));
			fail.set('replace', mode);
			await new Promise((resolve) => setTimeout(resolve, 100));
			fail.clear();
			expect(await createLedger(store, { ...TIMES, leaseMs: 200, waitMs: 500 }).claim('other', 'body')).toEqual({
				state: 'busy',
			});
			expect(await second.finish(RESPONSE), mode).toBe(true);
		}
	});

	it('and forgot everything meanwhile takes the answer', async () => {
		const store = memoryStore();
		const ledger = createLedger(store, TIMES);
		const lease = await leaseOf(ledger.claim('k', 'body'));
		await store.delete('k');
		expect(await lease.finish(RESPONSE)).toBe(true);
		expect(await ledger.claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
	});
});

describe('two ledgers, one of them shared', () => {
	function instances(count: number): { ledgers: Ledger[]; fail: Map<keyof Store, 'before' | 'after'> } {
		const { store, fail } = fragile(memoryStore());
		const ledgers = Array.from({ length: count }, () =>
			createTieredLedger(createLedger(memoryStore(), TIMES), createLedger(store, TIMES)),
		);
		return { ledgers, fail };
	}

	it('let one of many work, in whichever instance they are', async () => {
		const { ledgers } = instances(3);
		const claims = Array.from({ length: 30 }, (_, index) => ledgers[index % 3]?.claim('k', 'body'));
		const lease = await leaseOf(Promise.race(claims).then((claim) => claim ?? { state: 'conflict' }));
		expect(await lease.finish(RESPONSE)).toBe(true);
		const states = (await Promise.all(claims)).map((claim) => claim?.state);
		expect(states.filter((state) => state === 'mine')).toHaveLength(1);
		expect(states.filter((state) => state === 'done')).toHaveLength(29);
	});

	it('know conflicts and answers of each other', async () => {
		const { ledgers } = instances(2);
		const [one, two] = ledgers;
		if (!one || !two) throw new Error('no ledgers');
		const lease = await leaseOf(one.claim('k', 'body'));
		expect(await two.claim('k', 'another')).toEqual({ state: 'conflict' });
		await lease.finish(RESPONSE);
		for (let times = 0; times < 2; times += 1) {
			expect(await two.claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
		}
		expect(await two.claim('k', 'another')).toEqual({ state: 'conflict' });
	});

	it('go on with the own one when the shared one fails, and say so', async () => {
		const { ledgers, fail } = instances(1);
		const [only] = ledgers;
		if (!only) throw new Error('no ledger');
		for (const verb of ['get', 'setIfAbsent', 'replace'] as const) fail.set(verb, 'before');
		const lease = await leaseOf(only.claim('k', 'body'));
		expect(await lease.finish(RESPONSE)).toBe(false);
		expect(await only.claim('k', 'body')).toEqual({ state: 'done', response: RESPONSE });
		expect(await only.claim('k', 'another')).toEqual({ state: 'conflict' });
	});

	it('resume what any instance left', async () => {
		const { ledgers } = instances(2);
		const [one, two] = ledgers;
		if (!one || !two) throw new Error('no ledgers');
		await (await leaseOf(one.claim('k', 'body'))).leaveUnfinished();
		expect((await leaseOf(two.claim('k', 'body'))).resumed).toBe(true);
	});
});
