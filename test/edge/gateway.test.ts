import { startSandbox } from '../../src/sandbox/index.js';
import { testGateway } from '../contract/gateway.js';
import { bundleWorker, startEdge } from '../support/edge.js';
import { API_KEYS, KEYS } from '../support/stack.js';

testGateway('Workers: the bundle, in workerd', async () => {
	const sandbox = await startSandbox();
	const edge = await startEdge(await bundleWorker(), {
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		CHAMILO_SIGNING: 'forwarded',
		CHAMILO_EGRESS_IP: '203.0.113.7',
		API_KEYS,
	});
	return {
		url: edge.url,
		sandboxUrl: sandbox.url,
		keys: KEYS,
		async close() {
			await edge.close();
			await sandbox.close();
		},
	};
});
