import { startSandbox } from '../../src/sandbox/index.js';
import { startWranglerDev } from '../support/wrangler-dev.js';
import { testPages } from './pages.js';

testPages('Workers, by wrangler dev', async () => {
	const sandbox = await startSandbox();
	const worker = await startWranglerDev({ CHAMILO_URL: sandbox.url });
	return {
		url: worker.url,
		key: 'sandbox-demo-key',
		losesRequests: true,
		async close() {
			await worker.close();
			await sandbox.close();
		},
	};
});
