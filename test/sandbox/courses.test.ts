import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readUtf8 } from '../../src/sandbox/php/bytes.js';
import { type Client, envelope, fault, list, REGISTRATION, returned, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
afterAll(() => client.close());

type Item = Record<string, string>;
const original = (value: string) => ({ original_course_id_name: 'external', original_course_id_value: value });
const many = async (operation: string, wrapper: string, items: Item[]) => {
	const struct = `<p>${list(wrapper, items)}<secret_key>${client.key}</secret_key></p>`;
	return client.post(REGISTRATION, `<?xml version="1.0" encoding="ISO-8859-1"?>${envelope(operation, struct)}`, {
		'Content-Type': 'text/xml; charset=ISO-8859-1',
	});
};
const results = (answer: { text: string }) =>
	[...answer.text.matchAll(/<result[^>]*>([^<]*)</g)].map(([, text]) => text);
const create = (...items: Item[]) => many('WSCreateCourse', 'courses', items);
const courses = () => client.sandbox.campus.courses;

beforeEach(async () => {
	client.sandbox.reset();
	await create(
		{ title: 'Français', wanted_code: 'fr-1', tutor_name: 'T', course_language: 'french', ...original('C1') },
		{ title: 'Office', wanted_code: '2024', tutor_name: 'T', course_language: 'english', ...original('C2') },
	);
});

describe('WSCreateCourse', () => {
	it('answers the code it has really given', () => {
		expect(
			courses()
				.list()
				.map(({ code }) => code),
		).toEqual(['FR1', '2024']);
	});

	it.each([
		['a taken code', { title: 'T', wanted_code: 'FR1', ...original('C3') }, '0'],
		['no title', { title: '', wanted_code: 'X', ...original('C3') }, '0'],
		['a title as code', { title: 'Été 2030', wanted_code: '', ...original('C3') }, 'ETE2030'],
		['the external id of a course with letters', { title: 'T', wanted_code: 'X', ...original('C1') }, 'X'],
		['the external id of a course with digits', { title: 'T', wanted_code: 'X', ...original('C2') }, '0'],
	])('%s', async (_, item, expected) => {
		expect(results(await create(item))).toEqual([expected]);
	});

	it('by title dies', async () => {
		expect(await many('WSCreateCourseByTitle', 'courses', [{ title: 'T' }])).toMatchObject({ status: 500, text: '' });
	});
});

describe('WSEditCourse', () => {
	it('overwrites everything, the quota too, and makes a missing visual code of the title', async () => {
		const answer = await many('WSEditCourse', 'courses', [
			{ title: 'Édité', tutor_id: '1', ...original('C1') },
			{ title: 'x', ...original('nope') },
		]);
		expect(results(answer)).toEqual(['1', '0']);
		expect(courses().byCode('FR1')).toMatchObject({
			visualCode: 'EDITE',
			visibility: 0,
			diskQuota: 50_000,
			tutorName: 'DoeJohn',
		});
	});

	it('answers 0 for an unknown last extra field, though the course was changed', async () => {
		const extra = '<item><field_name>nope</field_name><field_value>x</field_value></item>';
		const item = { title: 'New', ...original('C1'), extra: `<x>${extra}</x>` };
		expect(results(await many('WSEditCourse', 'courses', [item]))).toEqual(['0']);
		expect(courses().byCode('FR1')?.title).toBe('New');
	});
});

describe('closing and deleting', () => {
	it('WSDeleteCourse closes, once', async () => {
		expect(
			results(await many('WSDeleteCourse', 'courses', [original('C1'), original('nope'), original('C1')])),
		).toEqual(['1', '0', '0']);
		expect(courses().byCode('FR1')?.visibility).toBe(0);
	});

	it('WSCourse.DeleteCourse deletes, with course fields that nobody else uses', async () => {
		expect(fault(await client.soap('WSCourse.DeleteCourse', 'external', 'C1'))).toBeUndefined();
		expect(fault(await client.soap('WSCourse.DeleteCourse', 'external', 'C1'))).toBe('200 Course not found');
		expect(client.sandbox.campus.courseFields.find('external')).toBeDefined();
		await client.soap('WSCourse.DeleteCourse', 'external', 'C2');
		expect(client.sandbox.campus.courseFields.find('external')).toBeUndefined();
	});

	it('the plural has codes in its items', async () => {
		const ids = ['1', '9'].map((id) => ({ course_id_field_name: 'chamilo_course_id', course_id_value: id }));
		const answer = await client.soap('WSCourse.DeleteCourses', list('courses', ids));
		expect([...answer.text.matchAll(/<code[^>]*>(\d+)</g)].map(([, code]) => code)).toEqual(['0', '200']);
	});
});

describe('the lists', () => {
	it.each([
		[[], 2],
		[['public-registered'], 2],
		[['private,closed'], 0],
		[['external', 'public-registered'], 0],
	])('ListCourses takes the visibilities second: %j', async (args, expected) => {
		expect((await client.soap('WSCourse.ListCourses', ...args)).text.match(/<item/g)?.length ?? 0).toBe(expected);
	});

	it('ListCourses leaves nulls out, WSListCourses shows them as nil', async () => {
		const soap = await client.soap('WSCourse.ListCourses');
		expect(soap.text).not.toMatch(/category_name|external_course_id/);
		const key = `<k>${client.key}</k><n>external</n>`;
		const answer = await client.post(REGISTRATION, envelope('WSListCourses', key));
		expect(returned(answer)).toContain('<language xsi:nil="true"/><category_name xsi:nil="true"/>');
	});

	it('shows the name of a category', async () => {
		await many('WSEditCourse', 'courses', [{ title: 'T', category_code: 'LANG', visibility: '2', ...original('C1') }]);
		expect((await client.soap('WSCourse.ListCourses')).text).toContain('>Language skills</category_name>');
	});
});

describe('who is in a course', () => {
	const subscribe = (course: string, user: string, ...status: string[]) =>
		client.soap('WSCourse.SubscribeUserToCourse', 'chamilo_course_id', course, 'chamilo_user_id', user, ...status);

	it.each([
		[['1'], 1],
		[['5'], 5],
		[['9'], 5],
		[[], 5],
	])('status %j is stored as %i', async (status, expected) => {
		await subscribe('1', '2', ...status);
		expect(courses().members).toEqual([{ courseCode: 'FR1', userId: 2, status: expected }]);
	});

	it('checks the course, then the user, then whether they are in', async () => {
		expect(fault(await subscribe('9', '9'))).toBe('200 Course not found');
		expect(fault(await subscribe('1', '9'))).toBe('100 User not found');
		await subscribe('1', '2');
		expect(fault(await subscribe('1', '2'))).toBe('203 An error occured subscribing to this course');
	});

	it('registration.soap.php answers in English', async () => {
		const simple = async (course: string, user_id: string) =>
			returned(await client.registration('WSSubscribeUserToCourseSimple', { course, user_id }));
		expect(await simple('FR1', '99')).toBe('User 99 does not exist');
		expect(await simple('NOPE', '1')).toBe('Course NOPE does not exist in the platform ');
		expect(await simple('', '1')).toBe('Array');
		expect(await simple('FR1', '1')).toBe('1');
		expect(await simple('FR1', '1')).toContain('User already registered');
		expect(returned(await client.registration('WSUserSubscribedInCourse', { course: 'FR1', user_id: '1' }))).toBe('1');
		expect(returned(await client.registration('WSUserSubscribedInCourse', { course: 'FR1', user_id: '2' }))).toBe('');
	});

	it('WSSubscribeUserToCourse works for codes of digits only, and answers nils', async () => {
		await client.registration('WSCreateUser', {
			loginname: 'a',
			active: '1',
			original_user_id_name: 'external',
			original_user_id_value: 'U1',
		});
		const pair = (course: string) =>
			`<course_id><original_course_id_name>external</original_course_id_name><original_course_id_value>${course}</original_course_id_value></course_id><user_id><original_user_id_name>external</original_user_id_name><original_user_id_value>U1</original_user_id_value></user_id><status>5</status>`;
		const items = ['C1', 'C2', 'nope'].map((course) => `<item>${pair(course)}</item>`).join('');
		const struct = `<p><userscourses xsi:type="enc:Array">${items}</userscourses><secret_key>${client.key}</secret_key></p>`;
		const answer = await client.post(REGISTRATION, envelope('WSSubscribeUserToCourse', struct));
		expect(returned(answer)?.match(/xsi:nil/g)).toHaveLength(3);
		expect(courses().members.map(({ courseCode }) => courseCode)).toEqual(['2024']);
	});
});

describe('descriptions', () => {
	const edit = (course: string, type: string, title: string) =>
		client.soap('WSCourse.EditCourseDescription', 'chamilo_course_id', course, type, title, 'text');
	const read = async (course: string) =>
		returned(await client.soap('WSCourse.GetCourseDescriptions', 'chamilo_course_id', course));

	it('go to course 0 and are not found again', async () => {
		await edit('1', '1', 'A');
		expect(courses().descriptions).toMatchObject([{ courseId: 0, title: 'A' }]);
		expect(await read('1')).toBe('');
	});

	it('of an unknown course are an empty list', async () => {
		expect((await edit('9', '1', 'A')).status).toBe(200);
		expect(await read('9')).toBe('');
	});

	it('are written by row in registration.soap.php, without a type', async () => {
		const item = { course_desc_id: '2', course_desc_title: 'Été', course_desc_content: 'x', ...original('C1') };
		expect(
			results(await many('WSEditCourseDescription', 'course_desc', [item, { ...item, ...original('nope') }])),
		).toEqual(['1', '0']);
		expect(readUtf8(courses().descriptions[0]?.title ?? '')).toBe('Été');
		expect(await read('1')).toContain('<course_desc_id>0</course_desc_id>');
		const eight = returned(await client.registration('WSCourseDescription', original('C1')));
		expect(eight?.match(/<item/g)).toHaveLength(8);
		const unsigned = envelope('WSEditCourseDescription', '<p><secret_key>x</secret_key></p>');
		expect((await client.post(REGISTRATION, unsigned)).status).toBe(200);
	});
});

describe('what is broken in soap.php', () => {
	it.each([
		['WSCourse.CreateCourse', ['T', '', 'C', 'T', 'chamilo_user_id', '9'], '100 User not found'],
		['WSCourse.CreateCourse', ['T', '', 'C', 'T', 'chamilo_user_id', '1'], undefined],
		['WSCourse.EditCourse', ['chamilo_course_id', '9'], '200 Course not found'],
		['WSCourse.EditCourse', ['chamilo_course_id', '1'], undefined],
	])('%s %j', async (operation, args, expected) => {
		const answer = await client.soap(operation, ...args);
		expect(answer.status).toBe(500);
		expect(fault(answer)).toBe(expected);
	});

	it('CreateCourses answers as long as no item is good', async () => {
		const item = (id: string) => ({
			course_admin_user_id_field_name: 'chamilo_user_id',
			course_admin_user_id_value: id,
		});
		expect((await client.soap('WSCourse.CreateCourses', list('courses', [item('9')]))).text).toContain(
			'User not found',
		);
		expect((await client.soap('WSCourse.CreateCourses', list('courses', [item('9'), item('1')]))).text).toBe('');
		expect((await client.post(SOAP, envelope('WSCourse.CreateCourses', `<k>${client.key}</k>`))).text).toContain('[0]');
	});
});
