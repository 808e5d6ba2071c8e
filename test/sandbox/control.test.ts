import { afterEach, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/faults.js';
import { type Client, envelope, fault, list, returned, SOAP, startClient } from './client.js';

let client: Client;
afterEach(() => client.close());

const test = () => client.post(SOAP, envelope('WS.test', ''));
const json = async (path: string, body?: unknown) => {
	const response = await fetch(
		client.sandbox.url + path,
		body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
	);
	return { status: response.status, body: await response.json() };
};

describe('what can be seen', () => {
	it('the root page explains itself', async () => {
		client = await startClient({ seed: 'demo' });
		const page = await (await fetch(client.sandbox.url)).text();
		expect(page).toContain('/main/webservices/soap.php?wsdl');
		expect(page).toContain(client.sandbox.securityKey);
	});

	it('the state, in UTF-8 and without passwords', async () => {
		client = await startClient({ seed: 'demo' });
		const { body } = await json('/sandbox/state');
		expect(body.users).toContainEqual(
			expect.objectContaining({ firstname: 'Łukasz', extras: expect.objectContaining({ external_user: '1504' }) }),
		);
		expect(body.users[0]).not.toHaveProperty('password');
		expect(body.courses.map((course: { title: string }) => course.title)).toContain('Français débutant A1');
		expect(body.sessions).toHaveLength(2);
		expect(body.extraFields.sessions).toContainEqual(expect.objectContaining({ variable: 'campus_site' }));
	});

	it('the journal, without keys and passwords', async () => {
		client = await startClient();
		await client.soap('WSUser.CreateUser', 'José', 'B', '5', 'jose', 'pa55word', '', 'chamilo_user_id', '');
		await client.soap('WSUser.CreateUsers', list('users', [{ login: 'b', password: 'pa55word' }]));
		await client.registration('WSCreateUser', { loginname: 'c', password: 'pa55word' });
		await client.soap('WSUser.DisableUser', 'chamilo_user_id', '99');
		const { body } = await json('/sandbox/journal');
		expect(body.map(({ operation }: { operation: string }) => operation)).toEqual([
			'WSUser.CreateUser',
			'WSUser.CreateUsers',
			'WSCreateUser',
			'WSUser.DisableUser',
		]);
		expect(body[0]).toMatchObject({ service: 'WSService', status: 200, fault: null });
		expect(body[0].args.slice(0, 5)).toEqual(['José', 'B', '5', 'jose', '***']);
		expect(body[1].args).toEqual([[{ login: 'b', password: '***' }]]);
		expect(body[2].args).toEqual([{ loginname: 'c', password: '***' }]);
		expect(body[3].fault).toEqual({ code: '100', message: 'User not found' });
		expect(JSON.stringify(body)).not.toMatch(new RegExp(`pa55word|${client.key}`));
		expect(client.sandbox.journal).toEqual(body);
	});

	it('a key in the wrong place is not shown either', async () => {
		client = await startClient();
		await client.post(SOAP, envelope('WSUser.DisableUser', `<v>2</v><k>${client.key}</k><f>chamilo_user_id</f>`));
		await client.post(SOAP, envelope('WSReport.GetTimeSpentOnPlatform', '<f>chamilo_user_id</f><v>1</v>'));
		expect(client.sandbox.journal.map(({ args }) => args)).toEqual([
			['***', 'chamilo_user_id'],
			['chamilo_user_id', '1'],
		]);
	});

	it('reset goes back to the seed', async () => {
		client = await startClient({ seed: 'demo' });
		await client.soap('WSUser.DeleteUser', 'external_user', '1504');
		await json('/sandbox/reset', {});
		expect(client.sandbox.journal).toEqual([]);
		expect(client.sandbox.campus.users.byUsername('lzolkiewski')).toBeDefined();
	});

	it('nothing at other addresses', async () => {
		client = await startClient();
		expect((await json('/sandbox/nope')).status).toBe(404);
	});
});

describe('faults', () => {
	const create = () => client.soap('WSUser.CreateUser', 'A', 'B', '5', 'ana', 'p', '', 'chamilo_user_id', '');
	const created = () => client.sandbox.campus.users.byUsername('ana') !== undefined;

	it.each([
		['empty-500', false],
		['html-200', false],
		['notices', true],
		['truncated', true],
		['reset-before', false],
		['reset-after', true],
		['delay', true],
	] as const)('%s: work done is %s', async (kind, done) => {
		client = await startClient();
		await json('/sandbox/faults', { kind, operation: 'WSUser.CreateUser', ms: 1 });
		const answer = await create().catch((error: Error) => error);
		expect(created()).toBe(done);
		expect(answer instanceof Error).toBe(['truncated', 'reset-before', 'reset-after'].includes(kind));
		expect(client.sandbox.faults.list()).toEqual([]);
		expect(client.sandbox.journal).toMatchObject([{ injected: kind, status: done ? 200 : 0 }]);
	});

	it('notices stand before the XML, under text/html', async () => {
		client = await startClient();
		client.sandbox.faults.add({ kind: 'notices' });
		const answer = await test();
		expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' } });
		expect(answer.text).toMatch(/^<br \/>[\s\S]*<\?xml/);
	});

	it('a hanging call can be given up', async () => {
		client = await startClient();
		client.sandbox.faults.add({ kind: 'hang' });
		const caller = new AbortController();
		const aborted = fetch(client.sandbox.url + SOAP, {
			method: 'POST',
			signal: caller.signal,
			body: envelope('WS.test', ''),
			headers: { 'Content-Type': 'text/xml' },
		});
		await expect.poll(() => client.sandbox.faults.list()).toEqual([]);
		caller.abort();
		await expect(aborted).rejects.toThrow();
		expect(returned(await test())).toBe('success');
	});

	it('come after some calls, as often as asked, and only for their operation', async () => {
		client = await startClient();
		client.sandbox.faults.add({ kind: 'empty-500', operation: 'WS.test', after: 1, times: 2 });
		await create();
		const statuses = [];
		for (let call = 0; call < 4; call++) statuses.push((await test()).status);
		expect(statuses).toEqual([200, 500, 500, 200]);
	});

	it('empty-500 can come after the work, or within it', async () => {
		client = await startClient();
		client.sandbox.faults.add({ kind: 'empty-500', after: true });
		expect((await create()).status).toBe(500);
		expect(created()).toBe(true);
		client.sandbox.faults.add({ kind: 'empty-500', item: 2 });
		const items = ['a', 'b', 'c'].map((login) => ({ login, password: 'p' }));
		expect(await client.soap('WSUser.CreateUsers', list('users', items))).toMatchObject({ status: 500, text: '' });
		expect(['a', 'b', 'c'].map((login) => client.sandbox.campus.users.byUsername(login) !== undefined)).toEqual([
			true,
			true,
			false,
		]);
	});

	it('are refused with a reason', async () => {
		client = await startClient();
		expect(await json('/sandbox/faults', { kind: 'x' })).toEqual({
			status: 400,
			body: { error: `kind must be one of ${FAULT_KINDS.join(', ')}` },
		});
		expect((await json('/sandbox/faults', [{ kind: 'delay', ms: 'soon' }])).status).toBe(400);
	});
});

describe('options', () => {
	it('workers limit the calls in work; the rest queue and are answered in order', async () => {
		client = await startClient({ seed: 'empty', workers: 2, latency: { baseMs: 5, perUserMs: 1 } });
		const answers = await Promise.all(Array.from({ length: 7 }, test));
		expect(answers.map(returned)).toEqual(Array(7).fill('success'));
	});

	it("a security key of one's own", async () => {
		client = await startClient({ seed: 'empty', securityKey: 'mine' });
		expect(fault(await client.soap('WSUser.EnableUser', 'chamilo_user_id', '1'))).toBeUndefined();
	});

	it('a log line a call', async () => {
		const lines: string[] = [];
		client = await startClient({ seed: 'empty', log: (line) => lines.push(line) });
		await test();
		expect(lines).toEqual(['WSService WS.test 200']);
	});
});
