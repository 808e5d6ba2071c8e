import { startGateway } from '../src/node/serve.js';
import { startSandbox } from '../src/sandbox/index.js';
import { testGateway } from './contract/gateway.js';
import { API_KEYS, KEYS } from './support/stack.js';

testGateway('Node, over a real port', async () => {
	const sandbox = await startSandbox();
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
});
