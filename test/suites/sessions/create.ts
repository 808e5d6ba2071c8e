import { describe, expect, test } from 'vitest';
import { OPEN_END, SPRING } from '../../../src/operations/sessions/examples.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, type SessionBench } from './bench.js';

export function testSessionCreate(bench: SessionBench): void {
	const { kind } = bench;
	const is19 = kind === '1.9';
	const post = (body: unknown) => bench.send('POST', '/sessions', body);
	const CREATE = is19 ? 'WSSession.CreateSession' : 'WSCreateSession';
	const SEARCH = is19 ? 'WSSession.UnsubscribeUserFromSession' : 'WSSearchSession';

	describe('a session is created', () => {
		test('with dates, coach, external id and an extra field', async () => {
			const answer = await post(SPRING);
			expect([answer.status, answer.json]).toEqual([201, { id: 3, field: 'external_session', value: '2031-S' }]);
			expect(answer.headers.get('Location')).toBe('/sessions/external_session/2031-S');
			expect(await bench.session(3)).toMatchObject({
				name: 'Spring 2031',
				dateStart: '2031-02-01',
				dateEnd: '2031-06-30',
				daysBefore: 0,
				daysAfter: 0,
				visibility: 1,
				coachId: DEMO.coaches.maria,
				extras: { external_session: '2031-S', campus_site: 'North' },
			});
			expect((await bench.send('GET', '/sessions/external_session/2031-S')).status).toBe(200);
		});

		test.each([
			{ field: 'external_user', value: '1502' },
			{ field: 'username', value: 'jlefevre' },
			{ field: 'chamilo_user_id', value: '4' },
		])('the coach $field $value really is the coach', async (coach) => {
			expect((await post({ ...SPRING, coach })).status).toBe(201);
			expect((await bench.session(3)).coachId).toBe(DEMO.coaches.jerome);
		});

		test('without dates, and then without an external id', async () => {
			const answer = await post(OPEN_END);
			expect([answer.status, answer.json]).toEqual([201, { id: 3, field: null, value: null }]);
			expect(answer.headers.get('Location')).toBe('/sessions/chamilo_session_id/3');
			expect(await bench.session(3)).toMatchObject({ dateStart: '0000-00-00', dateEnd: '0000-00-00', visibility: 1 });
		});

		test('dates that are given with nolimit are not kept', async () => {
			expect((await post({ ...SPRING, nolimit: true, visibility: 'read-only' })).status).toBe(201);
			expect(await bench.session(3)).toMatchObject({ dateStart: '0000-00-00', dateEnd: '0000-00-00', visibility: 1 });
		});

		test.each(
			(
				[
					['read-only', 1],
					['visible', 2],
					['invisible', 3],
					['available', 4],
				] as const
			).filter(([visibility]) => hasSoapPhp(kind) || visibility === 'read-only'),
		)('visibility %s, days of access, fields that did not exist', async (visibility, code) => {
			const extras = { brand_new: 'Ünö', other_new: '007' };
			const body = {
				...SPRING,
				visibility,
				nb_days_access_before: 7,
				nb_days_access_after: 127,
				extras,
				field: 'new_id',
			};
			expect((await post(body)).status).toBe(201);
			expect(await bench.session(3)).toMatchObject({
				visibility: code,
				daysBefore: 7,
				daysAfter: 127,
				extras: { ...extras, new_id: '2031-S' },
			});
		});

		test('text of any script arrives as it is, a day is the one that is written', async () => {
			const name = `Été & 春 <2031> "O'Brien"`;
			const dates = { start_date: '2031-02-01T00:00:00+02:00', end_date: '2031-02-03T23:59:59-05:00' };
			expect((await post({ ...SPRING, name, ...dates })).status).toBe(201);
			expect(await bench.session(3)).toMatchObject({ name, dateStart: '2031-02-01', dateEnd: '2031-02-03' });
		});
	});

	describe('a session is refused', () => {
		test('an external id that is taken, also in other letters', async () => {
			await post({ ...SPRING, value: 'Abc' });
			for (const value of ['Abc', 'abc'])
				expectProblem(await post({ ...SPRING, name: 'Other', value }), 'external-id-taken');
			expect(await bench.sessions()).toHaveLength(3);
		});

		test('a name that is taken, of a session that is listed and of one that is not', async () => {
			for (const name of ['Summer school', 'otono 2030']) {
				const problem = expectProblem(await post({ ...SPRING, name }), 'session-name-taken');
				if (is19) expect(problem.chamilo).toMatchObject({ operation: CREATE, faultcode: '301' });
			}
			await post(OPEN_END);
			expectProblem(await post({ ...SPRING, name: OPEN_END.name }), 'session-name-taken');
			expect(await bench.sessions()).toHaveLength(3);
		});

		test.each([
			{ field: 'external_user', value: 'nobody' },
			{ field: 'username', value: 'nobody' },
			{ field: 'chamilo_user_id', value: '999' },
		])('an unknown coach $field', async (coach) => {
			const problem = expectProblem(await post({ ...SPRING, coach }), 'user-not-found');
			expect(problem.detail).toContain('coach');
			expect(pointersOf(problem)).toEqual(['/coach']);
			expect(bench.calls()).not.toContain(CREATE);
		});

		test.each([
			['no such day', { start_date: '2031-02-30' }, ['/start_date']],
			['another form', { end_date: '30/06/2031' }, ['/end_date']],
			['the end before the start', { end_date: '2031-01-31' }, ['/end_date']],
			['no dates', { start_date: undefined, end_date: undefined }, ['/start_date', '/end_date']],
			['an unknown word of visibility', { visibility: 'public' }, ['/visibility']],
			['days that are no number', { nb_days_access_before: '7' }, ['/nb_days_access_before']],
			['days below zero', { nb_days_access_after: -1 }, ['/nb_days_access_after']],
			['more days than fit', { nb_days_access_after: 128 }, ['/nb_days_access_after']],
			['no coach', { coach: undefined }, ['/coach']],
			['a coach named by a course field', { coach: { field: 'code', value: 'X' } }, ['/coach/field']],
			['a name that would be cut off', { name: 'x'.repeat(151) }, ['/name']],
			['an empty name', { name: ' ' }, ['/name']],
			['a field without a value', { value: undefined }, ['/value']],
			['a value without a field', { field: undefined }, ['/field']],
			['a field that Chamilo gives', { field: 'chamilo_session_id' }, ['/field']],
			['the identifier among the extras', { extras: { external_session: 'x' } }, ['/extras/external_session']],
			['an unknown member', { nb_days: 1 }, ['/nb_days']],
		])('%s, before Chamilo is asked', async (_, change, pointers) => {
			const problem = expectProblem(await post({ ...SPRING, ...change }), 'invalid-request');
			expect(pointersOf(problem)).toEqual(pointers);
			expect(bench.calls()).toEqual([]);
		});

		test.each([
			['value', { value: "x' OR 1" }],
			['coach', { coach: { field: 'username', value: 'a"b' } }],
			['extras', { extras: { site: 'a\\b' } }],
		])('an unsafe %s, before Chamilo is asked', async (_, change) => {
			expectProblem(await post({ ...SPRING, ...change }), 'unsafe-identifier');
			expect(bench.calls()).toEqual([]);
		});

		test.each(['2031-02-01T23:30:00-05:00', '2031-02-01T08:00:00Z', '2031-02-01T12:00'])(
			'a time, which Chamilo would drop: %s',
			async (start_date) => {
				const problem = expectProblem(await post({ ...SPRING, start_date }), 'unsupported-by-chamilo');
				expect(pointersOf(problem)).toEqual(['/start_date']);
				expect(bench.calls()).toEqual([]);
			},
		);

		if (is19)
			test.each([
				['of a name with 51 characters', { name: 'x'.repeat(51) }],
				['visible without dates', { nolimit: true, visibility: 'visible' }],
				['that ends on the day it begins', { end_date: SPRING.start_date }],
			])('one %s, which Chamilo would make something else of', async (_, change) => {
				expectProblem(await post({ ...SPRING, ...change }), 'unsupported-by-chamilo');
				expect(bench.calls()).toEqual([]);
			});
	});

	describe('a reply that never came is settled by looking', () => {
		const { extras: _, ...plain } = SPRING;

		test('done: the external id proves it', async () => {
			bench.sandbox.faults.add({ operation: CREATE, kind: 'reset-after' });
			const answer = await post(plain);
			expect([answer.status, answer.json]).toEqual([
				201,
				{ id: is19 ? null : 3, field: 'external_session', value: '2031-S' },
			]);
			expect(bench.calls().filter((operation) => operation === CREATE)).toHaveLength(1);
			expect(await bench.sessions()).toHaveLength(3);
		});

		test('done, but the extra fields: seen where Chamilo tells them, else it is not called done', async () => {
			bench.sandbox.faults.add({ operation: CREATE, kind: 'reset-after' });
			const answer = await post(SPRING);
			if (is19) expect(expectProblem(answer, 'outcome-unknown').detail).toContain('was created');
			else expect([answer.status, (await bench.session(3)).extras]).toMatchObject([201, SPRING.extras]);
			expect(await bench.sessions()).toHaveLength(3);
		});

		test.each([SPRING, OPEN_END])('not done: $name is sent once more', async (session) => {
			bench.sandbox.faults.add({ operation: CREATE, kind: 'empty-500' });
			const answer = await post(session);
			expect([answer.status, (answer.json as { id: number }).id]).toEqual([201, 3]);
			expect(await bench.sessions()).toHaveLength(3);
		});

		test('done without an external id: on 1.9 nothing proves it; no second one is made', async () => {
			bench.sandbox.faults.add({ operation: CREATE, kind: 'reset-after' });
			const answer = await post(OPEN_END);
			if (is19) expectProblem(answer, 'outcome-unknown');
			else expect(answer.json).toEqual({ id: 3, field: null, value: null });
			expect(await bench.sessions()).toHaveLength(3);
		});

		test('neither the call nor the look gets through', async () => {
			bench.sandbox.faults.add({ operation: CREATE, kind: 'reset-after' });
			// The looks before the creation get through: for the external id, and on 1.11 for the name.
			bench.sandbox.faults.add({ operation: SEARCH, kind: 'empty-500', after: is19 ? 1 : 2 });
			expectProblem(await post(SPRING), 'outcome-unknown');
		});
	});

	test('creations of one external id at once: one is made', async () => {
		const answers = await Promise.all(['A', 'B', 'C', 'D'].map((name) => post({ ...SPRING, name })));
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
		expect(await bench.sessions()).toHaveLength(3);
	});
}
