import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './support/client.js';
import { type CampusKind, SANDBOXES } from './support/kinds.js';
import type { StateUser } from './support/sandbox.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA, ADA_EDIT } from './support/users.js';

const UPGRADES: [from: CampusKind, to: CampusKind][] = [
	['1.9', '1.11-php7'],
	['1.9', '1.11'],
	['1.11', '1.11-php7'],
	['1.11-php7', '1.11.32-php7'],
	['1.11', '1.11.32-php8-cured'],
	['1.11.32-php7', '1.11.32-php8'],
];
/** Requests of each kind under way while the campus is upgraded, and three times as many creates. */
const EACH = 20;
/** What a request may answer whose campus was upgraded in its middle. */
const HONEST = ['outcome-unknown', 'chamilo-unavailable', 'creation-incomplete', 'partly-done', 'chamilo-error'];

/** What the requests change of a user; the upgrade itself changes other columns. */
const essence = ({ id, firstname, active }: StateUser) => ({ id, firstname, active });

type Kind = 'create' | 'edit' | 'disable' | 'delete' | 'read';

const user = (index: number) => ({ ...ADA, loginname: `user${index}`, value: `v${index}` });

describe.each(UPGRADES)('a campus upgraded from %s to %s under a running gateway', (from, to) => {
	let stack: Stack;
	beforeEach(async () => {
		stack = await startStack({ sandbox: { ...SANDBOXES[from], latency: { baseMs: 5 }, workers: 4 } });
		expect((await stack.request('GET', '/users/external_user/1504')).status).toBe(200);
	});
	afterEach(() => stack.close());

	it.each([
		['GET', '/users/external_user/1504', undefined, 200],
		['POST', '/users', ADA, 201],
		['POST', '/users/external_user/1505/disable', undefined, 204],
		['PUT', '/users/external_user/1505', { ...ADA_EDIT, loginname: 'apena' }, 200],
		['DELETE', '/users/external_user/1508', undefined, 204],
		['PUT', '/courses/external_course/201/users/external_user/1505', {}, 204],
		['POST', '/users/batch/create', { users: [user(1), user(2)] }, 200],
		['PUT', '/enrolments', { user: ADA, courses: ['2024OFFICE'], sessions: [1] }, 201],
	])('the first request after it succeeds: %s %s', async (method, path, body, status) => {
		stack.sandbox.switchTo(SANDBOXES[to]);
		const answer = await stack.request(method, path, body);
		expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
		expect((await stack.request('GET', '/readyz')).text).toContain('Chamilo 1.11');
	});

	it('answers what is under way honestly, loses nothing and doubles nothing', async () => {
		const made = [...Array(3 * EACH).keys()].map((index) => user(100 + index));
		expect((await stack.request('POST', '/users/batch/create', { users: made })).status).toBe(200);
		const there = await stack.control.state();
		const answers: (Answer & { index: number; sent: Kind })[] = [];
		let answered = 0;
		const send = async (sent: Kind, index: number, ...request: Parameters<Stack['request']>) => {
			const answer = await stack.request(...request);
			answered += 1;
			// In the middle: some requests are answered, some are before Chamilo, some not yet sent.
			if (answered === EACH) stack.sandbox.switchTo(SANDBOXES[to]);
			answers.push({ ...answer, index, sent });
		};
		const sendAll = async (index: number) => {
			const [edited, disabled, gone] = [made[index], made[EACH + index], made[2 * EACH + index]];
			const edit = { ...ADA_EDIT, firstname: `New${index}`, loginname: edited?.loginname };
			await Promise.all([
				...[0, 1, 2].map((nth) => send('create', 3 * index + nth, 'POST', '/users', user(3 * index + nth))),
				send('edit', index, 'PUT', `/users/external_user/${edited?.value}`, edit),
				send('disable', index, 'POST', `/users/external_user/${disabled?.value}/disable`),
				send('delete', index, 'DELETE', `/users/external_user/${gone?.value}`),
				send('read', index, 'GET', `/users/external_user/${1501 + (index % 9)}`),
			]);
		};
		// Four at a time, so that new requests arrive before, at and after the switch.
		const indices = [...Array(EACH).keys()];
		const next = async (): Promise<void> => {
			const index = indices.shift();
			if (index === undefined) return;
			await sendAll(index);
			return next();
		};
		await Promise.all([next(), next(), next(), next()]);

		const { users } = await stack.control.state();
		expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
		const named = (username: string) => users.filter((found) => found.username === username);
		const before = (username: string) => there.users.filter((found) => found.username === username);
		for (const { sent, index, status, json } of answers) {
			const code = (json as { code?: string } | undefined)?.code;
			const context = `${sent} ${index}: ${status} ${code}`;
			const at = {
				create: index,
				edit: 100 + index,
				disable: 100 + EACH + index,
				delete: 100 + 2 * EACH + index,
				read: 0,
			};
			const name = user(at[sent]).loginname;
			if (status < 300) {
				const found = named(name);
				if (sent === 'create') {
					expect(found, context).toMatchObject([
						{ id: (json as { id: number }).id, extras: { external_user: `v${index}` } },
					]);
				}
				if (sent === 'edit') expect(found, context).toMatchObject([{ firstname: `New${index}`, active: true }]);
				if (sent === 'disable') expect(found, context).toMatchObject([{ active: false }]);
				if (sent === 'delete') expect(found, context).toEqual([]);
			} else {
				// What was caught in the middle says that it does not know, that a part is done, or that nothing was.
				expect(HONEST, context).toContain(code);
				expect(sent, context).not.toBe('read');
				if (code === 'chamilo-unavailable')
					expect(named(name).map(essence), context).toEqual(before(name).map(essence));
			}
		}
		expect(answers).toHaveLength(7 * EACH);

		// Sent again, all of them end well or say that they are there.
		const open = answers.filter(({ sent, status }) => sent === 'create' && status !== 201);
		for (const { index } of open) {
			expect([201, 409]).toContain((await stack.request('POST', '/users', user(index))).status);
		}
		const { users: atLast } = await stack.control.state();
		for (let index = 0; index < 3 * EACH; index += 1) {
			expect(atLast.filter(({ username }) => username === `user${index}`)).toHaveLength(1);
		}
	});
});

it('what worked before soap.php was cured works after it', async () => {
	const stack = await startStack({ sandbox: SANDBOXES['1.11-php7'] });
	const spent = '/users/external_user/1504/time-spent';
	expect((await stack.request('GET', spent)).status).toBe(422);
	stack.sandbox.switchTo({ chamilo: '1.11', php: 7, rawPostData: true });
	// Everything that worked goes on working meanwhile.
	expect((await stack.request('GET', '/users/external_user/1504')).status).toBe(200);
	expect((await stack.request('POST', '/users', ADA)).status).toBe(201);
	await stack.close();
});
