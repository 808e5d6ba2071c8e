import { describe, expect, test } from 'vitest';
import { OPEN_END, SPRING, SPRING_EDITED } from '../../../src/operations/sessions/examples.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, type SessionBench } from './bench.js';

export function testSessionEdit(bench: SessionBench): void {
	const { kind } = bench;
	const is19 = kind === '1.9';
	const put = (name: string, body: unknown) => bench.send('PUT', `/sessions/${name}`, body);
	const EDIT = is19 ? 'WSSession.EditSession' : 'WSEditSession';
	const STORED = {
		name: 'Otoño 2031',
		dateStart: '2031-09-01',
		dateEnd: '2031-12-20',
		daysBefore: 7,
		daysAfter: 14,
		visibility: 1,
		coachId: DEMO.coaches.jerome,
	};

	const DATES_STORED = { dateStart: STORED.dateStart, dateEnd: STORED.dateEnd };

	describe('a listed session', () => {
		test.each(['chamilo_session_id/1', 'name/Oto%C3%B1o%202030', 'external_session/301'])(
			'%s has the new state; members and extras stay',
			async (name) => {
				const before = await bench.session(1);
				const answer = await put(name, SPRING_EDITED);
				expect([answer.status, answer.text]).toEqual([204, '']);
				expect(await bench.session(1)).toEqual({ ...before, ...STORED });
			},
		);

		test('dates go and come', async () => {
			const edit = {
				...SPRING_EDITED,
				start_date: undefined,
				end_date: undefined,
				visibility: undefined,
				nolimit: true,
			};
			expect((await put('chamilo_session_id/1', edit)).status).toBe(204);
			expect(await bench.session(1)).toMatchObject({ dateStart: '0000-00-00', dateEnd: '0000-00-00' });
			expect((await put('external_session/301', SPRING_EDITED)).status).toBe(204);
			expect(await bench.session(1)).toMatchObject(STORED);
		});

		test.each([
			{ field: 'external_user', value: '1502' },
			{ field: 'username', value: 'jlefevre' },
			{ field: 'chamilo_user_id', value: '4' },
		])('the coach $field becomes the coach', async (coach) => {
			expect((await put('chamilo_session_id/1', { ...SPRING_EDITED, coach })).status).toBe(204);
			expect((await bench.session(1)).coachId).toBe(DEMO.coaches.jerome);
		});

		test('extras are stored, those not named stay, an external id can be given', async () => {
			// Only soap.php makes fields.
			const extras = { external_session: '301b', ...(!hasSoapPhp(kind) ? {} : { brand_new: 'x' }) };
			expect((await put('name/Oto%C3%B1o%202030', { ...SPRING_EDITED, extras })).status).toBe(204);
			expect((await bench.session(1)).extras).toEqual({ ...extras, campus_site: 'Málaga' });
			expect((await bench.send('GET', '/sessions/external_session/301b')).status).toBe(200);
		});

		test('an extra that is null is cleared, one that is not there is not made', async () => {
			const extras = { campus_site: null, ...(is19 ? {} : { never_made: null }) };
			expect((await put('chamilo_session_id/1', { ...SPRING_EDITED, extras })).status).toBe(204);
			const stored = (await bench.session(1)).extras;
			expect(stored.campus_site ?? '').toBe('');
			expect(stored).not.toHaveProperty('never_made');
		});

		test('the same again: 204 by number; by external id 1.9 does not let it be seen, and that is said', async () => {
			await put('chamilo_session_id/1', SPRING_EDITED);
			expect((await put('chamilo_session_id/1', SPRING_EDITED)).status).toBe(204);
			const answer = await put('external_session/301', SPRING_EDITED);
			if (is19) expect([answer.status, answer.json]).toMatchObject([200, { verified: false }]);
			else expect(answer.status).toBe(204);
			expect(await bench.session(1)).toMatchObject(STORED);
		});

		test('new dates under the old name are seen also by external id', async () => {
			expect((await put('external_session/301', { ...SPRING_EDITED, name: 'Otoño 2030' })).status).toBe(204);
			expect(await bench.session(1)).toMatchObject({ ...STORED, name: 'Otoño 2030' });
		});

		test.each(['chamilo_session_id/1', 'external_session/301', 'name/Oto%C3%B1o%202030'])(
			'%s does not get the name of another',
			async (name) => {
				const before = await bench.sessions();
				for (const taken of ['Summer school', 'SUMMER SCHOOL']) {
					expectProblem(await put(name, { ...SPRING_EDITED, name: taken }), 'session-name-taken');
				}
				expect(await bench.sessions()).toEqual(before);
			},
		);

		test('the name of a session that has no course: refused, on 1.9 without a certain reason', async () => {
			await bench.send('POST', '/sessions', OPEN_END);
			const answer = await put('chamilo_session_id/1', { ...SPRING_EDITED, name: OPEN_END.name });
			const code = is19 ? 'rejected-by-chamilo' : 'session-name-taken';
			expect(expectProblem(answer, code).detail).toContain(OPEN_END.name);
			expect((await bench.session(1)).name).toBe(DEMO.autumn.name);
		});
	});

	describe('what the body leaves out', () => {
		const DATES = { start_date: SPRING_EDITED.start_date, end_date: SPRING_EDITED.end_date };
		const { nb_days_access_before, nb_days_access_after } = SPRING_EDITED;
		const ACCESS = { nb_days_access_before, nb_days_access_after };
		/** What Chamilo 1.9 does not tell. */
		const UNREAD = is19 ? { visibility: SPRING_EDITED.visibility, coach: SPRING_EDITED.coach } : {};

		test('is kept where it can be read', async () => {
			const { name, coachId } = await bench.session(1);
			expect((await put('chamilo_session_id/1', { ...DATES, ...ACCESS, ...UNREAD })).status).toBe(204);
			const kept = is19 ? {} : { coachId };
			expect(await bench.session(1)).toMatchObject({ ...STORED, name, visibility: 1, ...kept });
		});

		test('is asked for, all at once, where it cannot', async () => {
			const before = await bench.session(1);
			const problem = expectProblem(await put('chamilo_session_id/1', DATES), 'unsupported-by-chamilo');
			const asked = [...(is19 ? ['/coach'] : []), '/nb_days_access_before', '/nb_days_access_after'];
			expect(pointersOf(problem)).toEqual([...asked, ...(is19 ? ['/visibility'] : [])]);
			expect(problem.detail).toContain('accept_side_effects=true');
			expect(await bench.session(1)).toEqual(before);
		});

		test('is reset where that is accepted, and told', async () => {
			const answer = await put('chamilo_session_id/1?accept_side_effects=true', { ...DATES, ...UNREAD });
			expect([answer.status, answer.json]).toEqual([
				200,
				{ verified: true, reset: ['nb_days_access_before', 'nb_days_access_after'] },
			]);
			expect(await bench.session(1)).toMatchObject({ ...DATES_STORED, daysBefore: 0, daysAfter: 0 });
		});
	});

	describe('a session that has no course', () => {
		test.each(['chamilo_session_id/3', 'external_session/2031-S'])(
			'%s is changed; where that cannot be seen, it is said',
			async (name) => {
				await bench.send('POST', '/sessions', SPRING);
				const answer = await put(name, SPRING_EDITED);
				if (is19) {
					expect([answer.status, answer.json]).toMatchObject([200, { verified: false }]);
					expect((answer.json as { reason: string }).reason).toContain('list');
				} else expect(answer.status).toBe(204);
				expect(await bench.session(3)).toMatchObject(STORED);
			},
		);

		test('a name that is seen to be taken is told', async () => {
			await bench.send('POST', '/sessions', SPRING);
			expectProblem(
				await put('chamilo_session_id/3', { ...SPRING_EDITED, name: 'Summer school' }),
				'session-name-taken',
			);
			expectProblem(
				await put('external_session/2031-S', { ...SPRING_EDITED, name: 'Summer school' }),
				'session-name-taken',
			);
			expect((await bench.session(3)).name).toBe(SPRING.name);
		});
	});

	describe('an edit is refused', () => {
		test.each(['chamilo_session_id/99', 'name/Winter', 'external_session/nope'])('%s is not there', async (name) => {
			const missing = { ...SPRING_EDITED, coach: { field: 'username', value: 'nobody' } };
			for (const body of [SPRING_EDITED, missing]) expectProblem(await put(name, body), 'session-not-found');
			expect(bench.calls()).not.toContain(EDIT);
		});

		test('the coach is not there', async () => {
			const coach = { field: 'external_user', value: 'nobody' };
			const problem = expectProblem(await put('chamilo_session_id/1', { ...SPRING_EDITED, coach }), 'user-not-found');
			expect(problem.detail).toContain('coach');
			expect(bench.calls()).not.toContain(EDIT);
		});

		if (is19)
			test.each([
				['extras by external id', 'external_session/301', { extras: { a: 'b' } }],
				['a backslash, which it drops', 'chamilo_session_id/1', { name: 'a\\b' }],
				['visible without dates', 'chamilo_session_id/1', { nolimit: true, visibility: 'visible' }],
				['one day', 'chamilo_session_id/1', { start_date: '2031-12-20', end_date: '2031-12-20' }],
			])('%s, before Chamilo is asked', async (_, name, change) => {
				expectProblem(await put(name, { ...SPRING_EDITED, ...change }), 'unsupported-by-chamilo');
				expect(bench.calls()).toEqual([]);
			});

		test.each([
			['dates', { start_date: undefined, end_date: undefined }, ['/start_date', '/end_date']],
			['order of dates', { end_date: '2031-08-31' }, ['/end_date']],
			['member', { field: 'external_session', value: '1' }, ['/field', '/value']],
		])('missing or wrong: %s', async (_, change, pointers) => {
			const problem = expectProblem(
				await put('chamilo_session_id/1', { ...SPRING_EDITED, ...change }),
				'invalid-request',
			);
			expect(pointersOf(problem)).toEqual(pointers);
			expect(bench.calls()).toEqual([]);
		});

		test('an unsafe external id', async () => {
			expectProblem(await put("external_session/a'b", SPRING_EDITED), 'unsafe-identifier');
		});
	});

	test('edits of one session at once: the last one to be made stands whole', async () => {
		const names = ['One', 'Two', 'Three'];
		const edits = names.map((name, day) => ({ ...SPRING_EDITED, name, start_date: `2031-09-0${day + 1}` }));
		const answers = await Promise.all(edits.map((edit) => put('chamilo_session_id/1', edit)));
		expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
		const { name, dateStart } = await bench.session(1);
		expect(edits.map((edit) => [edit.name, edit.start_date])).toContainEqual([name, dateStart]);
	});
}
