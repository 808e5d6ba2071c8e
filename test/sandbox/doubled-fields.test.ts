import { afterEach, describe, expect, it } from 'vitest';
import { type Client, startClient } from './client.js';

let client: Client;
afterEach(() => client.close());

const start = async (chamilo: '1.9' | '1.11') => {
	client = await startClient({ seed: 'empty', chamilo, latency: { baseMs: 20, perUserMs: 0 } });
};
const create = (login: string, value: string) =>
	client.registration('WSCreateUser', {
		...{ firstname: 'Ana', lastname: 'López', status: '5', email: 'ana@example.org', loginname: login, password: 'p' },
		...{ language: 'english', phone: '', expiration_date: '', active: '1' },
		...{ original_user_id_name: 'external', original_user_id_value: value },
	});
const doubles = () => client.sandbox.campus.userFields.list().filter(({ variable }) => variable === 'external').length;
const values = () =>
	client.sandbox.campus.users.list().flatMap(({ id }) => client.sandbox.campus.userFields.of(id).external ?? []);

describe('a field that calls make at the same moment (F300)', () => {
	it('is there twice on 1.9, and stores no value any more', async () => {
		await start('1.9');
		await Promise.all([create('ana', 'E1'), create('eva', 'E2')]);
		await create('ida', 'E3');
		expect(doubles()).toBe(2);
		expect(values()).toEqual(['E1']);
	});

	it('is there twice on 1.11, and stores values all the same', async () => {
		await start('1.11');
		await Promise.all([create('ana', 'E1'), create('eva', 'E2')]);
		await create('ida', 'E3');
		expect(doubles()).toBe(2);
		expect(values().sort()).toEqual(['E1', 'E2', 'E3']);
	});

	it('is there once where one call ended before the next began', async () => {
		await start('1.9');
		await create('ana', 'E1');
		await Promise.all([create('eva', 'E2'), create('ida', 'E3')]);
		expect(doubles()).toBe(1);
		expect(values().sort()).toEqual(['E1', 'E2', 'E3']);
	});
});
