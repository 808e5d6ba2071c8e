import { beforeEach, describe, expect, it } from 'vitest';
import { type Cache, type CacheOptions, createCache, type ReadOptions } from '../../src/cache/cache.js';
import { formatEntry, toEntry } from '../../src/cache/entry.js';
import { createMemoryStore } from '../../src/cache/memory-store.js';
import { type Channel, type ChannelListener, type Store, StoreError } from '../../src/cache/store.js';
import type { CacheEvent } from '../../src/cache/tiers.js';

const START = 1_700_000_000_000;
let now = START;
let asked: string[];
let events: CacheEvent[];
beforeEach(() => {
	now = START;
	asked = [];
	events = [];
});

const isNumber = (value: unknown): value is number => typeof value === 'number';

function cacheWith(options: CacheOptions = {}): Cache {
	return createCache({ now: () => now, onEvent: (event) => events.push(event), ...options });
}

/** What a look-up that answers `value` reads with. */
function lookUp(value: number | undefined, more: Partial<ReadOptions<number>> = {}): ReadOptions<number> {
	return {
		policy: { ttlMs: 60_000 },
		check: isNumber,
		load: async () => {
			asked.push(String(value));
			return value;
		},
		...more,
	};
}

/** A promise, and the hand that ends it. */
function gate<T>(): { promise: Promise<T>; open: (value: T) => void; fail: (reason: Error) => void } {
	let open: (value: T) => void = () => undefined;
	let fail: (reason: Error) => void = () => undefined;
	const promise = new Promise<T>((resolve, reject) => {
		open = resolve;
		fail = reject;
	});
	return { promise, open, fail };
}

/** Channels of instances that hear each other at once. */
function sharedChannel(): () => Channel & { gap(): void } {
	const listeners = new Set<ChannelListener>();
	return () => {
		let own: ChannelListener | undefined;
		return {
			publish: async (message) => {
				for (const { message: hear } of listeners) hear(message);
			},
			subscribe: (listener) => {
				own = listener;
				listeners.add(listener);
			},
			gap: () => own?.gap(),
		};
	};
}

const memoryStore = () => createMemoryStore({ entries: 100, characters: 100_000 }, () => now);
/** What was started behind an answer has happened after this. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** What a reading of `k` rests on. */
const dependency = { key: 'k', entry: expect.anything() };

