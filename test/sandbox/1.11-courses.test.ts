import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Course } from '../../src/sandbox/campus/courses.js';
import { addCourse, isFatal, isSqlError, original, person, plural, results, returned111, start111 } from './1.11.js';
import { type Client, fault, list, returned } from './client.js';

let client: Client;
beforeEach(async () => {
	client = await start111();
	await plural(client, 'WSCreateUsers', 'users', [person('t', 't'), person('a', 'a')]);
});
afterEach(() => client.close());

const [T, A] = [3, 4];
const courses = () => client.sandbox.campus.courses;
const course = (code: string): Course | undefined => courses().byCode(code);
const members = (code: string) => courses().members.filter(({ courseCode }) => courseCode === code);
const ext = (code: string) => client.sandbox.campus.courseFields.valueOf(code, 'ext_course');

describe('WSCreateCourse', () => {
	it.each([
		['a b_c-d.é', 'BCDE'],
		['The-Course', 'COURSE'],
		["o'c", 'OC'],
		['l'.repeat(50), 'L'.repeat(40)],
	])('makes %j the code %s', async (wanted, code) => {
		expect(results(await addCourse(client, wanted, original('course', 'x')))).toEqual([code]);
	});

	it('makes user 1 the teacher, and a code of the title where none is wanted', async () => {
		expect(results(await addCourse(client, '', { title: 'Nom généré' }))).toEqual(['NOMGENERE']);
		expect(members('NOMGENERE')).toEqual([{ courseCode: 'NOMGENERE', userId: 1, status: 1 }]);
	});

	it.each([
		[{}, { visibility: 2, subscribe: 1, unsubscribe: 0, diskQuota: 104_857_600, categoryCode: '' }],
		[
			{ visibility: '0', subscribe: '0', unsubscribe: '1', disk_quota: '2' },
			{ visibility: 2, subscribe: 0, unsubscribe: 1, diskQuota: 2_097_152 },
		],
		[
			{ visibility: '1', subscribe: '', disk_quota: '' },
			{ visibility: 1, subscribe: 0, diskQuota: 100_000_000 },
		],
		[
			{ visibility: '3', category_code: 'NOPE', course_language: 'french' },
			{ visibility: 3, categoryCode: 'NOPE', language: 'french' },
		],
	])('reads %j', async (given, expected) => {
		const item = { title: 'M', wanted_code: 'M', ...original('course', 'm'), ...given };
		await plural(client, 'WSCreateCourse', 'courses', [item]);
		expect(course('M')).toMatchObject(expected);
	});

	it('overwrites the open course of a taken external id, and refuses a closed one', async () => {
		await addCourse(client, 'MATH', { course_language: 'french' });
		const again = { ...original('course', 'xMATH'), title: 'New' };
		expect(results(await addCourse(client, 'OTHER', again))).toEqual(['MATH']);
		expect(course('MATH')).toMatchObject({ title: 'New', visualCode: 'OTHER', language: 'english' });
		await plural(client, 'WSDeleteCourse', 'courses', [original('course', 'xMATH')]);
		expect(results(await addCourse(client, 'OTHER', again))).toEqual(['0']);
	});

	it('without external ids the second overwrites the first', async () => {
		const nothing = { original_course_id_name: '', original_course_id_value: '' };
		await addCourse(client, 'ONE', nothing);
		expect(results(await addCourse(client, 'TWO', nothing))).toEqual(['ONE']);
	});

	it('0 for a taken code or no title; by title it works', async () => {
		await addCourse(client, 'MATH');
		expect(results(await addCourse(client, 'math', original('course', 'x')))).toEqual(['0']);
		expect(results(await addCourse(client, 'X', { title: '' }))).toEqual(['0']);
		const byTitle = [{ title: 'Par titre', ...original('course', 'p') }];
		expect(results(await plural(client, 'WSCreateCourseByTitle', 'courses', byTitle))).toEqual(['PARTITRE']);
		expect(course('PARTITRE')?.tutorName).toBe('John Doe');
	});

	it('soap.php still cannot', async () => {
		const args = ['T', 'PC', 'C', 'x', 'chamilo_user_id', '1', 'english', 'ext_course', 'c', ''];
		expect(isFatal(await client.soap('WSCourse.CreateCourse', ...args))).toBe(true);
	});
});

