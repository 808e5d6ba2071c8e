import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { testCourses } from '../contract/courses.js';
import type { Bench, RunningGateway } from '../contract/gateway.js';
import { createClient } from '../support/client.js';
import { startEdgeStack } from '../support/edge.js';
import { createSandboxControl } from '../support/sandbox.js';
import { KEYS } from '../support/stack.js';

describe.each(['1.9', '1.11-php7'] as const)('courses on Workers: the bundle, in workerd, Chamilo %s', (kind) => {
	let edge: RunningGateway;
	beforeAll(async () => {
		edge = await startEdgeStack({}, kind);
		await bench.send('GET', '/users/external_user/1504');
	});
	beforeEach(() => bench.control.reset());
	afterAll(() => edge?.close());

	const bench: Bench = {
		kind,
		send: (...request) => createClient(edge.url, KEYS.all)(...request),
		sendAs: (key) => createClient(edge.url, key === null ? '' : KEYS[key]),
		keys: KEYS,
		get url() {
			return edge.url;
		},
		get control() {
			return createSandboxControl(edge.sandboxUrl);
		},
	};
	testCourses(bench);
});
