import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { testCourses } from './contract/courses.js';
import type { Bench } from './contract/gateway.js';
import { createClient } from './support/client.js';
import { CAMPUS_KINDS, SANDBOXES } from './support/kinds.js';
import { KEYS, type Stack, startStack } from './support/stack.js';

describe.each(CAMPUS_KINDS)('courses on Node, over a real port, Chamilo %s', (kind) => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind] });
		await stack.request('GET', '/users/external_user/1504');
	});
	beforeEach(() => stack.control.reset());
	afterAll(() => stack?.close());

	const bench: Bench = {
		kind,
		send: (...request) => stack.request(...request),
		sendAs: (key) => createClient(stack.url, key === null ? '' : KEYS[key]),
		keys: KEYS,
		get url() {
			return stack.url;
		},
		get control() {
			return stack.control;
		},
	};
	testCourses(bench);
});
