import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type Answer, createClient, type Send } from '../support/client.js';
import { startProcess } from '../support/process.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA, DEMO } from '../support/users.js';

const DISABLE = '/users/external_user/1505/disable';

let redis: RedisServer;
let sandbox: Sandbox;
let control: SandboxControl;
const gateways: Gateway[] = [];
beforeEach(async () => {
	redis = await startRedis();
	sandbox = await startSandbox();
	control = createSandboxControl(sandbox.url);
});
afterEach(async () => {
	await sandbox.close();
	for (const gateway of gateways.splice(0)) await gateway.close();
	await redis.close();
});

const settings = () => ({
	HOST: '127.0.0.1',
	PORT: '0',
	LOG_LEVEL: 'silent',
	CHAMILO_URL: sandbox.url,
	CHAMILO_SECURITY_KEY: sandbox.securityKey,
	API_KEYS,
	REDIS_URL: redis.url,
});

async function instance(env: Record<string, string> = {}): Promise<Send> {
	const gateway = await startGateway({ ...settings(), ...env });
	gateways.push(gateway);
	return createClient(gateway.url, KEYS.all);
}

const keyed = (key: string = crypto.randomUUID()) => ({ 'Idempotency-Key': key });
const isReplay = ({ headers }: Answer) => headers.get('Idempotency-Replayed') === 'true';
const scope = ({ headers }: Answer) => headers.get('Idempotency-Scope');
const added = async () => (await control.state()).users.filter(({ id }) => id >= DEMO.nextId);

describe('an Idempotency-Key with Redis', () => {
	it('holds in every instance, and after all of them have ended', async () => {
		const headers = keyed();
		const [one, two] = [await instance(), await instance()];
		const first = await one('POST', '/users', ADA, headers);
		expect([first.status, scope(first)]).toEqual([201, null]);
		const again = await two('POST', '/users', ADA, headers);
		expect([isReplay(again), again.text, again.headers.get('Location')]).toEqual([
			true,
			first.text,
			first.headers.get('Location'),
		]);
		for (const gateway of gateways.splice(0)) await gateway.close();
		const third = await instance();
		expect(isReplay(await third('POST', '/users', ADA, headers))).toBe(true);
		expect((await third('POST', '/users', { ...ADA, loginname: 'eve' }, headers)).status).toBe(409);
		expect(await added()).toHaveLength(1);
	});

	it('sent to many instances at once is worked on by one', async () => {
		const headers = keyed();
		const instances = [await instance(), await instance(), await instance()];
		await control.fault({ kind: 'delay', ms: 200 });
		const sent = Array.from({ length: 12 }, (_, index) => instances[index % 3]?.('POST', '/users', ADA, headers));
		const answers = (await Promise.all(sent)).filter((answer) => answer !== undefined);
		expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
		expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
		expect(await added()).toHaveLength(1);
	});

	it('writes nothing into Redis that tells a password, a name or the key', async () => {
		const headers = keyed('the-key-of-ada');
		const send = await instance();
		expect((await send('POST', '/users', ADA, headers)).status).toBe(201);
		const keys = (await redis.command('KEYS', '*')).split(',');
		const values = await Promise.all(keys.map((key) => redis.command('GET', key)));
		const all = [...keys, ...values].join('\n');
		expect(all).toContain('chamilo-gateway:1:');
		for (const text of [ADA.password, ADA.loginname, ADA.lastname, 'the-key-of-ada', sandbox.securityKey]) {
			expect(all).not.toContain(text);
		}
		// All but the number of the last lock, which must never fall, ends by itself.
		const lasting = await Promise.all(keys.map(async (key) => (await redis.command('TTL', key)).trim() === '-1'));
		expect(values.filter((_, position) => lasting[position])).toEqual([expect.stringMatching(/^\d+$/)]);
	});

	it('holds in its instance while Redis is gone, and the answer says so', async () => {
		const headers = keyed();
		const send = await instance();
		await redis.kill();
		const first = await send('POST', '/users', ADA, headers);
		expect([first.status, scope(first)]).toEqual([201, 'instance']);
		expect(isReplay(await send('POST', '/users', ADA, headers))).toBe(true);
		expect((await send('POST', '/users', { ...ADA, value: '1' }, headers)).status).toBe(409);
		expect(await added()).toHaveLength(1);
		await redis.start();
		await until(async () => scope(await send('POST', DISABLE, undefined, keyed())) === null);
	});

	it('survives that Redis dies, hangs or comes back empty in the middle of the work', async () => {
		const send = await instance();
		const harms: (() => Promise<void>)[] = [
			async () => redis.hang(),
			async () => {
				await redis.kill();
				await redis.start();
			},
			() => redis.kill(),
		];
		for (const harm of harms) {
			const headers = keyed();
			await until(async () => scope(await send('POST', DISABLE, undefined, keyed())) === null);
			await control.reset();
			await control.fault({ kind: 'delay', ms: 500 });
			const before = await redis.command('DBSIZE');
			const working = send('POST', '/users', ADA, headers);
			await until(async () => (await redis.command('DBSIZE')) !== before);
			await harm();
			expect((await working).status).toBe(201);
			const again = await send('POST', '/users', ADA, headers);
			expect([again.status, isReplay(again)]).toEqual([201, true]);
			expect(await added()).toHaveLength(1);
			redis.resume();
		}
	});

	it('is refused by no Redis that is full', async () => {
		const send = await instance();
		await redis.command('CONFIG', 'SET', 'maxmemory', '1');
		const headers = keyed();
		const first = await send('POST', '/users', ADA, headers);
		expect([first.status, scope(first)]).toEqual([201, 'instance']);
		expect(isReplay(await send('POST', '/users', ADA, headers))).toBe(true);
	});
});

