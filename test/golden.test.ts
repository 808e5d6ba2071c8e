import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../src/errors.js';
import { OPERATIONS } from '../src/operations/index.js';
import { allCallsOf } from '../src/operations/support.js';
import { type GoldenCase, type GoldenResponse, goldenStacks, loadCases, playCase, readJson } from './support/golden.js';
import { type GoldenExchange, readExchanges, readFiles, toFiles } from './support/golden-files.js';

const CASES = loadCases();

function recorded({ folder }: GoldenCase): { soap: GoldenExchange[]; response: GoldenResponse } {
	return {
		soap: readExchanges(folder),
		response: readJson<GoldenResponse>(join(folder, 'response.json')),
	};
}

/** What a recorded response is about: the status of a success, or the code of the problem. */
function outcomeOf(response: GoldenResponse): number | string {
	const code = (response.body as { code?: unknown } | null)?.code;
	return response.status >= 400 && typeof code === 'string' ? code : response.status;
}

describe('the golden cases', () => {
	const stacks = goldenStacks();
	afterAll(() => stacks.close());

	for (const operationId of new Set(CASES.map((one) => one.operationId))) {
		const cases = CASES.filter((one) => one.operationId === operationId).map((one) => [one.name, one] as const);
		test.each(cases)(`${operationId}/%s is answered as recorded, by the recorded calls`, async (_, one) => {
			const { soap, response } = recorded(one);
			const played = await playCase(await stacks.of(one.request), one.request);
			expect(played.soap.map(({ operation }) => operation)).toEqual(soap.map(({ operation }) => operation));
			// In lines first, where a difference is easy to see; then byte for byte.
			expect(toFiles(played.soap)).toEqual(readFiles(one.folder));
			expect(played.soap).toEqual(soap);
			expect(played.response).toEqual(response);
		});
	}
});

describe('the golden cases cover the table', () => {
	for (const row of OPERATIONS) {
		const outcomes = () =>
			new Set(
				CASES.filter(({ operationId }) => operationId === row.id).map((one) => outcomeOf(recorded(one).response)),
			);

		test.each(Object.keys(row.success))(`${row.id} has a case that is answered %s`, (status) => {
			expect(outcomes()).toContain(Number(status));
		});
		if (row.problems.length > 0) {
			test.each(row.problems)(`${row.id} has a case that is answered %s`, (code) => {
				expect(outcomes()).toContain(code);
			});
		}
	}

	test.each([
		'unauthorized',
		'forbidden',
		'invalid-request',
		'malformed-json',
		'unsupported-media-type',
		'unsupported-by-chamilo',
		'chamilo-error',
		'chamilo-unavailable',
	] satisfies ProblemCode[])('some operation has a case that is answered %s, which all can be', (code) => {
		expect(CASES.map((one) => outcomeOf(recorded(one).response))).toContain(code);
	});
});

describe.each(CASES.map((one) => [`${one.operationId}/${one.name}`, one] as const))('%s', (_, one) => {
	const row = OPERATIONS.find(({ id }) => id === one.operationId);

	test('is a request of its operation, with nothing else in its folder', () => {
		expect(one.request.method).toBe(row?.method.toUpperCase());
		const pattern = `^${row?.path.replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`;
		expect(one.request.path).toMatch(new RegExp(pattern));
		expect(one.request.about).toMatch(/^\S.*\.$/);
		const files = Object.keys(toFiles(recorded(one).soap));
		expect(readdirSync(one.folder).sort()).toEqual([...files, 'request.json', 'response.json']);
	});

	test('is answered as the document says', () => {
		const { status, headers, body } = recorded(one).response;
		const success = row?.success[status];
		if (success === undefined) {
			const { code } = body as { code: ProblemCode };
			expect(headers['content-type']).toBe('application/problem+json');
			expect(PROBLEMS[code].status).toBe(status);
		} else if (success.schema === undefined) {
			expect(body).toBeNull();
		} else {
			expect(success.schema.safeParse(body)).toMatchObject({ success: true });
			expect(headers.location !== undefined).toBe(success.location === true);
		}
	});

	test('makes only calls that the document names', () => {
		const named = new Set(allCallsOf(row?.ways ?? []));
		// After a refusal v2.php is asked whether it still takes the key.
		if (one.request.key) for (const name of ['no_such_action_7f3a', 'get_sessions']) named.add(name);
		for (const { operation } of recorded(one).soap) expect(named).toContain(operation);
	});

	test('holds no secret', () => {
		const text = JSON.stringify(recorded(one));
		expect(text).not.toMatch(/<secret_key[^>]*>(?!\*\*\*<)/);
		expect(text).not.toMatch(/WSUpdateUserApiKeyResponse[^/]*>[0-9a-f]{32}</);
	});
});
