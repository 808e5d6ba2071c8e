import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { get, start11132 } from './1.11.32.js';
import { addCourse, isFatal, original, person, plural, results, returned111 } from './1.11.js';
import { type Client, fault, list } from './client.js';

let client: Client;
beforeEach(async () => {
	client = await start11132();
	await client.registration('WSCreateUser', person('ana', '1'));
	await client.registration('WSCreateUser', person('tom', '2', { status: '1' }));
});
afterEach(() => client.close());

const course = (code: string) => client.sandbox.campus.courses.byCode(code);
const onPhp8 = () => client.sandbox.switchTo({ chamilo: '1.11.32', php: 8, rawPostData: true });
const codes = (text = '') => [...text.matchAll(/<code>([^<]*)</g)].map(([, code]) => code);
const editCourse = (visibility: string, title = 'New') =>
	client.soap('WSCourse.EditCourse', 'ext_course', 'xAA', title, '', '', '', '', visibility, '', '', '', list('e', []));

describe('WSListCourses', () => {
	beforeEach(async () => {
		await addCourse(client, 'ZZ', { title: 'Physics' });
		await addCourse(client, 'AA', { title: 'Biology' });
		await addCourse(client, 'MM', { title: 'Chemistry' });
	});
	const listed = async (members: Record<string, string> = {}) =>
		codes(returned111(await client.registration('WSListCourses', members)));

	it('is ordered by title, and pages count in that order', async () => {
		expect(await listed()).toEqual(['AA', 'MM', 'ZZ']);
		expect(await listed({ from: '1', to: '1' })).toEqual(['MM']);
	});

	it('with from and to as empty texts is the whole list', async () => {
		expect(await listed({ from: '', to: '' })).toEqual(['AA', 'MM', 'ZZ']);
	});
});

describe('a course that is closed to subscription', () => {
	beforeEach(() => addCourse(client, 'AA', { subscribe: '0' }));
	const subscribe = (code: string, external: string, status: string) =>
		client.soap('WSCourse.SubscribeUserToCourse', 'ext_course', code, 'ext_user', external, status);
	const simple = async (user_id: string) =>
		returned111(await client.registration('WSSubscribeUserToCourseSimple', { course: 'AA', user_id, status: '5' }));

	it('is fault 203 in soap.php, for students and teachers', async () => {
		for (const [external, status] of [
			['1', '5'],
			['2', '1'],
		] as const) {
			expect(fault(await subscribe('xAA', external, status))).toBe('203 An error occured subscribing to this course');
		}
		expect(client.sandbox.campus.courses.members).toHaveLength(1);
	});

	it('takes everybody in registration.soap.php', async () => {
		const items = ['1', '2'].map((external) => ({
			user_id: struct(original('user', external)),
			course_id: struct(original('course', 'xAA')),
			status: '5',
		}));
		expect(results(await plural(client, 'WSSubscribeUserToCourse', 'userscourses', items))).toEqual(['1', '1']);
		expect(await simple('1')).toContain('already registered to the course,\n ');
		await client.registration('WSCreateUser', person('eva', '3'));
		expect(await simple('5')).toBe('1');
	});

	it('with visibility 0 takes users in soap.php', async () => {
		await addCourse(client, 'BB');
		Object.assign(course('BB') ?? {}, { visibility: 0 });
		expect(fault(await subscribe('xBB', '1', '5'))).toBeUndefined();
	});
});

describe('disk_quota', () => {
	const create = async (disk_quota: string) => {
		const answer = await addCourse(client, 'AA', { disk_quota });
		return isFatal(answer) ? 'fatal' : course('AA')?.diskQuota;
	};
	const edit = async (disk_quota: string) => {
		const item = { ...original('course', 'xAA'), title: 'T', disk_quota };
		const answer = await plural(client, 'WSEditCourse', 'courses', [item]);
		return isFatal(answer) ? 'fatal' : course('AA')?.diskQuota;
	};

	it('on PHP 7 empty is that of the portal in a create, and 0 in an edit', async () => {
		expect(await create('')).toBe(100_000_000);
		expect(await edit('')).toBe(0);
		expect(await edit('5')).toBe(5_242_880);
	});

	it('on PHP 8 empty is a fatal error, and nothing is done', async () => {
		onPhp8();
		expect(await create('')).toBe('fatal');
		expect(course('AA')).toBeUndefined();
		expect(await create('0')).toBe(100_000_000);
		expect(await edit('')).toBe('fatal');
		expect(course('AA')?.title).toBe('AA');
		expect(await edit('5')).toBe(5_242_880);
	});

	it('on PHP 8 ends a list at the item, and those before it are done', async () => {
		onPhp8();
		const item = (code: string, disk_quota: string) => ({
			...original('course', `x${code}`),
			...{ title: code, wanted_code: code, disk_quota },
		});
		const items = [item('AA', '1'), item('BB', ''), item('CC', '1')];
		expect(isFatal(await plural(client, 'WSCreateCourse', 'courses', items))).toBe(true);
		expect([course('AA')?.code, course('BB'), course('CC')]).toEqual(['AA', undefined, undefined]);
	});
});

describe('WSCourse.EditCourse', () => {
	const EMPTY_INT = '<v xsi:type="xsd:int"></v>';
	beforeEach(() => addCourse(client, 'AA', { visibility: '2' }));

	it('on PHP 7 keeps the value for an empty number and a 0', async () => {
		for (const value of [EMPTY_INT, '0', '']) {
			expect(fault(await editCourse(value))).toBeUndefined();
			expect(course('AA')?.visibility).toBe(2);
		}
		expect((await editCourse('0', '')).headers['content-type']).toBe('text/html; charset=UTF-8');
	});

	it('on PHP 8 stores them as 0, and keeps the value for an empty text', async () => {
		onPhp8();
		await editCourse('');
		expect(course('AA')?.visibility).toBe(2);
		await editCourse(EMPTY_INT);
		expect(course('AA')).toMatchObject({ title: 'New', visibility: 0 });
		await editCourse('2');
		expect(fault(await editCourse('0', ''))).toBeUndefined();
		expect(course('AA')?.visibility).toBe(0);
	});
});

it('codes keep small words', async () => {
	const item = (title: string) => ({ ...original('course', title), title });
	const items = [item('The Course of a Lifetime'), item('a b_c-d.é')];
	const created = results(await plural(client, 'WSCreateCourse', 'courses', items));
	expect(created).toEqual(['THECOURSEOFALIFETIME', 'ABCDE']);
});

it('courses of a campus that was upgraded are listed by title', async () => {
	client.sandbox.switchTo({ chamilo: '1.11', php: 7 });
	await addCourse(client, 'ZZ', { title: 'A' });
	await addCourse(client, 'YY', { title: 'a' });
	client.sandbox.switchTo({ chamilo: '1.11.32' });
	expect(codes(returned111(await client.registration('WSListCourses', {})))).toEqual(['ZZ', 'YY']);
	expect((await get(client, '/sandbox/kind')).text).toContain('1.11.32');
});

function struct(members: Record<string, string>): string {
	return Object.entries(members)
		.map(([name, value]) => `<${name}>${value}</${name}>`)
		.join('');
}
