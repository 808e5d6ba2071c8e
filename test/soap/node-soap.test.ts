import { createHash } from 'node:crypto';
import { type Client, createClientAsync } from 'soap';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCircuitBreaker } from '../../src/chamilo/circuit-breaker.js';
import { createSemaphore } from '../../src/chamilo/semaphore.js';
import { createSigner } from '../../src/chamilo/signature.js';
import { createSoapClient, type SoapClient } from '../../src/chamilo/soap-client.js';
import { GatewayError } from '../../src/errors.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import type { SoapArguments, SoapValue } from '../../src/soap/value.js';
import { CONTRACT } from './sample.js';

let sandbox: Sandbox;
let call: SoapClient;
let closeTransport: () => Promise<void>;
const clients: Client[] = [];
let secretKey: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	secretKey = createHash('sha1').update(`127.0.0.1${sandbox.securityKey}`).digest('hex');
	for (const file of ['soap.php', 'registration.soap.php']) {
		const url = `${sandbox.url}/main/webservices/${file}`;
		clients.push(await createClientAsync(`${url}?wsdl`, { endpoint: url }, url));
	}
	const { transport, close } = createUndiciTransport(sandbox.url);
	closeTransport = close;
	call = createSoapClient({
		url: sandbox.url,
		contract: CONTRACT,
		transport,
		signer: createSigner(sandbox.securityKey, { mode: 'static', ip: '127.0.0.1' }),
		text: 'utf8-as-latin1',
		timeoutMs: 10_000,
		semaphore: createSemaphore(1),

		circuitBreaker: createCircuitBreaker(),
	});
});

beforeEach(() => sandbox.reset());

afterAll(async () => {
	await closeTransport();
	await sandbox.close();
});

/** The same call by node-soap; its result in our form, its fault as the code. */
async function viaNodeSoap(operation: string, args: unknown): Promise<unknown> {
	const method = clients.map((client) => client[operation]).find((found) => typeof found === 'function');
	if (!method) throw new Error(`node-soap has no ${operation}`);
	return new Promise((resolve, reject) => {
		method(args, (error: unknown, result: unknown) => {
			const code = faultCodeOf(error);
			if (code !== undefined) resolve({ fault: code });
			else if (error) reject(error);
			else resolve(plain((result as { return?: unknown } | null)?.return ?? null));
		});
	});
}

function faultCodeOf(error: unknown): string | undefined {
	const root = (error as { root?: { Envelope?: { Body?: { Fault?: { faultcode?: unknown } } } } } | null)?.root;
	const code = root?.Envelope?.Body?.Fault?.faultcode;
	return code === undefined ? undefined : String(plain(code));
}

/** node-soap keeps attributes beside the values and wraps lists and typed texts. */
function plain(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value;
	const { attributes, ...rest } = value as Record<string, unknown>;
	if ('$value' in rest) return plain(rest.$value);
	if ('item' in rest) return [rest.item].flat().map(plain);
	if (Object.keys(rest).length === 0) return isList(attributes) ? [] : null;
	return Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, plain(member)]));
}

function isList(attributes: unknown): boolean {
	return JSON.stringify(attributes ?? '').includes('Array');
}

async function viaCaller(operation: string, args: SoapArguments): Promise<SoapValue | { fault: string }> {
	try {
		return await call(operation, args);
	} catch (thrown) {
		if (thrown instanceof GatewayError && thrown.chamilo?.faultcode) return { fault: thrown.chamilo.faultcode };
		throw thrown;
	}
}

const reference = (value: string) => ({ user_id_field_name: 'external_user', user_id_value: value });

describe('node-soap and our caller get the same from the sandbox', () => {
	const newUser = {
		firstname: 'Tom',
		lastname: 'Thumb',
		status: 5,
		loginname: 'tom.thumb',
		password: 'secret',
		encrypt_method: '',
		...reference('77'),
		visibility: 1,
		email: 'tom@example.org',
		language: 'english',
		phone: '',
		expiration_date: '0000-00-00 00:00:00',
	};
	const cases: [what: string, operation: string, args: Record<string, string | number>, expected: unknown][] = [
		['a number', 'WSUser.CreateUser', newUser, expect.any(Number)],
		['nothing', 'WSUser.DisableUser', reference('1504'), null],
		['a fault 100', 'WSUser.DisableUser', reference('unknown'), { fault: '100' }],
		['a fault 102', 'WSUser.CreateUser', { ...newUser, loginname: 'mjnunez' }, { fault: '102' }],
		[
			'a list of structs',
			'WSCourse.ListCourses',
			{},
			expect.arrayContaining([expect.objectContaining({ code: 'FRANCAISA1' })]),
		],
	];
	for (const [what, operation, args, expected] of cases) {
		it(`${what}, by ${operation}`, async () => {
			const theirs = await viaNodeSoap(operation, { secret_key: secretKey, ...args });
			sandbox.reset();
			const ours = await viaCaller(operation, args);
			expect(ours).toEqual(expected);
			expect(comparable(ours)).toEqual(comparable(theirs));
		});
	}

	it('a struct, with accents, by WSGetUser of the registration service', async () => {
		const args = { original_user_id_name: 'external_user', original_user_id_value: '1501' };
		const ours = await viaCaller('WSGetUser', args);
		expect(ours).toMatchObject({ firstname: 'María José', lastname: 'Núñez' });
		const theirs = await viaNodeSoap('WSGetUser', { GetUser: { ...args, secret_key: secretKey } });
		expect(comparable(theirs)).toEqual(comparable(ours));
	});

	/** Nil members: null with us, left out by node-soap. Numbers of text type stay texts with both. */
	function comparable(value: unknown): unknown {
		if (Array.isArray(value)) return value.map(comparable);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value)
				.filter(([, member]) => member !== null)
				.map(([name, member]) => [name, comparable(member)]),
		);
	}
});

it('what our caller sends arrives in the sandbox value for value', async () => {
	const firstname = 'É & <b> "漢字" \' \\';
	await call('WSUser.EditUser', {
		...reference('1504'),
		firstname,
		lastname: 'L',
		status: 5,
		loginname: 'lz',
		email: '',
		phone: ' 1 ',
	});
	const user = await call('WSGetUser', { original_user_id_name: 'external_user', original_user_id_value: '1504' });
	expect(user).toMatchObject({ firstname, lastname: 'L' });
	expect(sandbox.journal.map(({ operation }) => operation)).toEqual(['WSUser.EditUser', 'WSGetUser']);
});
