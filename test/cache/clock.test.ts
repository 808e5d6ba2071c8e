import { expect, it } from 'vitest';
import { createCache } from '../../src/cache/cache.js';
import { createClock } from '../../src/cache/clock.js';

it('the clock of the cache goes on when that of the machine is set back, and forward with it', () => {
	const times = { wall: 1_000_000, steady: 50 };
	const now = createClock(
		() => times.wall,
		() => times.steady,
	);
	times.steady += 10;
	times.wall += 10;
	expect(now()).toBe(1_000_010);
	times.steady += 5;
	times.wall -= 3_600_000;
	expect(now()).toBe(1_000_015);
	times.steady += 100;
	times.wall += 100;
	expect(now()).toBe(1_000_115);
	times.wall += 7_200_000;
	expect(now()).toBe(times.wall);
});

it('an entry is not fresh for longer because the clock was set back', async () => {
	const wall = Date.now;
	const cache = createCache();
	let loads = 0;
	const load = async () => String(++loads);
	const read = () => cache.read('k', { load, policy: { ttlMs: 20 }, check: (value) => typeof value === 'string' });
	try {
		await read();
		Date.now = () => wall() - 3_600_000;
		const ends = performance.now() + 40;
		while (performance.now() < ends) await new Promise((resolve) => setTimeout(resolve, 5));
		expect((await read()).value).toBe('2');
	} finally {
		Date.now = wall;
	}
});
