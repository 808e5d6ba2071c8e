import { expect, it } from 'vitest';
import { createKeys } from '../../src/cache/keys.js';
import { createMemoryStore } from '../../src/cache/memory-store.js';
import { createUserRecords } from '../../src/chamilo/user-records.js';

const store = createMemoryStore({ entries: 100, characters: 100_000 });
const keys = createKeys({ campusUrl: 'http://campus.example.org', secret: 'key', hashed: false });
const failures: unknown[] = [];
const records = (secret: string) =>
	createUserRecords({ store, keys, secret, ttlMs: 60_000, onFailure: (failure) => failures.push(failure) });
const nameOf = (id: number) => keys.key('record', String(id));

it('a record of a user is kept encrypted, and is readable with its key and in its place only', async () => {
	const kept = records('a secret of the tests');
	await kept.remember(7, { email: 'ana@example.org', extras: { a: '1' } });
	await kept.remember(7, { phone: '12', extras: { b: '2', c: '3' } });
	await kept.remember(7, { extras: { c: '' } });
	expect(await kept.recall(7)).toEqual({ email: 'ana@example.org', phone: '12', extras: { a: '1', b: '2' } });
	const text = (await store.get(await nameOf(7))) ?? '';
	expect(text).toMatch(/^[A-Za-z0-9+/=]{50,}$/);
	expect(atob(text)).not.toContain('example');
	expect(await records('another secret').recall(7)).toBeUndefined();
	await store.set(await nameOf(8), text, 60_000);
	expect(await kept.recall(8)).toBeUndefined();
	await kept.forget(7);
	expect(await kept.recall(7)).toBeUndefined();
	expect(failures).toEqual([]);
	await store.set(await nameOf(9), '***', 60_000);
	expect(await kept.recall(9)).toBeUndefined();
	expect(failures).toHaveLength(1);
});
