import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCampuses } from '../../src/node/campus-settings.js';
import { hashKey } from '../../src/node/key.js';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { createSandboxControl } from '../support/sandbox.js';
import { ADA } from '../support/users.js';

const USER = '/users/external_user/1504';
const keyOf = (name: string) => `key-of-${name}`;

describe('several campuses behind one gateway', () => {
	let lyon: Sandbox;
	let paris: Sandbox;
	let gateway: Gateway;
	let folder: string;
	beforeAll(async () => {
		lyon = await startSandbox(SANDBOXES['1.9']);
		paris = await startSandbox({ ...SANDBOXES['1.11-php7'], securityKey: 'another key' });
		folder = await mkdtemp(join(tmpdir(), 'gateway-campuses-'));
		const of = (name: string, { url, securityKey }: Sandbox) => ({
			CHAMILO_URL: url,
			CHAMILO_SECURITY_KEY: securityKey,
			API_KEYS: `hr=*=${hashKey(keyOf(name))}`,
		});
		const file = join(folder, 'campuses.json');
		await writeFile(
			file,
			JSON.stringify({
				lyon: { path: '/lyon', ...of('lyon', lyon) },
				paris: { host: 'paris.test', ...of('paris', paris), RATE_LIMIT: 1000 },
			}),
		);
		gateway = await startGateway({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', CAMPUSES: file });
	});
	beforeEach(() => {
		lyon.reset();
		paris.reset();
	});
	afterAll(async () => {
		await gateway.close();
		await lyon.close();
		await paris.close();
		await rm(folder, { recursive: true });
	});

	/** fetch does not send another Host. */
	const get = (host: string, path: string, key: string) =>
		new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
			request(gateway.url + path, { headers: { Host: host, 'X-API-Key': key } }, (response) => {
				response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
			})
				.on('error', reject)
				.end();
		});

	it('a request is for the campus of its path, and nothing reaches the other', async () => {
		const send = createClient(`${gateway.url}/lyon`, keyOf('lyon'));
		const created = await send('POST', '/users', ADA);
		expect([created.status, created.headers.get('Location')]).toEqual([201, '/lyon/users/external_user/9001']);
		expect((await send('GET', '/users/external_user/9001')).status).toBe(200);
		expect(await createSandboxControl(lyon.url).userByName('ada')).toBeDefined();
		expect(await createSandboxControl(paris.url).userByName('ada')).toBeUndefined();
		expect(await createSandboxControl(paris.url).operations()).toEqual([]);
	});

	it('or of its host, with settings of its own', async () => {
		const answer = await get('paris.test', USER, keyOf('paris'));
		expect([answer.status, answer.headers['ratelimit-policy']]).toEqual([200, '"minute";q=1000;w=60']);
		expect(await createSandboxControl(lyon.url).operations()).toEqual([]);
	});

	it('the key of one opens no other', async () => {
		expect((await get('paris.test', USER, keyOf('lyon'))).status).toBe(401);
		expectProblem(await createClient(`${gateway.url}/lyon`, keyOf('paris'))('GET', USER), 'unauthorized');
		expectProblem(await createClient(`${gateway.url}/lyon`, 'sandbox-demo-key')('GET', USER), 'unauthorized');
	});

	it('each shows its own metrics only, and those of the process', async () => {
		await get('paris.test', USER, keyOf('paris'));
		const { text } = await createClient(`${gateway.url}/lyon`, keyOf('lyon'))('GET', '/metrics');
		expect(text).toMatch(/^chamilo_gateway_requests_total\{campus="lyon",/m);
		expect(text).toMatch(/^process_cpu_seconds_total /m);
		expect(text).not.toContain('paris');
	});

	it('a request for none is told so; health and the pages of problems are there for all', async () => {
		const send = createClient(gateway.url, keyOf('lyon'));
		expectProblem(await send('GET', USER), 'route-not-found');
		expectProblem(await send('GET', '/lyonnais/users/external_user/1504'), 'route-not-found');
		expect((await send('GET', '/healthz')).status).toBe(200);
		expect((await send('GET', '/problems/user-not-found')).status).toBe(200);
		expect((await send('GET', '/lyon/docs')).status).toBe(200);
		expect((await send('GET', '/lyon')).status).toBe(200);
	});
});

describe('CAMPUSES', () => {
	const good = {
		path: '/lyon',
		CHAMILO_URL: 'https://lyon.example.org',
		CHAMILO_SECURITY_KEY: 'secret-7',
		API_KEYS: `a=*=${'0'.repeat(64)}`,
	};
	const read =
		(campuses: unknown, env = {}) =>
		() =>
			parseCampuses(JSON.stringify(campuses), env);

	it('takes what is not said from the settings of the gateway', () => {
		const [entry] = read({ lyon: good }, { CHAMILO_TIMEOUT_MS: '500', RATE_LIMIT: '7' })();
		expect(entry?.config).toMatchObject({ CHAMILO_TIMEOUT_MS: 500, RATE_LIMIT: 7 });
	});

	it.each([
		['neither host nor path', { lyon: { ...good, path: undefined } }, 'lyon: write a host or a path'],
		['a path that is a route', { lyon: { ...good, path: '/users' } }, 'is a route of the gateway already'],
		['the path of SCIM', { lyon: { ...good, path: '/scim' } }, 'is a route of the gateway already'],
		['the same place twice', { lyon: good, paris: good }, 'two campuses are at /lyon'],
		[
			'a setting that is none',
			{ lyon: { ...good, CHAMILO_URI: 'x' } },
			'lyon: CHAMILO_URI: is no setting; write CHAMILO_URL',
		],
		['a setting of the process', { lyon: { ...good, PORT: 1 } }, 'PORT is one for all campuses'],
		['no campus', {}, 'name at least one campus'],
		['no address', { lyon: { ...good, CHAMILO_URL: undefined } }, 'lyon: CHAMILO_URL'],
		['no key', { lyon: { ...good, API_KEYS: undefined } }, 'lyon: API_KEYS'],
	])('refuses %s', (_, campuses, mistake) => {
		expect(read(campuses)).toThrow(mistake);
		expect(read(campuses)).not.toThrow('secret-7');
	});

	it('reads secrets of a campus from files, as the gateway does', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'gateway-campuses-'));
		const path = join(folder, 'lyon.key');
		await writeFile(path, 'secret-8\n');
		const { CHAMILO_SECURITY_KEY: _, ...rest } = good;
		const [entry] = read({ lyon: { ...rest, CHAMILO_SECURITY_KEY_FILE: path } })();
		expect(entry?.config.CHAMILO_SECURITY_KEY).toBe('secret-8');
		expect(read({ lyon: { ...good, CHAMILO_SECURITY_KEY_FILE: path } })).toThrow('is set as well');
		await rm(folder, { recursive: true });
	});

	it('refuses what is no JSON without repeating it', () => {
		expect(() => parseCampuses('{"lyon": {"CHAMILO_SECURITY_KEY": "secret-7"', {})).toThrow('that is not JSON');
		expect(() => parseCampuses('/nowhere/campuses.json', {})).toThrow('cannot be read');
	});
});

it('tokens alone open no real campus with the demo key', async () => {
	const sandbox = await startSandbox();
	const gateway = await startGateway({
		HOST: '127.0.0.1',
		PORT: '0',
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		JWT_JWKS_URL: 'http://127.0.0.1:1/jwks',
		JWT_ISSUER: 'i',
		JWT_AUDIENCE: 'a',
	});
	expect(gateway.demoKey).toBeUndefined();
	expectProblem(await createClient(gateway.url, 'sandbox-demo-key')('GET', USER), 'unauthorized');
	await gateway.close();
	await sandbox.close();
});