describe('editing', () => {
	beforeEach(async () => {
		await addCourse(client, 'MATH', { category_code: 'PC', unsubscribe: '1' });
	});
	/** WSCourse.EditCourse, everything empty unless said otherwise. */
	const edit = (given: Record<string, string> = {}) => {
		const { title = '', visibility = '', subscribe = '', extras = list('extras', []) } = given;
		return client.soap(
			'WSCourse.EditCourse',
			'ext_course',
			'xMATH',
			title,
			'',
			'',
			'',
			'',
			visibility,
			subscribe,
			'',
			'',
			extras,
		);
	};

	it('by soap.php is partial: what is empty or 0 stays', async () => {
		expect((await edit({ title: "L'algèbre", visibility: '0', subscribe: '<s xsi:type="xsd:int">0</s>' })).status).toBe(
			200,
		);
		expect(course('MATH')).toMatchObject({ visibility: 2, subscribe: 1, categoryCode: 'PC', unsubscribe: 1 });
		expect(Buffer.from(course('MATH')?.title ?? '', 'latin1').toString()).toBe("L'algèbre");
		expect((await edit()).status).toBe(200);
	});

	it('by soap.php a lone "0" is an SQL error, and an extra is fatal once the rest is stored', async () => {
		expect(isSqlError(await edit({ visibility: '0' }))).toBe(true);
		const extras = list('extras', [{ field_name: 'ext_course', field_value: 'new' }]);
		expect(isFatal(await edit({ title: 'New', extras }))).toBe(true);
		expect([course('MATH')?.title, ext('MATH')]).toEqual(['New', 'xMATH']);
	});

	const editR = (given: Record<string, string>) =>
		plural(client, 'WSEditCourse', 'courses', [{ ...original('course', 'xMATH'), title: 'M', ...given }]);

	it('by registration empties what is left out', async () => {
		expect(results(await editR({}))).toEqual(['1']);
		expect(course('MATH')).toMatchObject({
			visibility: 0,
			subscribe: 0,
			categoryCode: '',
			visualCode: 'M',
			language: '',
			diskQuota: 104_857_600,
		});
	});

	it('by registration: 0 where the last extra is unknown, 1 where it re-keys', async () => {
		const extra = (name: string) =>
			list('extra', [{ field_name: name, field_value: 'new' }]).replace(/^<extra[^>]*>|<\/extra>$/g, '');
		expect(results(await editR({ extra: extra('nope') }))).toEqual(['0']);
		expect(results(await editR({ extra: extra('ext_course') }))).toEqual(['1']);
		expect(ext('MATH')).toBe('new');
	});

	it('by registration: an apostrophe in tutor_id is an SQL error', async () => {
		expect(isSqlError(await editR({ tutor_id: "1'" }))).toBe(true);
	});

	it('closing works and dies; opening by soap.php', async () => {
		const close = () => plural(client, 'WSDeleteCourse', 'courses', [original('course', 'xMATH')]);
		expect(isFatal(await close())).toBe(true);
		expect(course('MATH')?.visibility).toBe(0);
		expect(results(await close())).toEqual(['0']);
		await edit({ visibility: '3' });
		expect(course('MATH')?.visibility).toBe(3);
	});
});