describe('a reading', () => {
	it('asks once, and then remembers until the time is over', async () => {
		const cache = cacheWith();
		expect(await cache.read('k', lookUp(1))).toEqual({
			value: 1,
			ageMs: 0,
			source: 'origin',
			stale: false,
			dependency,
		});
		now += 59_999;
		expect(await cache.read('k', lookUp(2))).toEqual({
			value: 1,
			ageMs: 59_999,
			source: 'memory',
			stale: false,
			dependency,
		});
		now += 1;
		expect(await cache.read('k', lookUp(3))).toMatchObject({ value: 3, source: 'origin' });
		expect(asked).toEqual(['1', '3']);
		expect(events.map(({ type }) => type)).toEqual(['miss', 'load', 'hit', 'miss', 'load']);
	});

	it('that there is none is remembered for 30 seconds, or less when everything is', async () => {
		const cache = cacheWith();
		expect(await cache.read('k', lookUp(undefined))).toMatchObject({ value: undefined, source: 'origin' });
		now += 29_999;
		expect(await cache.read('k', lookUp(1))).toMatchObject({ value: undefined, source: 'memory' });
		now += 1;
		expect(await cache.read('k', lookUp(2))).toMatchObject({ value: 2, source: 'origin' });
		await cache.read('short', lookUp(undefined, { policy: { ttlMs: 1_000 } }));
		now += 1_000;
		expect(await cache.read('short', lookUp(3))).toMatchObject({ value: 3 });
	});

	it('remembers nothing with a time to live of 0', async () => {
		const cache = cacheWith({ store: memoryStore() });
		const policy = { ttlMs: 0 };
		await cache.read('k', lookUp(1, { policy }));
		await cache.write('k', 5, policy);
		expect(await cache.read('k', lookUp(2, { policy }))).toMatchObject({ value: 2, source: 'origin' });
	});

	it('however many ask at once, Chamilo is asked once; by those who come later, again', async () => {
		const cache = cacheWith();
		const answer = gate<number>();
		let times = 0;
		const load = () => {
			times += 1;
			return answer.promise;
		};
		const readings = Array.from({ length: 100 }, () => cache.read('k', lookUp(0, { load })));
		const other = cache.read('another', lookUp(7));
		await settled();
		answer.open(1);
		expect((await Promise.all(readings)).every(({ value }) => value === 1)).toBe(true);
		expect((await other).value).toBe(7);
		expect(times).toBe(1);
	});

	it('that fails fails for all who waited, and is not remembered', async () => {
		const cache = cacheWith();
		const load = async () => {
			throw new Error('Chamilo is down');
		};
		const sync = () => {
			throw new Error('Chamilo is down');
		};
		const readings = [load, load, sync].map((each) => cache.read('k', lookUp(0, { load: each })));
		for (const reading of readings) await expect(reading).rejects.toThrow('Chamilo is down');
		await expect(cache.read('k', lookUp(0, { load: sync }))).rejects.toThrow('Chamilo is down');
		expect(await cache.read('k', lookUp(1))).toMatchObject({ value: 1, source: 'origin' });
	});

	it('asks anew where the caller wants it fresh, and joins nothing that began before', async () => {
		const cache = cacheWith();
		const old = gate<number>();
		const before = cache.read('k', lookUp(0, { load: () => old.promise }));
		await settled();
		expect(await cache.read('k', lookUp(2, { fresh: true }))).toMatchObject({ value: 2, source: 'origin' });
		old.open(1);
		expect((await before).value).toBe(1);
		expect((await cache.read('k', lookUp(3))).value).toBe(2);
	});

	it('shares one look-up among all who want it fresh and would have to wait: it begins after they came', async () => {
		const cache = cacheWith();
		const first = gate<number>();
		const load = () => first.promise;
		const running = [0, 1].map(() => cache.read('k', lookUp(0, { fresh: true, load })));
		const shared = Array.from({ length: 50 }, (_, index) => cache.read('k', lookUp(index, { fresh: true })));
		const other = await cache.read('another', lookUp(70, { fresh: true }));
		expect(asked).toEqual(['70']);
		first.open(80);
		expect((await Promise.all(running)).map(({ value }) => value)).toEqual([80, 80]);
		expect((await Promise.all(shared)).map(({ value }) => value)).toEqual(Array(50).fill(0));
		expect(asked).toEqual(['70', '0']);
		expect(other.value).toBe(70);
		expect((await cache.read('k', lookUp(90))).value).toBe(0);
	});

	it('asks for those who wait also where what they wait for fails', async () => {
		const cache = cacheWith();
		const first = gate<number>();
		const load = () => first.promise;
		const running = [0, 1].map(() => cache.read('k', lookUp(0, { fresh: true, load })));
		const waiting = cache.read('k', lookUp(1, { fresh: true }));
		first.fail(new Error('broken'));
		for (const failed of running) await expect(failed).rejects.toThrow('broken');
		expect((await waiting).value).toBe(1);
	});

	it('does not believe what has another form', async () => {
		const cache = cacheWith();
		await cache.write('k', 'text', { ttlMs: 60_000 });
		expect(await cache.read('k', lookUp(1))).toMatchObject({ value: 1, source: 'origin' });
	});
});

