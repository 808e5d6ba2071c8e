import { describe, expect, it } from 'vitest';
import { createKeys } from '../../src/cache/keys.js';

const campus = { campusUrl: 'https://campus.example.org', secret: 'security-key', hashed: false };
const keys = createKeys(campus);

describe('a key', () => {
	it('tells layout, campus, kind and parts', async () => {
		expect(await keys.key('user', 'external_user', '1504')).toMatch(
			/^chamilo-gateway:1:[0-9a-f]{16}:user:external_user:1504$/,
		);
		expect(await keys.channel()).toMatch(/^chamilo-gateway:1:[0-9a-f]{16}:changed$/);
	});

	it('is another one for other parts, however they are cut', async () => {
		for (const hashed of [false, true]) {
			const some = createKeys({ ...campus, hashed });
			const lists = [
				['a', 'b:c'],
				['a:b', 'c'],
				['a', 'b', 'c'],
				['a:b:c'],
				['a%3Ab', 'c'],
				['A', 'b:c'],
				['a', '', 'b:c'],
			];
			const found = await Promise.all(lists.map((parts) => some.key('user', ...parts)));
			expect(new Set(found).size).toBe(lists.length);
			expect(await some.key('course', 'a')).not.toBe(await some.key('user', 'a'));
		}
	});

	it('is another one for another campus', async () => {
		const other = createKeys({ ...campus, campusUrl: 'https://campus.example.org/two' });
		expect(await other.key('user', 'a')).not.toBe(await keys.key('user', 'a'));
		expect(await other.channel()).not.toBe(await keys.channel());
	});

	it('tells no identifier with CACHE_HASH_KEYS=1, and is not found by trying without the secret', async () => {
		const hashed = createKeys({ ...campus, hashed: true });
		const key = await hashed.key('user', 'username', 'ada.obrien');
		expect(key).toMatch(/:user:[0-9a-f]{64}$/);
		expect(key).toBe(await createKeys({ ...campus, hashed: true }).key('user', 'username', 'ada.obrien'));
		expect(key).not.toBe(
			await createKeys({ ...campus, hashed: true, secret: 'x' }).key('user', 'username', 'ada.obrien'),
		);
	});

	it('of idempotency never tells who sent what', async () => {
		expect(await keys.key('idempotency', 'hr', 'POST', '/users', 'my-key')).toMatch(/:idempotency:[0-9a-f]{64}$/);
	});
});

it('a digest differs by its parts, and takes bytes as well as text', async () => {
	const bytes = new TextEncoder().encode('b');
	expect(await keys.digest('a', bytes)).toBe(await keys.digest('a', 'b'));
	expect(await keys.digest('ab')).not.toBe(await keys.digest('a', 'b'));
	expect(await keys.digest('a')).not.toBe(await keys.digest('a', ''));
});
