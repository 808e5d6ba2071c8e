import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './support/client.js';
import { type CampusKind, SANDBOXES } from './support/kinds.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA, ADA_EDIT, DEMO } from './support/users.js';

const UPGRADES: [from: CampusKind, to: CampusKind][] = [
	['1.9', '1.11-php7'],
	['1.9', '1.11'],
	['1.11', '1.11-php7'],
];
/** Creates under way while the campus is upgraded. */
const CREATES = 60;

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
		const sent: Promise<Answer>[] = [];
		const reads: Promise<Answer>[] = [];
		for (let index = 0; index < CREATES; index += 1) {
			sent.push(stack.request('POST', '/users', user(index)));
			if (index % 3 === 0) reads.push(stack.request('GET', `/users/external_user/${1501 + (index % 9)}`));
			if (index === CREATES / 2) setTimeout(() => stack.sandbox.switchTo(SANDBOXES[to]), 40);
			if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const answers = await Promise.all(sent);
		for (const answer of await Promise.all(reads)) expect([answer.status, answer.text]).toEqual([200, answer.text]);

		const users = (await stack.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
		expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
		for (const [index, { status, json }] of answers.entries()) {
			const made = users.filter(({ username }) => username === `user${index}`);
			if (status === 201) {
				expect(made.map(({ id, extras }) => [id, extras.external_user])).toEqual([
					[(json as { id: number }).id, `v${index}`],
				]);
			} else {
				// What was caught in the middle says that it does not know, or that nothing was done.
				expect([502, 503]).toContain(status);
				const code = (json as { code: string }).code;
				expect(['outcome-unknown', 'chamilo-unavailable', 'creation-incomplete', 'chamilo-error']).toContain(code);
				if (code === 'chamilo-unavailable') expect(made).toEqual([]);
			}
		}
		// Sent again, all of them end well or say that they are there.
		const again = await Promise.all(
			answers.flatMap(({ status }, index) => (status === 201 ? [] : [stack.request('POST', '/users', user(index))])),
		);
		for (const { status } of again) expect([201, 409]).toContain(status);
		expect((await stack.control.state()).users.filter(({ id }) => id >= DEMO.nextId)).toHaveLength(CREATES);
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
