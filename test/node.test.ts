import { startGateway } from '../src/node/serve.js';
import { startSandbox } from '../src/sandbox/index.js';
import { type RunningGateway, testGateway } from './contract/gateway.js';
import { type CampusKind, SANDBOXES } from './support/kinds.js';
import { API_KEYS, KEYS } from './support/stack.js';

// The ways of the other kinds are being added; each joins when its suite is green.
const KINDS: readonly CampusKind[] = ['1.9', '1.11', '1.11-php7'];

for (const kind of KINDS) testGateway('Node, over a real port', kind, () => start(kind));

async function start(kind: CampusKind): Promise<RunningGateway> {
	const sandbox = await startSandbox(SANDBOXES[kind]);
	const gateway = await startGateway({
		HOST: '127.0.0.1',
		PORT: '0',
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
	});
	return {
		url: gateway.url,
		sandboxUrl: sandbox.url,
		keys: KEYS,
		async close() {
			await gateway.close();
			await sandbox.close();
		},
	};
}