it('without Redis a key holds in its instance, and the answer says so', async () => {
	const headers = keyed();
	const [one, two] = [await instance({ REDIS_URL: '' }), await instance({ REDIS_URL: '' })];
	const first = await one('POST', DISABLE, undefined, headers);
	expect([first.status, scope(first)]).toEqual([204, 'instance']);
	expect(isReplay(await one('POST', DISABLE, undefined, headers))).toBe(true);
	expect(isReplay(await two('POST', DISABLE, undefined, headers))).toBe(false);
});

it('a gateway killed in mid-work leaves its keys to the next one', async () => {
	const headers = keyed();
	const killed = await startProcess(settings());
	await control.fault({ kind: 'delay', ms: 60_000 });
	const lost = createClient(killed.url, KEYS.all)('POST', DISABLE, undefined, headers).catch(() => 'lost');
	await until(async () => (await redis.command('DBSIZE')) === '1');
	await killed.kill();
	expect(await lost).toBe('lost');
	await control.reset();

	const next = await startProcess(settings());
	try {
		const send = createClient(next.url, KEYS.all);
		const answers = await Promise.all([1, 2, 3].map(() => send('POST', DISABLE, undefined, headers)));
		expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
		expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
		expect((await control.userById(DEMO.other.id))?.active).toBe(false);
	} finally {
		await next.stop();
	}
});

describe('a dead Redis', () => {
	it('makes the gateway degraded, never unready', async () => {
		const send = await instance();
		expect((await send('GET', '/readyz')).json).toMatchObject({
			checks: expect.arrayContaining([expect.objectContaining({ id: 'redis', status: 'ok' })]),
		});
		const late = await instance({ REDIS_URL: 'redis://:password-of-redis@127.0.0.1:1' });
		const answer = await late('GET', '/readyz');
		expect(answer.status).toBe(200);
		expect(answer.json).toMatchObject({ status: 'degraded' });
		expect(answer.text).toContain('Redis does not answer');
		expect(answer.text).not.toContain('password-of-redis');
		expect(answer.text).not.toContain('127.0.0.1');
	});
});