describe('subscribing', () => {
	beforeEach(async () => {
		await addCourse(client, 'OPEN');
		await addCourse(client, 'SHUT', { subscribe: '0' });
	});
	const soap = (code: string, status = '5') =>
		client.soap('WSCourse.SubscribeUserToCourse', 'ext_course', `x${code}`, 'ext_user', 'a', status);
	const simple = async (code: string) =>
		returned111(await client.registration('WSSubscribeUserToCourseSimple', { course: code, user_id: String(A) }));

	it('soap.php says OK to a course that takes nobody', async () => {
		expect(fault(await soap('SHUT', '1'))).toBeUndefined();
		expect(members('SHUT')).toHaveLength(1);
		expect(fault(await soap('OPEN'))).toBeUndefined();
		expect(fault(await soap('OPEN'))).toMatch(/^203 /);
	});

	it('registration has a result each: any code, inactive users too', async () => {
		await plural(client, 'WSDisableUsers', 'ids', [original('user', 'a')]);
		const pair = (code: string, user: string, status: string) => {
			const inner = (members: Record<string, string>) =>
				Object.entries(members)
					.map(([name, value]) => `<${name}>${value}</${name}>`)
					.join('');
			return { course_id: inner(original('course', code)), user_id: inner(original('user', user)), status };
		};
		const items = [
			pair('xOPEN', 'a', '5'),
			pair('xOPEN', 'a', '5'),
			pair('xSHUT', 'a', '5'),
			pair('xOPEN', 't', '1'),
			pair('x', 'a', '5'),
		];
		const answer = await plural(client, 'WSSubscribeUserToCourse', 'userscourses', items);
		expect(results(answer)).toEqual(['1', '0', '0', '1', '0']);
		expect(returned111(answer)).toContain(
			'<original_user_id_value>t</original_user_id_value><original_course_id_value>xOPEN<',
		);
		expect(members('OPEN').map(({ userId, status }) => [userId, status])).toEqual([
			[1, 1],
			[A, 5],
			[T, 1],
		]);
	});

	it('the simple form says a sentence', async () => {
		expect(await simple('SHUT')).toMatch(/^User was not registered/);
		expect(await simple('OPEN')).toBe('1');
		expect(await simple('OPEN')).toMatch(/^User was not registered/);
	});

	it('unsubscribing: 1 whether subscribed or not, 0 for the unknown', async () => {
		const out = async (user: string, code: string) =>
			results(
				await client.registration('WSUnSubscribeUserFromCourseSimple', {
					...original('user', user),
					...original('course', code),
				}),
			);
		await soap('OPEN');
		expect(await out('a', 'xOPEN')).toEqual(['1']);
		expect(members('OPEN')).toHaveLength(1);
		expect([await out('a', 'xOPEN'), await out('x', 'xOPEN'), await out('a', 'x')]).toEqual([['1'], ['0'], ['0']]);
	});
});

describe('reading', () => {
	beforeEach(async () => {
		for (const code of ['ONE', 'TWO', 'SIX']) await addCourse(client, code, { category_code: 'PC' });
	});
	const read = async (given: Record<string, string>) =>
		returned111(await client.registration('WSListCourses', given)) ?? '';

	it('WSListCourses has language and, where the field is named, the external id', async () => {
		const all = await read({ original_course_id_name: 'ext_course' });
		expect(all).toContain(
			'<code>TWO</code><external_course_id>xTWO</external_course_id><title>TWO</title><language>english<',
		);
		expect(await read({})).toContain('<external_course_id></external_course_id>');
		expect(await read({ original_course_id_name: "a'b" })).toContain('<external_course_id xsi:nil="true"/>');
	});

	it('from is where to begin, to how many', async () => {
		const codes = [...(await read({ from: '1', to: '1' })).matchAll(/<code>(\w+)/g)].map(([, code]) => code);
		expect(codes).toEqual(['TWO']);
	});

	it('soap.php lists by visibility, as on 1.9', async () => {
		expect(returned(await client.soap('WSCourse.ListCourses', 'public'))).toBe('');
		expect(returned(await client.soap('WSCourse.ListCourses'))).toContain('<number_students>1</number_students>');
	});
});

