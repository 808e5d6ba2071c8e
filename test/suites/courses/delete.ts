import { expect, test } from 'vitest';
import { expectProblem } from '../../support/problem.js';
import type { Bench } from '../run.js';
import {
	ALGEBRA,
	CLOSED,
	courseEyes,
	FRENCH,
	kindFacts,
	LOGIC,
	namesOf,
	OFFICE,
	pathTo,
	UNKNOWN_COURSES,
} from './support.js';

const DELETIONS = [FRENCH, ALGEBRA, OFFICE, CLOSED].flatMap((course) =>
	namesOf(course).map((reference) => [reference.field, reference.value, course.id] as const),
);

export function testCourseDelete(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { hasSoap, teachers } = kindFacts(bench);
	const remove = (reference: { field: string; value: string }) => bench.send('DELETE', pathTo(reference));

	if (!hasSoap) {
		test.each([...namesOf(FRENCH), ...UNKNOWN_COURSES])(
			'$field $value: refused with the cure and the way round, and nothing is sent',
			async (reference) => {
				await eyes.unchanged(async () => {
					const { detail } = expectProblem(await remove(reference), 'unsupported-by-chamilo');
					for (const text of ['soap.php', 'auto_prepend_file', '"visibility": "closed"'])
						expect(detail).toContain(text);
				});
				await eyes.nothingSent();
			},
		);
		return;
	}

	test.each(DELETIONS)('the course with %s %s is really gone, and no other', async (field, value, id) => {
		const before = await eyes.all();
		const answer = await remove({ field, value });
		expect([answer.status, answer.text]).toEqual([204, '']);
		expect(await eyes.all()).toEqual(before.filter((course) => course.id !== id));
		expectProblem(await bench.send('GET', `/courses/chamilo_course_id/${id}`), 'course-not-found');
	});

	test.each(namesOf(FRENCH))('deleted a second time by $field it is not found', async (reference) => {
		expect((await remove(reference)).status).toBe(204);
		await eyes.unchanged(async () => {
			for (const name of namesOf(FRENCH)) expectProblem(await remove(name), 'course-not-found');
		});
	});

	test.each(UNKNOWN_COURSES)('no course has $field $value: 404, and nothing is deleted', async (reference) => {
		await eyes.unchanged(async () => expectProblem(await remove(reference), 'course-not-found'));
	});

	test('its users stay, its sessions lose it', async () => {
		const before = await bench.control.state();
		await remove(FRENCH);
		const after = await bench.control.state();
		expect(after.users).toEqual(before.users);
		expect(JSON.stringify(after)).not.toContain('FRANCAISA1');
	});

	test('code, external id and title are free again', async () => {
		expect((await bench.send('POST', '/courses', LOGIC)).status).toBe(201);
		expect((await remove(LOGIC)).status).toBe(204);
		const again = await bench.send('POST', '/courses', LOGIC);
		expect([again.status, (again.json as { id: number }).id]).toEqual([201, 6]);
		expect(await eyes.added()).toMatchObject([{ id: 6, code: 'LOGIC1', members: teachers(4) }]);
	});

	test('a course made under the same code is the one that is deleted: nothing is remembered', async () => {
		await bench.send('POST', '/courses', LOGIC);
		await bench.send('GET', '/courses/code/LOGIC1');
		await remove({ field: 'code', value: 'LOGIC1' });
		await bench.send('POST', '/courses', { ...LOGIC, value: 'C-200' });
		expect((await remove({ field: 'code', value: 'logic1' })).status).toBe(204);
		expect(await eyes.added()).toEqual([]);
	});

	test('of two deletions at once one succeeds, whatever the names', async () => {
		const [external, code] = namesOf(FRENCH);
		for (const pair of [
			[external, external],
			[external, code],
		]) {
			await bench.control.reset();
			await bench.control.fault({ kind: 'delay', ms: 20, times: 2 });
			const answers = await Promise.all(pair.map((reference) => remove(reference ?? FRENCH)));
			expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
			expect(await eyes.all()).toHaveLength(3);
		}
	});

	test.each([
		['empty-500', 'chamilo-error', 4],
		['html-200', 'chamilo-error', 4],
		['reset-before', 'chamilo-unavailable', 4],
		['reset-after', 'chamilo-unavailable', 3],
	] as const)('a deletion that fails (%s) is no success', async (kind, code, left) => {
		await bench.control.fault({ operation: 'WSCourse.DeleteCourse', kind });
		expectProblem(await remove(FRENCH), code);
		expect(await eyes.all()).toHaveLength(left);
	});

	test('a look-up that fails deletes nothing', async () => {
		await bench.control.fault({ operation: 'WSListCourses', kind: 'empty-500' });
		expectProblem(await remove({ field: 'code', value: 'ALGEBRA' }), 'chamilo-error');
		expect(await eyes.all()).toHaveLength(4);
	});
}
