import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { buildCli, Running } from './command.js';

let cli: string;
beforeAll(() => {
	cli = buildCli();
});

const running: Running[] = [];
const sockets: Socket[] = [];
const agents: Agent[] = [];
const closings: (() => unknown)[] = [];
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.destroy();
	for (const agent of agents.splice(0)) agent.destroy();
	await Promise.all(running.splice(0).map((command) => command.stop()));
	for (const close of closings.splice(0)) await close();
});

async function start(settings: Record<string, string> = {}): Promise<{ gateway: Running; port: number }> {
	const campus = settings.CHAMILO_URL ? {} : { CHAMILO_SANDBOX: '1.9' };
	const gateway = new Running(cli, ['serve'], { PORT: '0', LOG_LEVEL: 'warn', API_KEYS, ...campus, ...settings });
	running.push(gateway);
	const [, port] = await gateway.written(/listens on http:\/\/127\.0\.0\.1:(\d+)\n/);
	return { gateway, port: Number(port) };
}

/** A connection on which these bytes were sent. */
async function open(port: number, bytes = ''): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	sockets.push(socket);
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	if (bytes !== '') socket.write(bytes);
	return socket;
}

interface Received {
	status: number;
	connection: string | undefined;
	body: string;
}

/** Sends a request over the connections of an agent. */
function send(port: number, path: string, agent: Agent, body?: string): Promise<Received> {
	return new Promise((resolve, reject) => {
		const sent = httpRequest({
			...{ host: '127.0.0.1', port, path, agent, method: body === undefined ? 'GET' : 'POST' },
			headers: {
				'X-API-Key': KEYS.all,
				...(body === undefined
					? {}
					: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
			},
		});
		sent.on('error', reject);
		sent.on('response', (response: IncomingMessage) => {
			const { statusCode: status = 0, headers } = response;
			text(response).then((received) => resolve({ status, connection: headers.connection, body: received }), reject);
		});
		sent.end(body);
	});
}

function keepAliveAgent(maxSockets: number): Agent {
	const agent = new Agent({ keepAlive: true, maxSockets });
	agents.push(agent);
	return agent;
}

describe('a signal to stop', () => {
	const head = (length: number) =>
		`POST /users HTTP/1.1\r\nHost: g\r\nX-API-Key: ${KEYS.all}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

	it.each([
		['nothing', ''],
		['half a head', 'GET / HTTP/1.1\r\nHos'],
		['half a body', `${head(100)}{"a`],
	])('is followed although a client has sent %s and stays', async (_, bytes) => {
		const { gateway, port } = await start({ SHUTDOWN_TIMEOUT_MS: '2000' });
		await open(port, bytes);
		gateway.signal('SIGTERM');
		expect(await gateway.ended()).toBe(0);
	});

	it('that is SIGHUP is like the others', async () => {
		const { gateway } = await start();
		gateway.signal('SIGHUP');
		await gateway.written(/SIGHUP: finishing what is under way/);
		expect(await gateway.ended()).toBe(0);
	});

	it('lets clients take their answers to the end', async () => {
		const { gateway, port } = await start();
		const client = await open(port);
		const wanted = 40;
		client.pause();
		client.write('GET /openapi.json HTTP/1.1\r\nHost: g\r\n\r\n'.repeat(wanted));
		// The answers are more than the buffers of both sides hold, so that most of them wait in the gateway.
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		gateway.signal('SIGTERM');
		await gateway.written(/finishing what is under way/);
		const received = await text(client);
		expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(wanted);
		expect(received.endsWith('}\n')).toBe(true);
		expect(await gateway.ended()).toBe(0);
	});

	it('answers a request that was on its way on a kept connection, and is told there at once as not ready', async () => {
		const { gateway, port } = await start();
		const [first, second] = [keepAliveAgent(1), keepAliveAgent(1)];
		for (const agent of [first, second]) {
			expect(await send(port, '/healthz', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
		}
		gateway.signal('SIGTERM');
		await gateway.written(/finishing what is under way/);
		expect(await send(port, '/users/external_user/1504', first)).toMatchObject({ status: 200, connection: 'close' });
		const { status, body } = await send(port, '/readyz', second);
		expect([status, JSON.parse(body)]).toEqual([503, { status: 'stopping', checks: [] }]);
		expect(await gateway.ended()).toBe(0);
	});

	it('cuts off what takes longer than SHUTDOWN_TIMEOUT_MS, says so, and ends with 0', async () => {
		const sandbox = await startSandbox({ latency: { baseMs: 60_000, perUserMs: 0 } });
		closings.push(() => sandbox.close());
		const { gateway, port } = await start({
			...{ HOST: '127.0.0.1', CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey },
			SHUTDOWN_TIMEOUT_MS: '500',
		});
		const request = send(port, '/users/external_user/1504', keepAliveAgent(1)).catch((failure: Error) => failure);
		await new Promise((resolve) => setTimeout(resolve, 500));
		gateway.signal('SIGTERM');
		expect(await gateway.ended()).toBe(0);
		expect(await request).toBeInstanceOf(Error);
		expect(gateway.output).toContain('"cutOff":1');
	});
});

describe('two instances behind a load balancer', () => {
	/** Sends each request to a ready instance, over kept connections, once: what fails has failed. */
	function startBalancer() {
		const instances = new Map<number, { agent: Agent; isReady: boolean }>();
		let turn = 0;
		const server = createServer((request, response) => {
			const ready = [...instances].filter(([, { isReady }]) => isReady);
			const [port, instance] = ready[turn++ % ready.length] ?? [];
			const { method, url: path, headers } = request;
			const forwarded = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: instance?.agent });
			forwarded.on('error', (failure) => response.writeHead(599).end(String(failure)));
			forwarded.on('response', (answer) => {
				response.writeHead(answer.statusCode ?? 0, { 'Content-Type': answer.headers['content-type'] ?? '' });
				answer.pipe(response);
			});
			request.pipe(forwarded);
		});
		const probes = setInterval(() => {
			for (const [port, instance] of instances) {
				send(port, '/readyz', new Agent()).then(
					({ status }) => {
						instance.isReady = status === 200;
					},
					() => instances.delete(port),
				);
			}
		}, 100);
		closings.push(() => {
			clearInterval(probes);
			server.closeAllConnections();
			server.close();
		});
		return {
			instances,
			async listen() {
				await once(server.listen(0, '127.0.0.1'), 'listening');
				return (server.address() as AddressInfo).port;
			},
		};
	}

	async function startInstance(sandbox: Sandbox, balancer: ReturnType<typeof startBalancer>): Promise<Running> {
		const { gateway, port } = await start({
			...{ HOST: '127.0.0.1', CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey },
			SHUTDOWN_DELAY_MS: '1500',
		});
		balancer.instances.set(port, { agent: keepAliveAgent(50), isReady: false });
		await expect.poll(() => balancer.instances.get(port)?.isReady, { timeout: 10_000 }).toBe(true);
		return gateway;
	}

	it('are replaced one after the other under load, and no request is lost', async () => {
		const sandbox = await startSandbox();
		closings.push(() => sandbox.close());
		const balancer = startBalancer();
		const port = await balancer.listen();
		let instances = [await startInstance(sandbox, balancer), await startInstance(sandbox, balancer)];

		const outcomes = new Map<string, number>();
		let isOver = false;
		let created = 0;
		const clients = Array.from({ length: 8 }, async (_, client) => {
			const agent = keepAliveAgent(1);
			while (!isOver) {
				const user = { firstname: 'Ada', lastname: 'Test', loginname: `ada.${++created}`, password: 'p' };
				const path = client % 2 === 0 ? '/users' : '/users/external_user/1504';
				const { status, body } = await send(port, path, agent, client % 2 === 0 ? JSON.stringify(user) : undefined);
				const outcome = status < 300 ? String(status) : `${status} ${body}`;
				outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
			}
		});
		for (let replaced = 0; replaced < 2; replaced += 1) {
			const [oldest, ...others] = instances;
			instances = [...others, await startInstance(sandbox, balancer)];
			oldest?.signal('SIGTERM');
			expect(await oldest?.ended()).toBe(0);
		}
		isOver = true;
		await Promise.all(clients);
		expect([...outcomes.keys()].sort()).toEqual(['200', '201']);
	}, 90_000);
});
