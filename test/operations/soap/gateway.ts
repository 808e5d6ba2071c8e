import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../../../src/app.js';
import { createKeys } from '../../../src/cache/keys.js';
import type { ConnectedCampus } from '../../../src/chamilo/campus.js';
import { connectCampus } from '../../../src/chamilo/connect.js';
import { parseConfig } from '../../../src/config.js';
import { buildDocument } from '../../../src/http/openapi.js';
import { readyz } from '../../../src/http/readyz.js';
import { hashKey } from '../../../src/node/key.js';
import { createUndiciTransport } from '../../../src/node/undici-transport.js';
import type { Campus } from '../../../src/operations/campus.js';
import type { CampusKind } from '../../../src/operations/kinds.js';
import type { Operation } from '../../../src/operations/operation.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';
import type { Scope } from '../../../src/scopes.js';
import type { SoapArguments } from '../../../src/soap/value.js';
import { createClient, type Send } from '../../support/client.js';

export interface RawGateway {
	send: Send;
	/** Sends with a key that may do nothing of this. */
	sendAsStranger: Send;
	sandbox: Sandbox;
	/** Calls as the rows made them, oldest first. */
	calls: { operation: string; args: SoapArguments }[];
	/** Lines of the log as JSON. */
	log: string[];
	close(): Promise<void>;
}

export interface RawOptions {
	/** What the sandbox is; 1.9 where left out. */
	sandbox?: SandboxOptions;
	/** Forces what the campus is taken for. */
	kind?: CampusKind;
}

/** A sandbox and a gateway with these rows on real ports. */
export async function startRawGateway(
	operations: readonly Operation[],
	{ sandbox: sandboxOptions, kind }: RawOptions = {},
): Promise<RawGateway> {
	const sandbox = await startSandbox(sandboxOptions);
	const { transport, close: closeTransport } = createUndiciTransport(sandbox.url);
	const campus = connectCampus(parseConfig({ CHAMILO_KIND: kind }), sandbox, transport);
	const calls: RawGateway['calls'] = [];
	const log: string[] = [];
	const write = (fields: Record<string, unknown>, message: string) =>
		void log.push(JSON.stringify({ ...fields, message }));
	const recording = (plain: Campus) =>
		new Proxy(plain, {
			get(_, name: keyof Campus) {
				const member: unknown = plain[name];
				if (typeof member !== 'function') return member;
				return (...args: unknown[]) => {
					if (name === 'query' || name === 'command') {
						const [operation, given = {}] = args as [string, SoapArguments?];
						calls.push({ operation, args: structuredClone(given) });
					}
					return member.apply(plain, args);
				};
			},
		});
	const recorded: ConnectedCampus = { run: (plan) => campus.run((plain) => plan(recording(plain))) };
	const apiKey = (name: string, scope: Scope | '*') => ({ name, scopes: new Set([scope]), hash: hashKey(name) });
	const app = createApp({
		operations,
		campus: recorded,
		apiKeys: [apiKey('anything', '*'), apiKey('stranger', 'metrics:read')],
		limits: { body: 1024 * 1024, batch: 8 * 1024 * 1024 },
		log: { info: write, warn: write, error: write, audit: () => undefined, request: () => undefined },
		idempotency: { keys: createKeys({ campusUrl: sandbox.url, secret: sandbox.securityKey, hashed: false }) },
		version: '0.0.0',
		openapi: buildDocument(operations, '0.0.0'),
		sandbox: true,
		readyz: readyz(async () => []),
	});
	const server = createServer(getRequestListener(app.fetch));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		send: createClient(url, 'anything'),
		sendAsStranger: createClient(url, 'stranger'),
		sandbox,
		calls,
		log,
		async close() {
			await sandbox.close();
			await closeTransport();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
