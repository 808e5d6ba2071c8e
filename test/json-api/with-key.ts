import { afterAll, beforeAll, beforeEach } from 'vitest';
import { stateOf } from '../../src/sandbox/control.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { type Runtime, type Stack, startStack } from '../support/stack.js';

/** Settings by which the gateway uses the JSON API of a sandbox. */
export const WITH_KEY = { CHAMILO_API_USER: 'admin', CHAMILO_API_KEY: 'sandbox-json-api-key' };

/** A gateway with an API key before a Chamilo 1.11.32, for the tests of a `describe`; the campus is new for each test. */
export function withKey(sandbox: Partial<SandboxOptions> = {}, env: Record<string, string> = {}, runtime?: Runtime) {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({
			sandbox: { chamilo: '1.11.32', php: 7, ...sandbox },
			env: { ...WITH_KEY, CACHE_TTL_S: '0', ...env },
			...(runtime ? { runtime } : {}),
		});
	});
	afterAll(() => stack.close());
	beforeEach(() => stack.sandbox.reset());
	return {
		send: (...args: Parameters<Stack['request']>) => stack.request(...args),
		get sandbox() {
			return stack.sandbox;
		},
		state: () => stateOf(stack.sandbox.campus),
		/** The user of a username, as it is in the database. */
		userNamed: (username: string) => {
			const user = stateOf(stack.sandbox.campus).users.find((one) => one.username === username);
			if (!user) throw new Error(`there is no ${username}`);
			return user;
		},
		/** The actions of v2.php called so far. */
		actions: () =>
			stack.sandbox.journal.filter(({ service }) => service === 'v2.php').map(({ operation }) => operation),
	};
}