describe('what a reading rests on', () => {
	const policy = { ttlMs: 1_000, staleMs: 9_000 };

	it('stands while the same would be read from memory, and counts as read', async () => {
		const cache = cacheWith();
		const parts = [
			(await cache.read('k', lookUp(1, { policy }))).dependency,
			(await cache.read('l', lookUp(2))).dependency,
		];
		events.length = 0;
		now += 999;
		expect(cache.isValid(parts)).toBe(true);
		expect(events).toEqual(parts.map(() => ({ type: 'hit', tier: 'memory', stale: false })));
		now += 1;
		expect(cache.isValid(parts)).toBe(false);
		expect(events).toHaveLength(2);
	});

	it.each<[string, (cache: Cache) => Promise<unknown>]>([
		['forgotten', (cache) => cache.invalidate(['l'])],
		['written, be it the same', (cache) => cache.write('l', 2, policy)],
		['asked for afresh', (cache) => cache.read('l', lookUp(2, { fresh: true }))],
	])('falls with one that is %s', async (_, change) => {
		const cache = cacheWith();
		const parts = [(await cache.read('k', lookUp(1))).dependency, (await cache.read('l', lookUp(2))).dependency];
		expect(cache.isValid(parts)).toBe(true);
		await change(cache);
		expect(cache.isValid(parts)).toBe(false);
	});

	it('falls with one that another instance has changed', async () => {
		const store = memoryStore();
		const channels = sharedChannel();
		const [here, there] = [cacheWith({ store, channel: channels() }), cacheWith({ store, channel: channels() })];
		const parts = [(await here.read('k', lookUp(1))).dependency];
		expect(here.isValid(parts)).toBe(true);
		await there.invalidate(['k']);
		expect(here.isValid(parts)).toBe(false);
	});
});

describe('what is stale', () => {
	const policy = { ttlMs: 1_000, staleMs: 9_000 };

	it('is answered with its age, while one fresh is fetched behind', async () => {
		const cache = cacheWith();
		await cache.read('k', lookUp(1, { policy }));
		now += 1_500;
		const answer = gate<number>();
		const behind = lookUp(0, { policy, load: () => answer.promise });
		for (let times = 0; times < 3; times += 1) {
			expect(await cache.read('k', behind)).toEqual({
				value: 1,
				ageMs: 1_500,
				source: 'memory',
				stale: true,
				dependency,
			});
		}
		answer.open(2);
		await settled();
		expect(await cache.read('k', lookUp(3, { policy }))).toMatchObject({ value: 2, ageMs: 0, stale: false });
		expect(events.filter(({ type }) => type === 'load')).toHaveLength(2);
	});

	it('stays when the fetch behind fails, and is tried again', async () => {
		const cache = cacheWith();
		await cache.read('k', lookUp(1, { policy }));
		now += 2_000;
		const load = () => Promise.reject(new Error('down'));
		for (let times = 0; times < 2; times += 1) {
			expect(await cache.read('k', lookUp(0, { policy, load }))).toMatchObject({ value: 1, stale: true });
			await settled();
		}
		expect(events.filter(({ type }) => type === 'load')).toHaveLength(3);
	});

	it('is not answered for ever', async () => {
		const cache = cacheWith();
		await cache.read('k', lookUp(1, { policy }));
		now += 10_000;
		expect(await cache.read('k', lookUp(2, { policy }))).toMatchObject({ value: 2, source: 'origin' });
	});

	it('has the runtime wait for the fetch', async () => {
		const works: Promise<unknown>[] = [];
		const cache = cacheWith({ background: (work) => works.push(work) });
		await cache.read('k', lookUp(1, { policy }));
		now += 2_000;
		await cache.read('k', lookUp(2, { policy }));
		await Promise.all(works);
		expect((await cache.read('k', lookUp(3, { policy }))).value).toBe(2);
	});
});

describe('what the gateway writes', () => {
	it('is remembered, or that it is gone', async () => {
		const cache = cacheWith();
		await cache.write('k', 1, { ttlMs: 1_000 });
		expect((await cache.read('k', lookUp(9))).value).toBe(1);
		await cache.write('k', undefined, { ttlMs: 1_000 });
		expect((await cache.read('k', lookUp(9))).value).toBeUndefined();
		await cache.invalidate(['k']);
		expect((await cache.read('k', lookUp(2))).value).toBe(2);
	});

	it('is not undone by a look-up that began before', async () => {
		for (const change of ['write', 'forget'] as const) {
			const cache = cacheWith({ store: memoryStore() });
			const old = gate<number>();
			const reading = cache.read('k', lookUp(0, { load: () => old.promise }));
			await settled();
			await (change === 'write' ? cache.write('k', 2, { ttlMs: 60_000 }) : cache.invalidate(['k']));
			old.open(1);
			await reading;
			await settled();
			expect((await cache.read('k', lookUp(2))).value).toBe(2);
		}
	});
});

