import soap from 'soap';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import contract from '../../openapi/contract-1.9.json' with { type: 'json' };
import { compileWsdl } from '../../src/node/compile-wsdl.js';
import { type Client, REGISTRATION, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient({ seed: 'demo' });
});
afterAll(() => client.close());

const wsdl = async (path: string) => (await fetch(`${client.sandbox.url}${path}?wsdl`)).text();

describe.each([
	['WSService', SOAP],
	['WSRegistration', REGISTRATION],
] as const)('%s', (name, path) => {
	it('compiles to the contract it was made of', async () => {
		expect(await compileWsdl(await wsdl(path))).toEqual({ name, service: contract.services[name] });
	});

	it('has the address with the port and actions without', async () => {
		const text = await wsdl(path);
		expect(text).toContain(`<soap:address location="${client.sandbox.url}${path}"/>`);
		expect(text).not.toMatch(/soapAction="[^"]*:\d+\/main/);
	});

	it('has a page for people', async () => {
		const response = await fetch(client.sandbox.url + path);
		expect(response.headers.get('content-type')).toContain('text/html');
	});
});

it('bodies have a namespace where the action is a urn', async () => {
	const bodies = (text: string) =>
		new Set([...text.matchAll(/<input><soap:body use="encoded" namespace="([^"]*)"/g)].map(([, ns]) => ns));
	expect(bodies(await wsdl(SOAP))).toEqual(new Set(['', 'urn:WSService']));
	expect(bodies(await wsdl(REGISTRATION))).toEqual(new Set(['urn:WSRegistration']));
});

describe('node-soap', () => {
	it('calls soap.php', async () => {
		const proxy = await soap.createClientAsync(`${client.sandbox.url}${SOAP}?wsdl`);
		const call = (args: Record<string, string>) =>
			new Promise((resolve) => proxy['WSUser.DisableUser'](args, (error: Error | null) => resolve(error?.message)));
		const id = { user_id_field_name: 'external_user', user_id_value: '1504' };
		expect(await call({ secret_key: client.key, ...id })).toBeUndefined();
		expect(client.sandbox.campus.users.byUsername('lzolkiewski')?.active).toBe(false);
		expect(await call({ secret_key: 'x', ...id })).toContain('API key is invalid');
	});

	it('calls registration.soap.php', async () => {
		const proxy = await soap.createClientAsync(`${client.sandbox.url}${REGISTRATION}?wsdl`);
		const args = { GetUserFromUsername: { username: 'zbronte', secret_key: client.key } };
		const [result] = await proxy.WSGetUserFromUsernameAsync(args);
		expect(result.return.user_id.$value).toBe('5');
	});
});
