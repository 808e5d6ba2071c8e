import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/index.js';
import { API_KEYS } from '../support/stack.js';
import { type Server, startServer } from './harness.js';

export const NAMES = ['relay', 'naive', 'fastify', 'express', 'hono', 'dressed', 'gateway'] as const;
export type Name = (typeof NAMES)[number];
export type Contestants = Record<Name, Server> & { baseline?: Server };

/** All that the gateway has is on; only what would end a measurement is set higher. */
const SETTINGS = { API_KEYS, CHAMILO_SECURITY_KEY: 'bench', RATE_LIMIT: '100000000' };
const GATEWAY = ['dist/cli.js', 'serve'];

/** The gateway alone, before a campus that runs already. @param root of another checkout, which is built */
export function startGateway(campusUrl: string, more: Record<string, string> = {}, root?: string): Promise<Server> {
	return startServer(GATEWAY, { ...SETTINGS, CHAMILO_URL: campusUrl, ...more }, root);
}

/**
 * Each contestant as a process of its own, all before the same campus.
 * @param baseline root of another checkout that is built (`npm run build`): the gateway before a change.
 */
export async function startContestants(baseline?: string): Promise<{
	servers: Contestants;
	campusUrl: string;
	close(): Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	const wsdl = join(folder, 'soap.wsdl');
	const sandbox = await startSandbox();
	await writeFile(wsdl, await (await fetch(`${sandbox.url}/main/webservices/soap.php?wsdl`)).text());
	await sandbox.close();
	const campus = await startScript('campus', {});
	const env = { CHAMILO_URL: campus.url, BENCH_WSDL: wsdl };
	const servers = {
		relay: await startScript('relay', env),
		naive: await startScript('naive', env),
		fastify: await startScript('fastify', env),
		express: await startScript('express', env),
		hono: await startScript('hono', env),
		dressed: await startScript('dressed', env),
		gateway: await startGateway(campus.url),
		...(baseline === undefined ? {} : { baseline: await startGateway(campus.url, {}, baseline) }),
	};
	return {
		servers,
		campusUrl: campus.url,
		async close() {
			for (const server of [...Object.values(servers), campus]) await server.stop();
			await rm(folder, { recursive: true });
		},
	};
}

export function startScript(name: string, env: Record<string, string>): Promise<Server> {
	return startServer(['--import', 'tsx', `test/bench/servers/${name}.ts`], env);
}