describe('two tiers', () => {
	it('the second answers what the first has forgotten, or another instance has learnt', async () => {
		const store = memoryStore();
		const [one, two] = [cacheWith({ store }), cacheWith({ store })];
		await one.read('k', lookUp(1));
		await settled();
		expect(await two.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'store' });
		expect(await two.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'memory' });
		now += 10_000;
		expect(await one.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'memory' });
		now += 1;
		expect(await one.read('k', lookUp(2))).toMatchObject({ value: 1, ageMs: 10_001, source: 'store' });
	});

	it('what is no entry is as good as nothing', async () => {
		const store = memoryStore();
		const cache = cacheWith({ store });
		for (const text of ['', '{', 'null', '7', '[]', '{"value":5}', '{"value":5,"storedAt":1,"freshUntil":"x"}']) {
			await store.set('k', text, 60_000);
			expect((await cache.read('k', lookUp(1))).value, text).toBe(1);
			await settled();
			await cache.invalidate(['k']);
		}
		await store.set('k', formatEntry(toEntry(5, { ttlMs: 1_000 }, now - 1_000)), 60_000);
		expect((await cache.read('k', lookUp(1))).value).toBe(1);
	});

	it('an instance drops what another one wrote or forgot', async () => {
		const [store, channel] = [memoryStore(), sharedChannel()];
		const [one, two] = [cacheWith({ store, channel: channel() }), cacheWith({ store, channel: channel() })];
		for (const cache of [one, two]) await cache.read('k', lookUp(1));
		await one.write('k', 2, { ttlMs: 60_000 });
		expect((await two.read('k', lookUp(9))).value).toBe(2);
		expect(await one.read('k', lookUp(9))).toMatchObject({ value: 2, source: 'memory' });
		await two.invalidate(['k']);
		expect(await one.read('k', lookUp(3))).toMatchObject({ value: 3, source: 'origin' });
	});

	it('an instance does not keep what it was just learning when another one wrote it', async () => {
		const [store, channel] = [memoryStore(), sharedChannel()];
		const [one, two] = [cacheWith({ store, channel: channel() }), cacheWith({ store, channel: channel() })];
		const old = gate<number>();
		const reading = two.read('k', lookUp(0, { load: () => old.promise }));
		await settled();
		await one.write('k', 2, { ttlMs: 60_000 });
		old.open(1);
		await reading;
		await settled();
		expect((await two.read('k', lookUp(9))).value).toBe(2);
	});

	it('what was being read from the second when it was forgotten is not kept in the first', async () => {
		const store = memoryStore();
		await store.set('k', formatEntry(toEntry(1, { ttlMs: 60_000 }, now)), 60_000);
		const slow = gate<void>();
		const get = async (key: string) => {
			const text = await store.get(key);
			await slow.promise;
			return text;
		};
		const cache = cacheWith({ store: { ...store, get } });
		const reading = cache.read('k', lookUp(8));
		await settled();
		await cache.invalidate(['k']);
		slow.open();
		expect((await reading).value).toBe(1);
		expect((await cache.read('k', lookUp(2))).value).toBe(2);
	});

	it('a look-up is no news to the others', async () => {
		const said: string[] = [];
		const channel = { publish: async (message: string) => void said.push(message), subscribe: () => undefined };
		const cache = cacheWith({ store: memoryStore(), channel });
		await cache.read('k', lookUp(1));
		await settled();
		expect(said).toEqual([]);
		await cache.invalidate(Array.from({ length: 1_001 }, (_, index) => `k${index}`));
		expect(said.map((message) => JSON.parse(message).keys.length)).toEqual([500, 500, 1]);
	});

	it('after a gap nothing in memory is believed', async () => {
		const [store, channel] = [memoryStore(), sharedChannel()()];
		const cache = cacheWith({ store, channel });
		await cache.read('k', lookUp(1));
		await settled();
		channel.gap();
		expect(await cache.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'store' });
	});

	it('what comes over the channel and is no message of ours is passed over', async () => {
		const channel = sharedChannel()();
		const cache = cacheWith({ store: memoryStore(), channel });
		await cache.read('k', lookUp(1));
		for (const message of [
			'',
			'{',
			'null',
			'[]',
			'{"keys":["k"]}',
			'{"from":1,"keys":["k"]}',
			'{"from":"a","keys":"k"}',
		]) {
			await channel.publish(message);
		}
		expect(await cache.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'memory' });
	});
});

