import { createHash } from 'node:crypto';
import { startGateway } from '../../src/node/serve.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from './client.js';
import { type CampusProxy, startProxy } from './proxy.js';
import { createSandboxControl, type SandboxControl } from './sandbox.js';

/** Keys the stack's gateway knows, in clear text. */
export const KEYS = {
	all: 'test-key-of-everything',
	usersRead: 'test-key-users-read',
	usersWrite: 'test-key-users-write',
} as const;

const SCOPES: Record<keyof typeof KEYS, string> = { all: '*', usersRead: 'users:read', usersWrite: 'users:write' };

/** The setting API_KEYS that makes KEYS valid. */
export const API_KEYS = (Object.keys(KEYS) as (keyof typeof KEYS)[])
	.map((name) => `${name}=${SCOPES[name]}=${createHash('sha256').update(KEYS[name]).digest('hex')}`)
	.join(',');

export interface Stack {
	url: string;
	request: Send;
	sandbox: Sandbox;
	control: SandboxControl;
	proxy: CampusProxy;
	close(): Promise<void>;
}

/** What the gateway can run on, as titles of tests name it. */
export const RUNTIMES = { node: 'Node', edge: 'Workers' } as const;

export type Runtime = keyof typeof RUNTIMES;

/** On Node over a real port, or the bundled Worker in workerd. */
async function startOn(
	runtime: Runtime,
	env: Record<string, string>,
): Promise<{ url: string; close(): Promise<void> }> {
	if (runtime === 'node') return startGateway({ HOST: '127.0.0.1', PORT: '0', ...env });
	const { bundleWorker, EDGE_SETTINGS, startEdge } = await import('./edge.js');
	return startEdge(await bundleWorker(), { ...EDGE_SETTINGS, ...env });
}

/** A sandbox with its demo data, a recording proxy before it, and a gateway on a real port that speaks to both. */
export async function startStack(
	options: { runtime?: Runtime; env?: Record<string, string>; sandbox?: SandboxOptions } = {},
): Promise<Stack> {
	const sandbox = await startSandbox(options.sandbox);
	const proxy = await startProxy(sandbox.url);
	const gateway = await startOn(options.runtime ?? 'node', {
		LOG_LEVEL: 'silent',
		CHAMILO_URL: proxy.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
		...options.env,
	});
	return {
		url: gateway.url,
		request: createClient(gateway.url, KEYS.all),
		sandbox,
		control: createSandboxControl(sandbox.url),
		proxy,
		async close() {
			// The campus goes first: calls that hang in it must not keep the gateway from closing.
			await sandbox.close();
			await proxy.close();
			await gateway.close();
		},
	};
}
