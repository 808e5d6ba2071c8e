import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, ImportHttpClient } from '../../src/node/import/client.js';
import { sendRecords } from '../../src/node/import/send.js';
import { StoppedError } from '../../src/node/import/usage-error.js';
import { type Answer, serverPool } from '../chamilo/small-server.js';

const servers = serverPool();
const clients: ImportHttpClient[] = [];

afterEach(async () => {
	await servers.close();
	await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function start(answer: Answer, options: Partial<ClientOptions> = {}) {
	const server = await servers.start(answer);
	const told: string[] = [];
	const client = new ImportHttpClient({
		url: server.url,
		key: 'k',
		signal: new AbortController().signal,
		connections: 2,
		notify: (text) => told.push(text),
		backoff: { firstMs: 1, longestMs: 4, maxRetries: 3 },
		...options,
	});
	clients.push(client);
	const keys = () => server.requests.map(({ headers }) => headers['idempotency-key']);
	return { server, client, told, keys };
}

type Response = Parameters<Answer>[0];

function json(response: Response, status: number, body: unknown, headers: Record<string, string> = {}): void {
	response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}

const problem = (code: string, status: number) => ({ code, status, detail: `what ${code} means` });
const POST = { method: 'POST', path: '/sessions', body: { name: 'x' }, idempotencyKey: 'key-1' } as const;
const BATCH = { how: 'batch', path: '/users/batch/create', member: 'users' } as const;
const RECORDS = [1, 2, 3].map((line) => ({ line, item: { loginname: `u${line}` } }));
const namesIn = (body: string) => JSON.parse(body).users.map(({ loginname }: { loginname: string }) => loginname);

describe('a request', () => {
	it('carries the key of the gateway and its own Idempotency-Key', async () => {
		const { server, client } = await start((response) => json(response, 201, { id: 1 }));
		expect(await client.send(POST)).toEqual({ status: 201, body: { id: 1 }, isReplayed: false, wasUnanswered: false });
		expect(server.requests[0]?.headers).toMatchObject({
			'x-api-key': 'k',
			'idempotency-key': 'key-1',
			'content-type': 'application/json',
		});
	});

	for (const [what, hinder] of [
		['a connection that breaks', (response: Response) => response.socket?.destroy()],
		['429', (response: Response) => json(response, 429, problem('rate-limited', 429))],
		['503', (response: Response) => json(response, 503, problem('chamilo-unavailable', 503))],
		['a 502 of a proxy', (response: Response) => response.writeHead(502).end('<html>')],
	] as const) {
		it(`is sent again, unchanged and with the same key, after ${what}`, async () => {
			const { server, client, keys } = await start((response, _, count) => {
				if (count < 3) hinder(response);
				else json(response, 201, { id: 1 });
			});
			expect(await client.send(POST)).toMatchObject({ status: 201 });
			expect(keys()).toEqual(['key-1', 'key-1', 'key-1']);
			expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
		});
	}

	it('waits as long as Retry-After says, and tells why', async () => {
		const { client, told } = await start((response, _, count) => {
			if (count === 1) json(response, 429, problem('rate-limited', 429), { 'Retry-After': '1' });
			else json(response, 201, {});
		});
		const before = performance.now();
		await client.send(POST);
		// A timer may fire a millisecond early; a wait of the client's own would be a hundred times shorter.
		expect(performance.now() - before).toBeGreaterThan(990);
		expect(told).toEqual(['what rate-limited means; trying again in 1 s']);
	});

	it('is given up at last, for another run', async () => {
		const { server, client } = await start((response) => json(response, 503, problem('chamilo-unavailable', 503)));
		await expect(client.send(POST)).rejects.toThrow(StoppedError);
		expect(server.requests).toHaveLength(4);
	});

	it('waits without end for an earlier attempt that is under way', async () => {
		const { client } = await start((response, _, count) => {
			const { code, status, detail } = problem('idempotency-in-progress', 409);
			if (count < 10) json(response, 409, { code, status, detail }, { 'Retry-After': '0' });
			else json(response, 201, {}, { 'Idempotency-Replayed': 'true' });
		});
		expect(await client.send(POST)).toMatchObject({ status: 201, isReplayed: true });
	});

	for (const code of ['unauthorized', 'forbidden', 'route-not-found', 'chamilo-refused-signature']) {
		it(`ends the import at once when the answer is ${code}`, async () => {
			const { server, client } = await start((response) => json(response, 401, problem(code, 401)));
			await expect(client.send(POST)).rejects.toThrow(`what ${code} means`);
			expect(server.requests).toHaveLength(1);
		});
	}

	it('does not take the answer of something else for one of a gateway', async () => {
		const { client } = await start((response) => response.writeHead(302, { Location: '/login' }).end());
		await expect(client.send(POST)).rejects.toThrow('answered 302 without a problem');
	});

	it('stops waiting when the import is to stop', async () => {
		const stop = new AbortController();
		const { client } = await start(
			(response) => {
				json(response, 503, problem('chamilo-unavailable', 503), { 'Retry-After': '3600' });
				setImmediate(() => stop.abort());
			},
			{ signal: stop.signal },
		);
		await expect(client.send(POST)).rejects.toThrow('Stopped as asked');
	});
});

describe('a batch', () => {
	const done = (index: number) => ({ index, status: 201, id: index + 10, field: 'external_user', value: `v${index}` });

	it('gives each line its own outcome', async () => {
		const refused = { index: 1, status: 409, problem: problem('username-taken', 409) };
		const { client } = await start((response) => json(response, 207, { results: [done(0), refused, done(2)] }));
		expect(await sendRecords(client, BATCH, RECORDS, 'key')).toEqual([
			{ line: 1, outcome: 'done', status: 201, id: 10, field: 'external_user', value: 'v0' },
			{ line: 2, outcome: 'failed', status: 409, code: 'username-taken', detail: 'what username-taken means' },
			{ line: 3, outcome: 'done', status: 201, id: 12, field: 'external_user', value: 'v2' },
		]);
	});

	it('sends again only what the campus could not take, under a key of its own', async () => {
		const down = (index: number) => ({ index, status: 503, problem: problem('chamilo-unavailable', 503) });
		const { server, client, keys } = await start((response, _, count) =>
			json(response, 207, {
				results: count === 1 ? [down(0), done(1), down(2)] : count === 2 ? [done(0), down(1)] : [done(0)],
			}),
		);
		const outcomes = await sendRecords(client, BATCH, RECORDS, 'key');
		expect(outcomes.map(({ line, status }) => [line, status])).toEqual([
			[1, 201],
			[2, 201],
			[3, 201],
		]);
		expect(keys()).toEqual(['key', 'key.1', 'key.2']);
		expect(server.requests.map(({ body }) => namesIn(body))).toEqual([['u1', 'u2', 'u3'], ['u1', 'u3'], ['u3']]);
	});

	it('goes through old rounds without waiting when it is run again', async () => {
		const down = { index: 0, status: 503, problem: problem('chamilo-unavailable', 503) };
		const { client, keys } = await start((response, _, count) => {
			if (count < 12) json(response, 207, { results: [down] }, { 'Idempotency-Replayed': 'true' });
			else json(response, 200, { results: [done(0)] });
		});
		expect(await sendRecords(client, BATCH, RECORDS.slice(0, 1), 'key')).toMatchObject([{ outcome: 'done' }]);
		expect(keys().at(-1)).toBe('key.11');
	});

	it('leaves nothing decided when the campus stays away', async () => {
		const down = { index: 0, status: 503, problem: problem('chamilo-unavailable', 503) };
		const { client } = await start((response) => json(response, 207, { results: [down] }));
		await expect(sendRecords(client, BATCH, RECORDS.slice(0, 1), 'key')).rejects.toThrow(StoppedError);
	});

	it('that is too large is halved, down to the record that is', async () => {
		const { client, keys } = await start((response, { body }) => {
			const names: string[] = namesIn(body);
			if (names.includes('u2')) json(response, 413, problem('payload-too-large', 413));
			else json(response, 200, { results: names.map((_, index) => done(index)) });
		});
		const outcomes = await sendRecords(client, BATCH, RECORDS, 'key');
		expect(outcomes.map(({ line, outcome, code }) => [line, outcome, code])).toEqual([
			[1, 'done', undefined],
			[2, 'failed', 'payload-too-large'],
			[3, 'done', undefined],
		]);
		expect(new Set(keys()).size).toBe(keys().length);
	});

	for (const [what, status, body] of [
		['refused as a whole', 422, problem('unsupported-by-chamilo', 422)],
		['answered for fewer records', 200, { results: [done(0)] }],
		['answered by something else', 200, { hello: 'world' }],
	] as const) {
		it(`that is ${what} ends the import, with no line decided`, async () => {
			const { client } = await start((response) => json(response, status, body));
			await expect(sendRecords(client, BATCH, RECORDS, 'key')).rejects.toThrow(StoppedError);
		});
	}

	it('with nothing in it is not sent', async () => {
		const { server, client } = await start((response) => json(response, 500, {}));
		expect(await sendRecords(client, BATCH, [], 'key')).toEqual([]);
		expect(server.requests).toEqual([]);
	});
});

describe('a record of its own', () => {
	const request = () => ({ method: 'PUT' as const, path: '/courses/code/A/users/username/b', body: {} });
	const PUT = { how: 'single', request } as const;

	it('has the outcome of its request', async () => {
		const { client, keys } = await start((response, _, count) => {
			if (count === 1) response.writeHead(204).end();
			else json(response, 404, problem('user-not-found', 404));
		});
		const [record] = RECORDS;
		const send = () => sendRecords(client, PUT, record ? [record] : [], 'key');
		expect(await send()).toEqual([{ line: 1, outcome: 'done', status: 204 }]);
		expect(await send()).toMatchObject([{ line: 1, outcome: 'failed', status: 404, code: 'user-not-found' }]);
		expect(keys()).toEqual([undefined, undefined]);
	});

	it('of unknown fate is told as such, and holds the others up no longer', async () => {
		const { client } = await start((response) => json(response, 502, problem('outcome-unknown', 502)));
		expect(await sendRecords(client, PUT, RECORDS.slice(0, 1), 'key')).toMatchObject([
			{ outcome: 'failed', status: 502, code: 'outcome-unknown' },
		]);
	});
});

describe('records that an earlier attempt may have created', () => {
	const recognition = { path: '/users', name: { member: 'loginname', field: 'username' }, same: ['firstname'] };
	const taken = { status: 409, problem: problem('username-taken', 409) };
	const records = [{ line: 2, item: { loginname: 'u2', firstname: 'Ada' } }];
	const outcomeWith = async (status: number, body: unknown) => {
		const { client } = await start((response, request) =>
			request.method === 'GET' ? json(response, status, body) : json(response, 207, { results: [taken] }),
		);
		const [outcome] = await sendRecords(client, { ...BATCH, recognition }, records, 'key', true);
		return outcome;
	};

	it('are done where the campus has what was sent, and nobody else is taken for one', async () => {
		const own = { id: 7, username: 'U2', firstname: 'Ada' };
		expect(await outcomeWith(200, own)).toMatchObject({ line: 2, outcome: 'done', id: 7 });
		for (const other of [
			{ ...own, firstname: 'Eve' },
			{ ...own, username: 'u3' },
			{ ...own, firstname: null },
		]) {
			expect(await outcomeWith(200, other)).toMatchObject({ outcome: 'failed', status: 409 });
		}
		expect(await outcomeWith(404, problem('user-not-found', 404))).toMatchObject({ outcome: 'failed', status: 409 });
	});

	it('are failed, and do not stop the import, where the key may not read', async () => {
		expect(await outcomeWith(403, problem('forbidden', 403))).toMatchObject({ outcome: 'failed', status: 409 });
	});
});
