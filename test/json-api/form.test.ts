import { describe, expect, it } from 'vitest';
import { ACTIONS, isJsonAction, type JsonActionName } from '../../src/json-api/actions.js';
import { encodeForm, MOST_VALUES } from '../../src/json-api/form.js';
import { readLargeReply } from '../../src/json-api/large-reply.js';
import { readReply } from '../../src/json-api/reply.js';

const credentials = { user: 'admin', key: 'k&y' };

describe('the form of a call', () => {
	it('has action and credentials first: PHP drops the end of a long one', () => {
		const list = Array.from({ length: MOST_VALUES }, (_, index) => index);
		const form = encodeForm('add_users_session', { id_session: 3, list_users: list }, credentials);
		expect(form).toMatch(/^action=add_users_session&username=admin&api_key=k%26y&id_session=3&list_users%5B%5D=0&/);
		expect(form.split('&').length).toBeLessThan(1000);
		expect(() => encodeForm('add_users_session', { list_users: [...list, 1] }, credentials)).toThrow(RangeError);
	});

	it('has lists, values by name, and text as it is', () => {
		const args = { list: [1, 2], extra: { site: "l'île & <b>" }, text: ' x=y ', absent: undefined };
		const read = new URLSearchParams(encodeForm('a', args, undefined));
		expect([...read]).toEqual([
			['action', 'a'],
			['list[]', '1'],
			['list[]', '2'],
			['extra[site]', "l'île & <b>"],
			['text', ' x=y '],
		]);
	});
});

describe('a reply', () => {
	it('is data, or a refusal in whatever language', () => {
		expect(readReply('{"error":false,"data":[true]}')).toEqual({ data: [true] });
		expect(readReply('{"error":true,"message":"Usuario no encontrado."}')).toEqual({
			refusal: 'Usuario no encontrado.',
			isOfDatabase: false,
		});
		expect(readReply('{"error":true,"message":"…: SQLSTATE[23000]: …"}')).toMatchObject({ isOfDatabase: true });
	});

	it('can stand behind PHP notices, and be indented', () => {
		const notice = '<br />\n<b>Notice</b>: Undefined {"error": index<br />\n';
		expect(readReply(`${notice}{\n    "error": false,\n    "data": []\n}`)).toEqual({ data: [] });
	});

	it('is empty where PHP died, and a page where it is anything else', () => {
		expect(readReply('')).toEqual({ empty: true });
		const pages = [
			'<!DOCTYPE html>',
			'null',
			'[]',
			'{"error":false}',
			'{"error":"x","data":1}',
			'{"error":false,"data":',
		];
		for (const text of pages) expect(readReply(text)).toEqual({ page: true });
	});

	it('is looked for at its first beginnings only: each is parsed to the end', () => {
		expect(readReply('{"error":'.repeat(200_000))).toEqual({ page: true });
	});
});

describe('a large reply', () => {
	/** What is read, and how often others could be served meanwhile. */
	function readWithPauses(text: string) {
		const reading = readLargeReply(text);
		for (let pauses = 0; ; pauses += 1) {
			const step = reading.next();
			if (step.done) return { reply: step.value, pauses };
		}
	}
	const user = { id: 3, name: 'a \\ "b", [{é 漢', extras: [{ list: [] }, null, -1.5e3, true] };
	const ITEMS: [what: string, item: unknown][] = [
		['records', user],
		['texts', '\\"],}'],
		['numbers', 17],
		['lists', [[], [1, [2]], {}]],
	];

	it.each(ITEMS)('with a list of %s is read as JSON.parse reads it, with pauses', (_, item) => {
		const list = Array.from({ length: 10_000 }, () => item);
		for (const indent of [undefined, 2]) {
			const text = JSON.stringify({ error: false, data: list }, null, indent);
			const { reply, pauses } = readWithPauses(`<b>Notice</b>: {"error": x\n${text}\n`);
			expect(reply).toEqual({ data: list });
			expect(pauses).toBeGreaterThanOrEqual(Math.ceil(text.length / (128 * 1024)));
		}
	});

	it('can be an empty list', () => {
		expect(readWithPauses('{"error":false,"data":[ ]}').reply).toEqual({ data: [] });
	});

	const items = `${'{"id":"1","name":"x"},'.repeat(10_000)}{"id":"1"}`;
	it.each([
		['no end', `{"error":false,"data":[${items}`],
		['no end of the text', `{"error":false,"data":[${items},"`],
		['no end of the reply', `{"error":false,"data":[${items}]`],
		['something behind it', `{"error":false,"data":[${items}]} <b>Notice</b>`],
		['a comma at its end', `{"error":false,"data":[${items},]}`],
		['a comma at the end of a piece', `{"error":false,"data":["${'x'.repeat(70_000)}",]}`],
		['two commas', `{"error":false,"data":[${items},,1]}`],
		['brackets that do not match', `{"error":false,"data":[${items},{"a":[}]]}`],
		['too large an item', `{"error":false,"data":["${'x'.repeat(600_000)}"]}`],
		['an item of too many parts', `{"error":false,"data":[[${'[],'.repeat(300_000)}[]]]}`],
		['more values than any list has', `{"error":false,"data":[${'[],'.repeat(1_000_000)}[]]}`],
		['another form', `{"error":false,"data":{"a":[${items}]}}`],
		['a page', '<p>'.repeat(300_000)],
	])('with %s is no reply', (_, text) => {
		expect(readWithPauses(text).reply).toEqual({ page: true });
	});
});

