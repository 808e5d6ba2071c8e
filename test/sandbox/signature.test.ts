import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signature } from '../../src/sandbox/services/service.js';
import { type Client, envelope, fault, REGISTRATION, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient({ seed: 'empty', securityKey: 'k3y' });
});
afterAll(() => client.close());

const WRONG = '1 API key is invalid';
const enable = (key: string, headers: Record<string, string> = {}) =>
	client.post(SOAP, envelope('WSUser.EnableUser', `<k>${key}</k><f>chamilo_user_id</f><v>1</v>`), headers);

describe('X-Forwarded-For', () => {
	it.each([
		['203.0.113.7', '203.0.113.7', undefined],
		['203.0.113.7, 10.0.0.1', '203.0.113.7', undefined],
		['203.0.113.7, 10.0.0.1', '10.0.0.1', WRONG],
		['203.0.113.7', '127.0.0.1', WRONG],
		[', 10.0.0.1', '', undefined],
		['', '127.0.0.1', undefined],
		['2001:db8::1', '2001:db8::1', undefined],
		['203.0.113.7:4711', '203.0.113.7:4711', undefined],
	])('%j signed with %j', async (header, ip, expected) => {
		expect(fault(await enable(signature(ip, 'k3y'), { 'X-Forwarded-For': header }))).toBe(expected);
	});

	it('decides what testip.php says', async () => {
		const url = `${client.sandbox.url}/main/webservices/testip.php`;
		expect(await (await fetch(url)).text()).toBe('127.0.0.1\n');
		expect(await (await fetch(url, { headers: { 'X-Forwarded-For': ' 192.0.2.1 , 10.0.0.1' } })).text()).toBe(
			'192.0.2.1\n',
		);
	});
});

describe('the key', () => {
	it.each([
		['upper case', (key: string) => key.toUpperCase()],
		['blanks', (key: string) => ` ${key}`],
		['empty', () => ''],
	])('is refused: %s', async (_, change) => {
		expect(fault(await enable(change(client.key)))).toBe(WRONG);
	});

	const call = (operation: string, content: string) => client.post(REGISTRATION, envelope(operation, content));
	const REFUSED = 'Server Secret key is not correct or params are not correctly set';

	it('stands in the struct in registration.soap.php', async () => {
		expect(fault(await call('WSGetUser', '<p><secret_key>x</secret_key></p>'))).toBe(REFUSED);
		expect(fault(await call('WSGetUser', `<p><secret_key>${client.key}</secret_key></p>`))).toBeUndefined();
		expect(fault(await call('WSCreateUser', `<firstname>A</firstname><secret_key>${client.key}</secret_key>`))).toBe(
			REFUSED,
		);
	});

	it.each(['WSDisableUsers', 'WSEnableUsers', 'WSDeleteUsers'])('%s swallows a wrong one', async (operation) => {
		const answer = await call(operation, '<p><secret_key>x</secret_key></p>');
		expect(answer.status).toBe(200);
		expect(answer.text).toContain(`${operation}Response`);
	});

	it('is not asked for by WS.test and most reports', async () => {
		const content = '<k>x</k><f>chamilo_user_id</f><v>1</v><f2>chamilo_course_id</f2><v2>1</v2>';
		const answer = await client.post(SOAP, envelope('WSReport.GetLearnpathsByCourse', content));
		expect(answer.status).toBe(200);
	});
});
