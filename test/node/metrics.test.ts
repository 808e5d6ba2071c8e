import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.js';
import { expectProblem } from '../support/problem.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';
import { ADA } from '../support/users.js';

describe('GET /metrics', () => {
	let stack: Stack;
	let text: string;
	beforeAll(async () => {
		stack = await startStack();
		const user = '/users/external_user/1504';
		await stack.request('GET', user, undefined, { 'Cache-Control': null });
		await stack.request('GET', user, undefined, { 'Cache-Control': null });
		await stack.request('POST', '/users', ADA);
		await stack.request('GET', '/users/external_user/nobody');
		await stack.request('GET', '/nothing/at/all');
		expect((await stack.request('GET', user, undefined, { 'X-API-Key': 'nobody knows it' })).status).toBe(401);
		await stack.request('POST', '/users/batch/disable', { users: [{ field: 'external_user', value: '1505' }] });
		await stack.control.fault({ operation: 'WSUser.DisableUser', kind: 'empty-500' });
		await stack.request('POST', `${user}/disable`);
		const answer = await stack.request('GET', '/metrics');
		expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, expect.stringContaining('text/plain')]);
		text = answer.text;
	});
	afterAll(() => stack.close());

	const value = (series: string) =>
		Number(
			text
				.split('\n')
				.find((line) => line.startsWith(`${series} `))
				?.split(' ')
				.at(-1),
		);
	const P = 'chamilo_gateway_';

	it('counts requests by operation and status', () => {
		expect(value(`${P}requests_total{campus="default",operation="getUser",method="GET",status="200"}`)).toBe(2);
		expect(value(`${P}requests_total{campus="default",operation="getUser",method="GET",status="404"}`)).toBe(1);
		expect(value(`${P}requests_total{campus="default",operation="createUser",method="POST",status="201"}`)).toBe(1);
		expect(value(`${P}requests_total{campus="default",operation="none",method="GET",status="404"}`)).toBe(1);
		expect(value(`${P}requests_total{campus="default",operation="getUser",method="GET",status="401"}`)).toBe(1);
		expect(value(`${P}request_duration_seconds_count{campus="default",operation="getUser"}`)).toBe(4);
	});

	it('counts calls by outcome, reads from the cache, and batches', () => {
		expect(value(`${P}campus_calls_total{campus="default",operation="WSUser.CreateUser",outcome="ok"}`)).toBe(1);
		expect(
			value(`${P}campus_calls_total{campus="default",operation="WSUser.DisableUser",outcome="chamilo-error"}`),
		).toBe(1);
		expect(value(`${P}cache_reads_total{campus="default",result="memory"}`)).toBeGreaterThan(0);
		expect(value(`${P}batch_items_sum{campus="default",operation="disableUsers"}`)).toBe(1);
		expect(value(`${P}campus_calls_running{campus="default"}`)).toBe(0);
		expect(value(`${P}circuit_breaker_state{campus="default",state="closed"}`)).toBe(1);
	});

	it('has renamed metrics under their former names, too', () => {
		const seriesOf = (name: string) =>
			text.split('\n').flatMap((line) => (line.startsWith(`${P}${name}{`) ? [line.slice(line.indexOf('{'))] : []));
		expect(seriesOf('memory_reads_total')).toEqual(seriesOf('cache_reads_total'));
		expect(seriesOf('breaker_state')).toEqual(seriesOf('circuit_breaker_state'));
		expect(seriesOf('breaker_state')).toHaveLength(3);
	});

	it('tells nothing of persons and no secret', () => {
		for (const secret of ['1504', '9001', 'ada', 'nobody', stack.sandbox.securityKey, KEYS.all]) {
			expect(text).not.toContain(`"${secret}`);
		}
	});

	it('is for those with the scope', async () => {
		expectProblem(await createClient(stack.url, KEYS.usersRead)('GET', '/metrics'), 'forbidden');
		expectProblem(await createClient(stack.url, '')('GET', '/metrics'), 'unauthorized');
	});

	it('is all that the documentation lists and the dashboard asks for', async () => {
		const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
		const ours = [...names].filter((name) => name.startsWith(P));
		const readme = await readFile('src/node/deploy/README.md', 'utf8');
		const listed = new Set([...readme.matchAll(/^\| `(chamilo_gateway_\w+)`/gm)].map(([, name = '']) => name));
		expect([...listed].sort()).toEqual(ours.sort());
		const dashboard = await readFile('src/node/deploy/grafana-dashboard.json', 'utf8');
		const asked = [...dashboard.matchAll(/\b(?:chamilo_gateway|process|nodejs)_\w+/g)].map(([name]) => name);
		const known = (name: string) => names.has(name) || names.has(name.replace(/_(?:bucket|sum|count)$/, ''));
		expect(asked.filter((name) => !known(name))).toEqual([]);
		expect(asked.length).toBeGreaterThan(10);
	});
});
