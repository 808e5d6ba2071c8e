import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, startClient } from './client.js';

const V2 = '/main/webservices/api/v2.php';

let client: Client;
beforeEach(async () => {
	client = await startClient({ chamilo: '1.11.32', php: 7, seed: 'demo' });
});
afterEach(() => client.close());

/** Sends a form with the administrator's key. */
async function call(action: string, members: Record<string, string> | [string, string][] = {}, last = false) {
	const credentials: [string, string][] = [
		['username', 'admin'],
		['api_key', client.sandbox.apiKey],
	];
	const own = Array.isArray(members) ? members : Object.entries(members);
	const body = new URLSearchParams([
		['action', action],
		...(last ? [...own, ...credentials] : [...credentials, ...own]),
	]);
	const response = await fetch(client.sandbox.url + V2, { method: 'POST', body });
	const text = await response.text();
	return { status: response.status, text, cookie: response.headers.get('set-cookie'), data: dataOf(text) };
}

function dataOf(text: string) {
	return text.startsWith('{') ? JSON.parse(text).data : undefined;
}

describe("Chamilo's own JSON API", () => {
	it('sees what SOAP has made, and SOAP what it has changed', async () => {
		await client.registration('WSCreateUser', {
			...{ firstname: 'Ana', lastname: 'B', status: '5', email: 'ana@example.org', loginname: 'ana', password: 'pw' },
			...{ original_user_id_name: 'external_user', original_user_id_value: 'A1', active: '1' },
		});
		expect((await call('get_user_info_from_username', { loginname: 'ana' })).data).toMatchObject({ firstname: 'Ana' });
		await call('update_user_from_username', { loginname: 'ana', firstname: 'Änne' });
		const user = { original_user_id_name: 'external_user', original_user_id_value: 'A1' };
		expect((await client.registration('WSGetUser', user)).text).toContain('Änne');
	});

	it('drops without a word what comes after a thousand variables', async () => {
		const ids: [string, string][] = [];
		for (let index = 0; index < 1200; index++) {
			const user = client.sandbox.campus.users.insert({ username: `u${index}`, status: 5, active: 1 });
			ids.push(['list_users[]', String(user?.id)]);
		}
		const session = client.sandbox.campus.sessions.list().find(({ name }) => name === 'Summer school');
		const before = session?.nbrUsers ?? 0;
		const added = await call('add_users_session', [['id_session', String(session?.id)], ...ids]);
		expect(added.data).toEqual({ status: true, message: 'Users added' });
		expect(session?.nbrUsers).toBe(before + 996);
		expect((await call('add_users_session', [['id_session', String(session?.id)], ...ids], true)).status).toBe(500);
	});

	it('filters the texts of JSON bodies, and starts a session of a browser with every answer', async () => {
		const response = await fetch(client.sandbox.url + V2, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({
				action: 'update_user_from_username',
				username: 'admin',
				api_key: client.sandbox.apiKey,
				loginname: 'apena',
				firstname: 'A & B',
			}),
		});
		expect(await response.json()).toEqual({ error: false, data: [true] });
		expect(client.sandbox.campus.users.byUsername('apena')?.firstname).toBe('A &amp; B');
		expect(response.headers.get('set-cookie')).toMatch(/^ch_sid=/);
	});

	it('stands in the journal without its key and passwords', async () => {
		await call('save_user', { loginname: 'x', password: 'pa55word' });
		const entry = client.sandbox.journal.at(-1);
		expect(entry).toMatchObject({
			service: 'v2.php',
			operation: 'save_user',
			args: [{ loginname: 'x', password: '***' }],
		});
		expect(JSON.stringify(entry)).not.toContain(client.sandbox.apiKey);
	});

	it('can be given faults, by the name of the action', async () => {
		client.sandbox.faults.add({ kind: 'empty-500', operation: 'get_courses' });
		expect(await call('get_courses')).toMatchObject({ status: 500, text: '' });
		expect((await call('get_courses')).data).toHaveLength(4);
	});

	it('is not there on other kinds', async () => {
		client.sandbox.switchTo({ chamilo: '1.11' });
		expect((await call('get_courses')).status).toBe(404);
	});
});
