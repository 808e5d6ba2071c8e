import { expect, test } from 'vitest';
import type { Answer } from '../../support/client.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

const DISABLE = '/users/external_user/1505/disable';

/** The headers of a request with a key; a new key where none is given. */
function keyed(key: string = crypto.randomUUID()): { 'Idempotency-Key': string } {
	return { 'Idempotency-Key': key };
}

/** What a client sees of an answer, byte for byte; the id of the request is not the answer's. */
function seen({ status, headers, text }: Answer) {
	return { status, text, type: headers.get('Content-Type'), location: headers.get('Location') };
}

const isReplay = ({ headers }: Answer) => headers.get('Idempotency-Replayed') === 'true';

export function testIdempotency(bench: Bench): void {
	const added = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
	const callsOf = async (work: () => Promise<unknown>) => {
		const before = (await bench.control.operations()).length;
		await work();
		return (await bench.control.operations()).length - before;
	};

	test('a request sent again gets the answer it had, and Chamilo is not asked', async () => {
		const headers = keyed();
		const first = await bench.send('POST', '/users', ADA, headers);
		expect([first.status, isReplay(first)]).toEqual([201, false]);
		const calls = await callsOf(async () => {
			for (let times = 0; times < 3; times += 1) {
				const again = await bench.send('POST', '/users', ADA, headers);
				expect(seen(again)).toEqual(seen(first));
				expect(isReplay(again)).toBe(true);
				expect(again.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
			}
		});
		expect(calls).toBe(0);
		expect(await added()).toHaveLength(1);
	});

	test('an answer without a body is given again without one', async () => {
		const headers = keyed();
		const [first, again] = [
			await bench.send('POST', DISABLE, undefined, headers),
			await bench.send('POST', DISABLE, undefined, headers),
		];
		expect([first.status, isReplay(first), isReplay(again)]).toEqual([204, false, true]);
		expect(seen(again)).toEqual(seen(first));
	});

	test('a refusal by Chamilo is given again, also when its cause is gone', async () => {
		const headers = keyed();
		const first = await bench.send('POST', '/users/external_user/9001/disable', undefined, headers);
		expectProblem(first, 'user-not-found');
		await bench.send('POST', '/users', ADA);
		const again = await bench.send('POST', '/users/external_user/9001/disable', undefined, headers);
		expect(seen(again)).toEqual(seen(first));
		expect(isReplay(again)).toBe(true);
		expect((await bench.send('POST', '/users/external_user/9001/disable', undefined, keyed())).status).toBe(204);
	});

	test('a batch is given again as a whole', async () => {
		const headers = keyed();
		const body = {
			users: [DEMO.other, { field: 'external_user', value: 'nobody' }].map(({ field, value }) => ({ field, value })),
		};
		const first = await bench.send('POST', '/users/batch/disable', body, headers);
		expect(first.status).toBe(207);
		const again = await bench.send('POST', '/users/batch/disable', body, headers);
		expect(seen(again)).toEqual(seen(first));
		expect(isReplay(again)).toBe(true);
	});

	test('an answer with a secret is not stored: the same request is done again, with the same outcome', async () => {
		const headers = keyed();
		const body = {
			original_user_id_name: 'external_user',
			original_user_id_value: DEMO.student.value,
			chamilo_username: DEMO.student.username,
		};
		const post = () => bench.send('POST', '/soap/WSRegistration/WSUpdateUserApiKey', body, headers);
		const first = await post();
		expect(first.status).toBe(200);
		const calls = await callsOf(async () => {
			const again = await post();
			expect([again.text, isReplay(again)]).toEqual([first.text, false]);
		});
		expect(calls).toBe(1);
	});

	test('the key of another request is refused, and nothing is done', async () => {
		const headers = keyed();
		await bench.send('POST', '/users', ADA, headers);
		for (const body of [{ ...ADA, loginname: 'eve', value: '9002' }, `${JSON.stringify(ADA)} `]) {
			expectProblem(await bench.send('POST', '/users', body, headers), 'idempotency-conflict');
		}
		expect(await added()).toHaveLength(1);
	});

	test('a key belongs to its caller and its path', async () => {
		const headers = keyed();
		expect((await bench.send('POST', DISABLE, undefined, headers)).status).toBe(204);
		const others = [
			await bench.send('POST', '/users/external_user/1505/enable', undefined, headers),
			await bench.sendAs('usersWrite')('POST', DISABLE, undefined, headers),
		];
		expect(others.map((answer) => [answer.status, isReplay(answer)])).toEqual([
			[204, false],
			[204, false],
		]);
		expectProblem(await bench.sendAs('usersRead')('POST', DISABLE, undefined, headers), 'forbidden');
		expectProblem(await bench.sendAs(null)('POST', DISABLE, undefined, headers), 'unauthorized');
	});

	test('quoted or bare, it is the same key', async () => {
		const key = crypto.randomUUID();
		await bench.send('POST', DISABLE, undefined, keyed(`"${key}"`));
		expect(isReplay(await bench.send('POST', DISABLE, undefined, keyed(key)))).toBe(true);
	});

	test('what is no key is refused, and nothing is done', async () => {
		for (const key of ['', '""', 'two words', '"open', 'a'.repeat(256), '"a", "b"', 'caf\u00e9']) {
			const answer = await bench.send('POST', DISABLE, undefined, keyed(key));
			expect(pointersOf(expectProblem(answer, 'invalid-request')), key).toEqual(['header/Idempotency-Key']);
		}
		expect((await bench.control.userById(DEMO.other.id))?.active).toBe(true);
	});

	test('a mistake in the request uses no key up', async () => {
		const headers = keyed();
		const { loginname: _, ...incomplete } = ADA;
		for (const [body, code] of [
			[incomplete, 'invalid-request'],
			['{', 'malformed-json'],
			[{ ...ADA, value: "90'01" }, 'unsafe-identifier'],
		] as const) {
			expectProblem(await bench.send('POST', '/users', body, headers), code);
		}
		const typed = { ...headers, 'Content-Type': 'text/plain' };
		expectProblem(await bench.send('POST', '/users', ADA, typed), 'unsupported-media-type');
		const answer = await bench.send('POST', '/users', ADA, headers);
		expect([answer.status, isReplay(answer)]).toEqual([201, false]);
	});

	test('a body that is too large is refused as without a key', async () => {
		const large = { ...ADA, lastname: 'x'.repeat(1024 * 1024) };
		expectProblem(await bench.send('POST', '/users', large, keyed()), 'payload-too-large');
		const larger = { ...ADA, lastname: 'x'.repeat(9 * 1024 * 1024) };
		expectProblem(await bench.send('POST', '/users', larger, keyed()), 'payload-too-large');
	});

	test('after a failure of Chamilo the same key does the work', async () => {
		const headers = keyed();
		await bench.control.fault({ kind: 'html-200', times: 2 });
		const failed = await bench.send('POST', DISABLE, undefined, headers);
		expect(failed.status).toBe(502);
		await bench.control.reset();
		expectProblem(await bench.send('POST', DISABLE, {}, headers), 'idempotency-conflict');
		const answer = await bench.send('POST', DISABLE, undefined, headers);
		expect([answer.status, isReplay(answer)]).toEqual([204, false]);
		expect((await bench.control.userById(DEMO.other.id))?.active).toBe(false);
		expect(isReplay(await bench.send('POST', DISABLE, undefined, headers))).toBe(true);
	});

	test('sent many times at once, the work is done once', async () => {
		const headers = keyed();
		await bench.control.fault({ kind: 'delay', ms: 300 });
		const answers = await Promise.all(Array.from({ length: 8 }, () => bench.send('POST', '/users', ADA, headers)));
		const [first] = answers;
		for (const answer of answers) expect(seen(answer)).toEqual(first && seen(first));
		expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
		expect(await added()).toHaveLength(1);
	});

	test('other methods, and requests without a key, are as ever', async () => {
		const headers = keyed();
		for (let times = 0; times < 2; times += 1) {
			const read = await bench.send('GET', '/users/external_user/1505', undefined, headers);
			expect([read.status, isReplay(read)]).toEqual([200, false]);
		}
		const plain = await bench.send('POST', DISABLE);
		expect(plain.headers.get('Idempotency-Scope')).toBeNull();
		expect(isReplay(plain)).toBe(false);
	});
}
