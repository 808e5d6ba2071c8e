import { startGateway } from '../src/node/serve.js';
import { startSandbox } from '../src/sandbox/index.js';
import { type RunningGateway, testGateway } from './contract/gateway.js';
import { CAMPUS_KINDS, type CampusKind, SANDBOXES } from './support/kinds.js';
import { API_KEYS, KEYS } from './support/stack.js';

for (const kind of CAMPUS_KINDS) testGateway('Node, over a real port', kind, () => start(kind));

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
