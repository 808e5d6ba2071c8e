import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { testCourses } from './contract/courses.js';
import type { Bench } from './contract/gateway.js';
import { createClient } from './support/client.js';
import { KEYS, type Stack, startStack } from './support/stack.js';

describe('courses on Node, over a real port', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack();
		await stack.request('GET', '/users?username=admin');
	});
	beforeEach(() => stack.control.reset());
	afterAll(() => stack?.close());

	const bench: Bench = {
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