describe('the table of actions', () => {
	const mistake = (name: JsonActionName, args: object) =>
		(ACTIONS[name].guard as ((args: object) => string | undefined) | undefined)?.(args);

	it.each<[JsonActionName, object]>([
		['update_user_from_username', { loginname: 'a', expiration_date: '' }],
		['update_user_from_username', { loginname: 'a', expiration_date: 'never' }],
		['update_user_from_username', { loginname: 'a', expiration_date: '0000-00-00 00:00:00' }],
		['update_user_from_username', { loginname: 'a', status: Number('teacher') }],
		['update_user_from_username', { loginname: 'a', status: 0 }],
		['delete_user', { user_id: [3] }],
		['delete_user', { user_id: 0 }],
		['delete_course', { course_id: Number.NaN }],
		['unsubscribe_user_from_course', { course_id: 1, user_id: [1] }],
		['get_users', { status: '*', extra_fields: "x' OR '1'='1" }],
		['update_session', { session_id: 1, access_end_date: '2031-01-01' }],
		['update_session', { session_id: 1, access_end_date: '' }],
		['add_courses_session', { id_session: 1, list_courses: [2] }],
		['add_courses_session', { id_session: 1, list_courses: [0, 2] }],
	])('refuses to send what does harm: %s %j', (name, args) => {
		expect(mistake(name, args)).toEqual(expect.any(String));
	});

	it('lets through what does not', () => {
		expect(mistake('update_user_from_username', { loginname: 'a', expiration_date: '2031-01-02', status: 5 })).toBe(
			undefined,
		);
		expect(mistake('update_session', { session_id: 1, reset: 1, access_end_date: '' })).toBe(undefined);
		expect(mistake('get_users', { status: '*', extra_fields: 'external_user,site' })).toBe(undefined);
	});

	it('reads numbers as PHP 7 and as PHP 8 writes them', () => {
		const user = { username: 'a', firstname: 'A', lastname: 'B', email: 'a@example.org' };
		const on7 = { ...user, id: '3', active: '0' };
		const on8 = { ...user, id: 3, active: 0 };
		const read = { ...user, id: 3, active: false };
		expect(ACTIONS.get_users.result.parse([on7, on8])).toEqual([read, read]);
		const nobody = { id: null, username: null, firstname: null, lastname: null, email: null, active: null };
		expect(ACTIONS.get_user_info_from_username.result.parse(nobody)).toBe(null);
		expect(ACTIONS.users_profiles_by_extra_field.result.parse([])).toEqual([]);
	});

	it('keeps one mistake of a list, not each of each item', () => {
		const items = Array.from({ length: 100_000 }, () => ({}));
		const mistakes = (name: JsonActionName, data: unknown) => ACTIONS[name].result.safeParse(data).error?.issues.length;
		expect(mistakes('get_users', items)).toBe(1);
		expect(mistakes('get_users', [...items.slice(1, 5), { id: 'x' }])).toBe(1);
		expect(mistakes('users_profiles_by_extra_field', Object.fromEntries(items.map((item, id) => [id, item])))).toBe(1);
	});

	it('knows its names from those of SOAP operations', () => {
		expect(isJsonAction('get_users')).toBe(true);
		expect(isJsonAction('WSGetUser')).toBe(false);
		expect(isJsonAction('constructor')).toBe(false);
	});
});
