import { startGateway } from '../../src/node/serve.js';
import { testPages } from './pages.js';

const start = async () => {
	const { url, demoKey = '', close } = await startGateway({ PORT: '0', LOG_LEVEL: 'silent' });
	return { url, key: demoKey, close };
};

testPages('Node', start, true);