describe('descriptions', () => {
	beforeEach(async () => {
		await addCourse(client, 'MATH');
	});
	const describeR = (type: string, title: string) =>
		plural(client, 'WSEditCourseDescription', 'course_desc', [
			{ ...original('course', 'xMATH'), course_desc_id: type, course_desc_title: title, course_desc_content: 'x' },
		]);
	const read = async () => returned(await client.soap('WSCourse.GetCourseDescriptions', 'ext_course', 'xMATH')) ?? '';

	it('soap.php writes new ones by type, and does not change them', async () => {
		for (const title of ['first', 'second']) {
			await client.soap('WSCourse.EditCourseDescription', 'ext_course', 'xMATH', '2', title, 'text');
		}
		expect(await read()).toContain('<course_desc_id>2</course_desc_id><course_desc_title>first<');
	});

	it('registration writes both, with a backslash before quotes', async () => {
		expect(results(await describeR('2', 'first'))).toEqual(['1']);
		await describeR('2', "l'autre");
		expect(await read()).toContain('<course_desc_title>l\\&apos;autre<');
	});

	it('WSCourseDescription goes by row, not by type', async () => {
		await describeR('5', 'row one');
		const rows = returned111(await client.registration('WSCourseDescription', original('course', 'xMATH')));
		expect(rows).toContain(
			'<course_desc_default_title>Description</course_desc_default_title><course_desc_title>row one<',
		);
		expect(rows).toContain('<course_desc_default_title>Add category<');
	});
});

describe('what nobody has tried', () => {
	const call = async (operation: string, given: Record<string, string>) =>
		returned111(await client.registration(operation, given));

	it('groups', async () => {
		expect(await call('WSCreateGroup', { name: 'G' })).toBe('1');
		expect(await call('WSUpdateGroup', { id: '1', name: 'H' })).toBe('1');
		expect(await call('GroupBindToParent', { id: '1', parent_id: '2' })).toBe('1');
		expect(await call('GroupUnbindFromParent', { id: '1' })).toBe('1');
		for (const operation of ['WSAddUserToGroup', 'WSUpdateUserRoleInGroup', 'WSDeleteUserFromGroup']) {
			expect(await call(operation, { group_id: '1', user_id: String(A), relation_type: '2' })).toBe('1');
		}
		expect(await call('WSDeleteGroup', { id: '1' })).toBe('1');
		expect(await call('WSDeleteGroup', { id: '1' })).toBe('0');
	});

	it('the catalogue, and a picture', async () => {
		const answer = await plural(client, 'WSAddUserVisibilityToCourseInCatalogue', 'userscourses', [{ visible: '1' }]);
		expect(results(answer)).toEqual(['0']);
		expect(await call('WSEditUserWithPicture', { ...original('user', 'a'), username: 'a' })).toBe(String(A));
	});
});

describe('reports', () => {
	beforeEach(async () => {
		await addCourse(client, 'MATH');
		const items = [{ id: 1, minScore: 0, maxScore: 10, masteryScore: '5' }];
		courses().learnpaths.push({ courseId: 1, id: 1, name: 'Path', items });
	});
	const report = (name: string, item: string) =>
		client.soap(`WSReport.${name}`, 'ext_user', 'a', 'ext_course', 'xMATH', '1', item);

	it('an item nobody has seen has a score of 0 and is not attempted', async () => {
		expect(returned(await report('GetLearnpathScoreSingleItem', '1'))).toContain('<current_score>0</current_score>');
		expect(returned(await report('GetLearnpathStatusSingleItem', '1'))).toBe('not attempted');
		expect(returned(await report('GetLearnpathScoreSingleItem', '2'))).toContain('<current_score xsi:nil="true"/>');
	});

	it('times come without a key only', async () => {
		courses().times.push({ userId: A, seconds: 60 });
		expect(isFatal(await client.soap('WSReport.GetTimeSpentOnPlatform', 'ext_user', 'a'))).toBe(true);
	});
});
