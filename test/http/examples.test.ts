import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { canHaveJsonApi, capabilitiesOf, withJsonApi } from '../../src/operations/kinds.js';
import { supportOn } from '../../src/operations/support.js';
import { expectReadmeLines } from '../suites/gateway/readme-lines.js';
import { type ExampleRequest, exampleRequests, furtherBodies } from '../support/examples.js';
import { CAMPUS_KINDS, hasSoapPhp, SANDBOXES } from '../support/kinds.js';
import { API_KEYS, type Stack, startStack } from '../support/stack.js';

// The browser test presses Execute for the same requests: by kind of campus only what comes back differs.
const EXAMPLES = [...exampleRequests(), ...furtherBodies()];
const DEMO_KEY = `demo=*=${createHash('sha256').update('sandbox-demo-key').digest('hex')}`;
const JSON_API_KEY = { CHAMILO_API_USER: 'admin', CHAMILO_API_KEY: 'sandbox-json-api-key' };
/**
 * A call that is passed on as it is: what Chamilo refuses after the calls before it, does not have or dies of is no mistake of
 * the example. A body that the gateway refuses is one.
 */
const AS_CHAMILO_ANSWERS = [200, 404, 409, 422, 502];
const CAMPUSES = CAMPUS_KINDS.flatMap((kind) => [
	{ kind, hasKey: false },
	...(canHaveJsonApi(kind) ? [{ kind, hasKey: true }] : []),
]);

describe.each(CAMPUSES)('the examples of the document, Chamilo $kind, with an API key: $hasKey', ({ kind, hasKey }) => {
	let stack: Stack;
	beforeAll(async () => {
		const env = { API_KEYS: `${API_KEYS},${DEMO_KEY}`, ...(hasKey ? JSON_API_KEY : {}) };
		stack = await startStack({ sandbox: SANDBOXES[kind], env });
	});
	beforeEach(() => stack.control.reset());
	afterAll(() => stack.close());

	const capabilities = hasKey ? withJsonApi(kind) : capabilitiesOf(kind);
	const missing = ALL_OPERATIONS.filter((row) => supportOn(row, capabilities).missing !== undefined);
	/** What such a campus refuses, as the table of routes says; everything else works. */
	const refused: Partial<Record<string, number>> = {
		...Object.fromEntries(missing.map(({ id }) => [id, 422])),
		// The example deletes nobody.
		deleteScimUser: 404,
		// Without a filter, which the example has not.
		...(hasKey ? {} : { listUsers: 422, listScimUsers: 400 }),
		// With users or courses in it; `empty=true` takes them out, with a key.
		...(hasSoapPhp(kind) ? {} : { deleteSession: 409 }),
		getLearnpathTimeSpent: 501,
	};

	async function expectToWork(requests: readonly ExampleRequest[]): Promise<void> {
		for (const { id, method, path, body } of requests) {
			const { status, text } = await stack.request(method, path, body, { 'Cache-Control': null });
			const told = `${id} answers ${status} ${text}`;
			if (id.startsWith('soap_')) expect(AS_CHAMILO_ANSWERS, told).toContain(status);
			else if (refused[id] === undefined) expect([200, 201, 204], told).toContain(status);
			else expect([refused[id], 501], told).toContain(status);
		}
	}

	it('work one after the other', () => expectToWork(EXAMPLES));

	it('work backwards, after the lines of the README as well', async () => {
		if (!hasKey) await expectReadmeLines(stack.url);
		await expectToWork(EXAMPLES.toReversed());
	});
});
