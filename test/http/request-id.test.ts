import { describe, expect, it } from 'vitest';
import { requestIdOf } from '../../src/http/fast/request-id.js';

describe('the id of a request', () => {
	it('is the one it brings, where that fits into a line of the log', () => {
		for (const given of ['a', 'Az09_=-', 'x'.repeat(255)]) expect(requestIdOf(given)).toBe(given);
		for (const given of ['', 'x'.repeat(256), 'a b', 'a"b', 'a\nb', 'é', undefined]) {
			expect(requestIdOf(given)).toMatch(/^[0-9a-f]{8}-[0-9a-z]{1,6}$/);
		}
	});

	it('is nobody else’s, and does not count the requests', () => {
		const ids = Array.from({ length: 100_000 }, () => requestIdOf(undefined));
		expect(new Set(ids).size).toBe(ids.length);
		const [first = 0, second = 0, third = 0] = ids.map((id) => Number.parseInt(id.split('-')[1] ?? '', 36));
		expect([second - first, third - second]).not.toEqual([1, 1]);
	});
});
