import { describe, expect, test } from 'vitest';
import { GATEWAY_FIELD } from '../../../src/operations/fields/reference.js';
import { OPEN_END, SPRING, SPRING_EDITED } from '../../../src/operations/sessions/examples.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { DEMO, forgetGatewayNames, type SessionBench } from './bench.js';

/** Traps of 1.11 that have no counterpart on 1.9 (FACTS.md, section Sessions). */
export function testSessionsOn111(bench: SessionBench): void {
	const { kind } = bench;
	const hasSoap = hasSoapPhp(kind);
	const post = (body: unknown) => bench.send('POST', '/sessions', body);
	const put = (name: string, body: unknown) => bench.send('PUT', `/sessions/${name}`, body);
	const extras = (id: number) => bench.sandbox.campus.sessionFields.of(id);
	const EDITED_AUTUMN = { ...SPRING_EDITED, name: 'Autumn' };

	describe('a new session', () => {
		test('lasts from the first second to the last, and its coach has the days before and after', async () => {
			await post({ ...SPRING, nb_days_access_before: 3, nb_days_access_after: 4 });
			expect(bench.stored(3)).toMatchObject({
				dateStart: '2031-02-01 00:00:00',
				dateEnd: '2031-06-30 23:59:59',
				coachStart: '2031-01-29 00:00:00',
				coachEnd: '2031-07-04 23:59:59',
			});
		});

		test('can last a day, and have a name of 150 characters, also after an edit', async () => {
			const name = 'x'.repeat(150);
			await post({ ...SPRING, name, end_date: SPRING.start_date });
			const day = { dateStart: '2031-02-01 00:00:00', dateEnd: '2031-02-01 23:59:59' };
			expect(bench.stored(3)).toMatchObject({ name, ...day });
			const edit = { ...SPRING_EDITED, name, start_date: '2031-03-01', end_date: '2031-03-01' };
			expect((await put('external_session/2031-S', edit)).status).toBe(204);
			expect(bench.stored(3)).toMatchObject({ name, dateStart: '2031-03-01 00:00:00', dateEnd: '2031-03-01 23:59:59' });
		});

		test.each([SPRING, OPEN_END])('$name never has an empty external id, and its number works', async (body) => {
			await post(body);
			expect(extras(3)[GATEWAY_FIELD]).toMatch(/^[0-9a-f-]{36}$/);
			expect(Object.values(extras(3))).not.toContain('');
			expect((await bench.send('PUT', '/sessions/chamilo_session_id/3/courses/external_course/201')).status).toBe(204);
			expect((await bench.session(3)).courses.map(({ courseCode }) => courseCode)).toEqual(['FRANCAISA1']);
		});

		test('with a name that Chamilo would put backslashes into: what could not be finished is told', async () => {
			const name = `L'été`;
			bench.sandbox.faults.add({ operation: 'WSEditSession', kind: 'empty-500', times: 2 });
			const problem = expectProblem(await post({ ...SPRING, name }), 'creation-incomplete');
			expect(problem.id).toBe(3);
			const stored = (await bench.session(3)).name;
			expect(stored).toMatch(/^L été [0-9a-f-]{36}$/);
			expect(problem.detail).toContain(stored);
			expect((await put('external_session/2031-S', { ...SPRING_EDITED, name })).status).toBe(204);
			expect((await bench.session(3)).name).toBe(name);
		});

		test('is refused where its external id is left over from a session that is gone', async () => {
			bench.sandbox.campus.sessionFields.write(99, 'external_session', '2031-S');
			const problem = expectProblem(await post(SPRING), 'rejected-by-chamilo');
			expect(problem.detail).toContain('left over');
			expect(await bench.sessions()).toHaveLength(2);
		});

		test('another visibility than read-only needs soap.php', async () => {
			const answer = await post({ ...SPRING, visibility: 'visible', nb_days_access_before: 3, name: `"O'B"` });
			if (hasSoap) {
				expect(answer.status).toBe(201);
				expect(bench.stored(3)).toMatchObject({ visibility: 2, name: `"O'B"`, coachStart: '2031-01-29 00:00:00' });
			} else {
				expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('auto_prepend_file');
				expect(bench.calls()).toEqual([]);
			}
		});

		test('a reply that is an error page with HTTP 200 is no success', async () => {
			bench.sandbox.faults.add({ operation: 'WSCreateSession', kind: 'html-200', times: 2 });
			expectProblem(await post(SPRING), 'outcome-unknown');
			expect(await bench.sessions()).toHaveLength(2);
		});
	});

	describe('finding', () => {
		test('is not fooled by a search for parts', async () => {
			for (const name of ['external_session/30', 'external_session/01', 'name/Summer', 'campus_site/laga']) {
				expectProblem(await bench.send('GET', `/sessions/${name}`), 'session-not-found');
			}
			// The same text in another field.
			expectProblem(await bench.send('GET', '/sessions/external_session/M%C3%A1laga'), 'session-not-found');
		});

		test.each(['100%25_x', 'a_b', '%25'])('takes %s by the letter', async (value) => {
			await post({ ...SPRING, value: decodeURIComponent(value) });
			expect((await bench.send('GET', `/sessions/external_session/${value}`)).json).toMatchObject({ id: 3 });
		});

		test('refuses an external id that two sessions have', async () => {
			bench.sandbox.campus.sessionFields.write(2, 'external_session', '301');
			for (const [method, path] of [
				['GET', ''],
				['DELETE', ''],
				['PUT', '/users/external_user/1507'],
			] as const) {
				const answer = await bench.send(method, `/sessions/external_session/301${path}`);
				expect(expectProblem(answer, 'ambiguous-identifier').detail).toContain('1, 2');
			}
			expect(await bench.sessions()).toHaveLength(2);
		});
	});

	describe('an edit', () => {
		test('stores the name as it comes', async () => {
			const name = `L'\\été "2031"`;
			expect((await put('external_session/301', { ...SPRING_EDITED, name })).status).toBe(204);
			expect((await bench.session(1)).name).toBe(name);
		});

		test('keeps what it does not speak of: description and, without dates, visibility and days per user', async () => {
			Object.assign(bench.stored(1), { description: 'Kept', duration: 30, visibility: 2 });
			const body = {
				...EDITED_AUTUMN,
				start_date: undefined,
				end_date: undefined,
				visibility: undefined,
				nolimit: true,
			};
			expect((await put('external_session/301', body)).status).toBe(204);
			expect(bench.stored(1)).toMatchObject({ name: 'Autumn', description: 'Kept', duration: 30, visibility: 2 });
			expect((await put('external_session/301', { ...EDITED_AUTUMN, visibility: 'visible' })).status).toBe(204);
			expect(bench.stored(1)).toMatchObject({ description: 'Kept', duration: 0, dateStart: '2031-09-01 00:00:00' });
		});

		test('changes the visibility by soap.php, but never wipes a description', async () => {
			const answer = await put('external_session/301', { ...EDITED_AUTUMN, visibility: 'visible' });
			if (hasSoap) {
				expect(answer.status).toBe(204);
				expect(bench.stored(1)).toMatchObject({ visibility: 2, coachStart: '2031-08-25 00:00:00' });
			} else expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('auto_prepend_file');
			bench.stored(1).description = 'Kept';
			const before = await bench.session(1);
			expectProblem(
				await put('external_session/301', { ...EDITED_AUTUMN, visibility: 'available' }),
				'unsupported-by-chamilo',
			);
			expect(await bench.session(1)).toEqual(before);
			expect(bench.stored(1).description).toBe('Kept');
		});

		test('of a session by number that the gateway has no external id of', async () => {
			forgetGatewayNames(bench.sandbox);
			const before = await bench.session(1);
			const answer = await put('chamilo_session_id/1', EDITED_AUTUMN);
			if (hasSoap) {
				expect(answer.status).toBe(204);
				expect((await bench.session(1)).name).toBe('Autumn');
				expect(extras(1)[GATEWAY_FIELD]).toMatch(/^[0-9a-f-]{36}$/);
			} else {
				expectProblem(answer, 'unsupported-by-chamilo');
				expect(await bench.session(1)).toEqual(before);
			}
		});

		test('stores extra fields by external id, and tells of those that do not exist', async () => {
			const answer = await put('external_session/301', {
				...EDITED_AUTUMN,
				extras: { campus_site: 'Sur', brand_new: 'x' },
			});
			expect(extras(1)).toMatchObject({ campus_site: 'Sur', external_session: '301' });
			if (hasSoap) {
				expect([answer.status, extras(1).brand_new]).toEqual([204, 'x']);
			} else {
				const problem = expectProblem(answer, 'partly-done');
				expect(problem.done).toEqual(['the other values']);
				expect(problem.detail).toContain('brand_new');
			}
		});

		test('whose reply got lost is sent again; twice lost, it is not known', async () => {
			bench.sandbox.faults.add({ operation: 'WSEditSession', kind: 'reset-after' });
			expect((await put('external_session/301', EDITED_AUTUMN)).status).toBe(204);
			bench.sandbox.faults.add({ operation: 'WSEditSession', kind: 'html-200', times: 2 });
			expectProblem(await put('external_session/301', SPRING_EDITED), 'outcome-unknown');
		});
	});

	describe('deletion', () => {
		if (hasSoap) {
			test('by soap.php takes sessions in use', async () => {
				expect((await bench.send('DELETE', '/sessions/name/Oto%C3%B1o%202030')).status).toBe(204);
				expect((await bench.sessions()).map(({ id }) => id)).toEqual([2]);
			});
			return;
		}

		test('of a session in use is refused, and nothing is half done', async () => {
			const before = await bench.sessions();
			for (const name of ['external_session/301', 'chamilo_session_id/1']) {
				expectProblem(await bench.send('DELETE', `/sessions/${name}`), 'session-in-use');
			}
			expect(await bench.sessions()).toEqual(before);
			expect(extras(1).external_session).toBe('301');
		});

		test('of one that was emptied', async () => {
			const session = '/sessions/external_session/302';
			expectProblem(await bench.send('DELETE', session), 'session-in-use');
			expect((await bench.send('DELETE', `${session}/courses/external_course/203`)).status).toBe(204);
			expectProblem(await bench.send('DELETE', session), 'session-in-use');
			expect((await bench.send('DELETE', `${session}/users/external_user/1503`)).status).toBe(204);
			expect((await bench.send('DELETE', session)).status).toBe(204);
			expect((await bench.sessions()).map(({ id }) => id)).toEqual([1]);
		});

		test('whose reply got lost is settled by looking', async () => {
			await post(OPEN_END);
			bench.sandbox.faults.add({ operation: 'WSDeleteSession', kind: 'reset-after' });
			expect((await bench.send('DELETE', '/sessions/chamilo_session_id/3')).status).toBe(204);
			expect(bench.calls().filter((operation) => operation === 'WSDeleteSession')).toHaveLength(1);
			await post(SPRING);
			bench.sandbox.faults.add({ operation: 'WSDeleteSession', kind: 'reset-before', times: 2 });
			expectProblem(await bench.send('DELETE', '/sessions/external_session/2031-S'), 'outcome-unknown');
			expect(await bench.sessions()).toHaveLength(3);
		});

		test('by a number without an external id cannot be done', async () => {
			forgetGatewayNames(bench.sandbox);
			expectProblem(await bench.send('DELETE', '/sessions/chamilo_session_id/1'), 'unsupported-by-chamilo');
			expect(bench.calls()).not.toContain('WSDeleteSession');
		});
	});

	test('a user of a session keeps its seat when made coach: the operations of soap.php would take it away', async () => {
		const coach = `/sessions/external_session/301/courses/external_course/201/coaches/external_user/1502`;
		await bench.send('PUT', '/sessions/external_session/301/users/external_user/1502');
		for (const method of ['PUT', 'DELETE']) {
			expect((await bench.send(method, coach)).status).toBe(204);
			expect((await bench.session(1)).users).toContain(DEMO.coaches.jerome);
		}
		expect(bench.calls().filter((operation) => operation.startsWith('WSSession.'))).toEqual([]);
	});
}
