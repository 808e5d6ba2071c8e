import { connectRedis } from '../../src/node/redis/connect-redis.js';
import { testStore } from '../suites/gateway/store.js';
import { addressOf, createRecordingLog, startRedis } from '../support/redis.js';

testStore('Redis', async () => {
	const server = await startRedis();
	const redis = await connectRedis({ address: addressOf(server.url), timeoutMs: 1_000, log: createRecordingLog().log });
	return {
		store: redis.store,
		async close() {
			redis.close();
			await server.close();
		},
	};
});
