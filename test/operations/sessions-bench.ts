import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createApp } from '../../src/app.js';
import { connectCampus } from '../../src/chamilo/connect.js';
import { parseConfig } from '../../src/config.js';
import { createLog } from '../../src/node/log.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { reports } from '../../src/operations/reports/index.js';
import { sessions } from '../../src/operations/sessions/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from '../support/client.js';
import { startProxy } from '../support/proxy.js';

const KEY = 'key-of-the-session-tests';

/** A session in the sandbox's state. */
export interface StateSession {
	id: number;
	name: string;
	dateStart: string;
	dateEnd: string;
	daysBefore: number;
	daysAfter: number;
	visibility: number;
	coachId: number;
	extras: Record<string, string>;
	courses: { courseCode: string }[];
	users: number[];
	courseUsers: { courseCode: string; userId: number }[];
}

/** A gateway with the session and report routes on a real port, a sandbox with its demo data behind it. */
export interface Bench {
	send: Send;
	sandbox: Sandbox;
	sessions(): Promise<StateSession[]>;
	/** A session that must exist. */
	session(id: number): Promise<StateSession>;
	/** Gives the next call of an operation this content of the SOAP body in place of the sandbox's. */
	answerInstead(operation: string, status: 200 | 500, content: string): void;
	/** SOAP operations since the last reset, in order. */
	calls(): string[];
}

/** Sessions, users and courses of the demo campus. */
export const DEMO = {
	/** Listed; coach 3, courses FRANCAISA1 and ALGEBRA, users 5, 6, 7. */
	autumn: { id: 1, name: 'Otoño 2030', external: '301', users: [5, 6, 7], courses: ['FRANCAISA1', 'ALGEBRA'] },
	/** Listed, without dates; coach 4, course 2024OFFICE, user 5. */
	summer: { id: 2, name: 'Summer school', external: '302', users: [5], courses: ['2024OFFICE'] },
	/** Not in the autumn session. */
	outsider: { id: 9, external: '1507', username: 'myamada' },
	inactive: { id: 11, external: '1509' },
	coaches: { maria: 3, jerome: 4 },
	nextSession: 3,
} as const;

/** Declares a bench for the tests of a file; every test starts with the demo data. */
export function useBench(): Bench {
	let sandbox: Sandbox | undefined;
	let send: Send | undefined;
	let proxy: Awaited<ReturnType<typeof startProxy>> | undefined;
	const closers: (() => unknown)[] = [];
	const started = <T>(value: T | undefined): T => {
		if (value === undefined) throw new Error('the bench is not up');
		return value;
	};

	beforeAll(async () => {
		sandbox = await startSandbox();
		proxy = await startProxy(sandbox.url);
		const upstream = createUndiciTransport(proxy.url);
		const app = createApp({
			operations: [...sessions, ...reports],
			campus: connectCampus(
				parseConfig({ CHAMILO_KIND: '1.9' }),
				{ url: proxy.url, securityKey: sandbox.securityKey },
				upstream.transport,
			),
			apiKeys: [{ name: 'tests', scopes: new Set(['*']), hash: createHash('sha256').update(KEY).digest('hex') }],
			limits: { body: 1e6, batch: 1e6 },
			log: createLog('silent'),
			version: '0',
			openapi: '{}',
			sandbox: true,
		});
		const server = createServer(getRequestListener(app.fetch));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		send = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, KEY);
		closers.push(
			() => new Promise((resolve) => server.close(resolve).closeAllConnections()),
			() => upstream.close(),
			() => proxy?.close(),
			() => sandbox?.close(),
		);
	});
	beforeEach(() => sandbox?.reset());
	afterAll(async () => {
		for (const close of closers) await close();
	});

	async function list(): Promise<StateSession[]> {
		const response = await fetch(`${started(sandbox).url}/sandbox/state`);
		return ((await response.json()) as { sessions: StateSession[] }).sessions;
	}
	return {
		send: (...request) => started(send)(...request),
		get sandbox() {
			return started(sandbox);
		},
		sessions: list,
		async session(id) {
			const found = (await list()).find((session) => session.id === id);
			if (!found) throw new Error(`there is no session ${id}`);
			return found;
		},
		answerInstead(operation, status, content) {
			const xml = `<?xml version="1.0"?><E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>${content}</E:Body></E:Envelope>`;
			started(proxy).substitutes.push({ operation, status, xml });
		},
		calls: () => started(sandbox).journal.map(({ operation }) => operation),
	};
}