describe('a store that fails', () => {
	/** A store that can be broken, verb by verb. */
	function fragileStore(): { store: Store; broken: Set<keyof Store> } {
		const [store, broken] = [memoryStore(), new Set<keyof Store>()];
		const guarded = new Proxy(store, {
			get: (target, verb: keyof Store) =>
				broken.has(verb) ? () => Promise.reject(new StoreError('broken')) : target[verb],
		});
		return { store: guarded, broken };
	}

	it('costs look-ups, and nothing else', async () => {
		const { store, broken } = fragileStore();
		for (const verb of ['get', 'set', 'delete'] as const) broken.add(verb);
		const channel = { publish: () => Promise.reject(new StoreError('broken')), subscribe: () => undefined };
		const cache = cacheWith({ store, channel });
		expect((await cache.read('k', lookUp(1))).value).toBe(1);
		expect(await cache.read('k', lookUp(2))).toMatchObject({ value: 1, source: 'memory' });
		await cache.write('k', 3, { ttlMs: 60_000 });
		expect((await cache.read('k', lookUp(2))).value).toBe(3);
		await cache.invalidate(['k']);
		expect((await cache.read('k', lookUp(4))).value).toBe(4);
		const verbs = events.flatMap((event) => (event.type === 'store-failed' ? [event.verb] : []));
		expect([...new Set(verbs)].sort()).toEqual(['delete', 'get', 'publish', 'set']);
	});

	it('and could not forget is not believed about it afterwards', async () => {
		const { store, broken } = fragileStore();
		const cache = cacheWith({ store });
		await cache.read('k', lookUp(1));
		await settled();
		broken.add('delete');
		await cache.invalidate(['k']);
		expect(await store.get('k')).toBeDefined();
		expect((await cache.read('k', lookUp(2, { policy: { ttlMs: 0 } }))).value).toBe(2);
		broken.clear();
		expect((await cache.read('k', lookUp(3))).value).toBe(3);
	});

	it('and could not take what was written does not give out what was before', async () => {
		const { store, broken } = fragileStore();
		const cache = cacheWith({ store });
		await cache.read('k', lookUp(1));
		await settled();
		broken.add('set');
		await cache.write('k', 2, { ttlMs: 60_000 });
		now += 10_001;
		broken.clear();
		expect((await cache.read('k', lookUp(3))).value).toBe(3);
	});

	it('and is back is told what it missed, and so are the others', async () => {
		const { store, broken } = fragileStore();
		const channel = sharedChannel();
		const own = channel();
		const [one, two] = [cacheWith({ store, channel: own }), cacheWith({ store, channel: channel() })];
		await one.read('k', lookUp(1));
		await settled();
		broken.add('delete');
		await one.invalidate(['k']);
		await two.read('k', lookUp(9));
		broken.clear();
		own.gap();
		await settled();
		expect(await store.get('k')).toBeUndefined();
		expect((await two.read('k', lookUp(2))).value).toBe(2);
	});
});

it('memory is bounded', async () => {
	const cache = cacheWith({ limits: { entries: 2, characters: 10_000 } });
	for (const key of ['a', 'b', 'c']) await cache.read(key, lookUp(1));
	expect((await cache.read('a', lookUp(2))).value).toBe(2);
	expect((await cache.read('c', lookUp(2))).value).toBe(1);
});
