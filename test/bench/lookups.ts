// `npx tsx test/bench/lookups.ts [rounds]`: answers from memory, the whole gateway around them, beside a bare Hono route.
// Rounds of both in turns; the medians as a ratio, because the machine is noisy.
import { argv, stdout } from 'node:process';
import autocannon from 'autocannon';
import { startSandbox } from '../../src/sandbox/index.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { median, startServer } from './harness.js';

const PATH = '/users/external_user/1504';
const CONNECTIONS = 64;
const SECONDS = 3;

async function requestsPerSecond(url: string): Promise<number> {
	const { requests, non2xx, errors } = await autocannon({
		url: url + PATH,
		connections: CONNECTIONS,
		duration: SECONDS,
		headers: { 'X-API-Key': KEYS.all },
	});
	if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no success, ${errors} requests failed`);
	return requests.average;
}

const sandbox = await startSandbox();
const gateway = await startServer(['dist/cli.js', 'serve'], {
	CHAMILO_URL: sandbox.url,
	CHAMILO_SECURITY_KEY: sandbox.securityKey,
	API_KEYS,
});
const hono = await startServer(['--import', 'tsx', 'test/bench/servers/hono.ts'], {});
const rates: Record<'hono' | 'gateway', number[]> = { hono: [], gateway: [] };
for (const { url } of [hono, gateway]) await requestsPerSecond(url);
for (let round = 0; round < Number(argv[2] ?? 5); round += 1) {
	rates.hono.push(await requestsPerSecond(hono.url));
	rates.gateway.push(await requestsPerSecond(gateway.url));
}
for (const server of [hono, gateway]) await server.stop();
await sandbox.close();
const [bare, ours] = [median(rates.hono), median(rates.gateway)];
stdout.write(
	`GET ${PATH} from memory: ${Math.round(ours)} requests/s; bare Hono: ${Math.round(bare)}; ratio ${(ours / bare).toFixed(2)}\n`,
);
