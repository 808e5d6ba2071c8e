import { expect, test } from 'vitest';
import { openConnection } from '../../support/connection.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA } from '../../support/users.js';
import type { Bench } from '../run.js';

const MEBIBYTE = 1024 * 1024;

/** Every route that takes a body. */
const ROUTES = [
	['POST', '/users'],
	['PUT', '/users/external_user/1504'],
	['PUT', '/users/external_user/1504/credentials'],
	['POST', '/users/batch/create'],
	['POST', '/users/batch/edit'],
	['POST', '/users/batch/delete'],
	['POST', '/users/batch/enable'],
	['POST', '/users/batch/disable'],
] as const;

export function testBodies(bench: Bench): void {
	const nothingSent = async () => expect(await bench.control.operations()).toEqual([]);

	test.each(ROUTES)('%s %s refuses a body that is not JSON', async (method, path) => {
		expectProblem(await bench.send(method, path, '{"users": [{"field": '), 'malformed-json');
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses an empty body', async (method, path) => {
		const problem = expectProblem(await bench.send(method, path, ''), 'malformed-json');
		expect(problem.detail).toContain('empty');
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses a missing body', async (method, path) => {
		expectProblem(await bench.send(method, path, undefined, { 'Content-Type': 'application/json' }), 'malformed-json');
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses a body that is not UTF-8', async (method, path) => {
		const latin1 = Buffer.from('{"firstname":"José"}', 'latin1');
		const problem = expectProblem(await bench.send(method, path, latin1), 'malformed-json');
		expect(problem.detail).toContain('UTF-8');
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses a list, a text, a number and null in place of an object', async (method, path) => {
		for (const body of ['[]', '"text"', '5', 'null']) {
			expect(pointersOf(expectProblem(await bench.send(method, path, body), 'invalid-request'))).toEqual(['']);
		}
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses a member it does not know, by name', async (method, path) => {
		const problem = expectProblem(await bench.send(method, path, { fristname: 'Ada' }), 'invalid-request');
		const unknown = problem.errors?.find(({ pointer }) => pointer === '/fristname');
		expect(unknown?.detail).toContain('not known');
		await nothingSent();
	});

	test.each(ROUTES)('%s %s refuses every media type but JSON', async (method, path) => {
		const types = [
			null,
			'text/plain',
			'text/xml',
			'application/xml',
			'application/x-www-form-urlencoded',
			'application/json; charset=iso-8859-1',
		];
		for (const type of types) {
			// Bytes: a text body would be sent as text/plain.
			const body = Buffer.from(JSON.stringify(ADA));
			const answer = await bench.send(method, path, body, { 'Content-Type': type });
			expect(expectProblem(answer, 'unsupported-media-type').detail).toContain('application/json');
		}
		await nothingSent();
	});

	test.each(['application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
		'%s is a media type for JSON',
		async (type) => {
			expect((await bench.send('POST', '/users', ADA, { 'Content-Type': type })).status).toBe(201);
		},
	);

	test.each([
		['a text that stops', '{"firstname": "Ada"', 'ends too early'],
		['a comma too many', '{\n  "firstname": "Ada",\n}', 'line 3'],
		['single quotes', "{'firstname': 'Ada'}", 'line 1'],
		['brackets without end', '['.repeat(50_000), 'ends too early'],
	])('the place is told for %s, and nothing of the body', async (_, body, place) => {
		const answer = await bench.send('POST', '/users', body);
		expect(expectProblem(answer, 'malformed-json').detail).toContain(place);
		expect(answer.text).not.toContain('Ada');
	});

	test('a member called __proto__ is refused, however it is written', async () => {
		for (const body of ['{"__proto__": {"status": "teacher"}}', '{"\\u005f_proto__": {"status": "teacher"}}']) {
			const problem = expectProblem(await bench.send('POST', '/users', body), 'invalid-request');
			expect(pointersOf(problem)).toContain('/__proto__');
		}
		await nothingSent();
	});

	test.each(ROUTES.filter(([, path]) => !path.includes('batch')))(
		'%s %s takes a body of 1 MiB at most',
		async (method, path) => {
			const fits = `{"firstname":"${'a'.repeat(MEBIBYTE - 16)}"}`;
			expect(fits.length).toBe(MEBIBYTE);
			expectProblem(await bench.send(method, path, fits), 'invalid-request');
			expect(expectProblem(await bench.send(method, path, ` ${fits}`), 'payload-too-large').detail).toContain(
				'1048576',
			);
			await nothingSent();
		},
	);

	test.each(ROUTES.filter(([, path]) => path.includes('batch')))(
		'%s %s takes a body of 8 MiB at most',
		async (method, path) => {
			const fits = `{"user":"${'a'.repeat(8 * MEBIBYTE - 11)}"}`;
			expect(fits.length).toBe(8 * MEBIBYTE);
			expectProblem(await bench.send(method, path, fits), 'invalid-request');
			expect(expectProblem(await bench.send(method, path, ` ${fits}`), 'payload-too-large').detail).toContain(
				'8388608',
			);
			await nothingSent();
		},
	);

	test('a body without a length is measured while it comes, and the connection serves the next request', async () => {
		const connection = openConnection(bench.url, bench.keys.all);
		try {
			expectProblem(await connection.post('/users', 20, 64 * 1024), 'payload-too-large');
			expect((await connection.get('/users/external_user/1504')).status).toBe(200);
			expect((await connection.get('/users/external_user/1504')).status).toBe(200);
		} finally {
			connection.close();
		}
		expect((await bench.control.state()).users).toHaveLength(11);
	});
}
