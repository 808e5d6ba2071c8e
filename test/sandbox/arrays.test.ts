import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, envelope, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const member = (id: number) =>
	`<user_id_field_name>chamilo_user_id</user_id_field_name><user_id_value>${id}</user_id_value>`;
const each = (render: (id: number) => string) => (ids: number[]) => ids.map(render).join('');
const items = each((id) => `<item>${member(id)}</item>`);
const MAP = 'xmlns:apache="http://xml.apache.org/xml-soap" xsi:type="apache:Map"';
const entry = (key: string, value: string | number) => `<item><key>${key}</key><value>${value}</value></item>`;

/** Encodings that work for any number of items. */
const WORKING: [string, (ids: number[]) => string][] = [
	[
		'SOAP-ENC:Array with arrayType',
		(ids) => `<u xsi:type="enc:Array" enc:arrayType="ns:user_id[${ids.length}]">${items(ids)}</u>`,
	],
	['a wrong count', (ids) => `<u xsi:type="enc:Array" enc:arrayType="ns:user_id[99]">${items(ids)}</u>`],
	['SOAP-ENC:Array without arrayType', (ids) => `<u xsi:type="enc:Array">${items(ids)}</u>`],
	['arrayType without xsi:type', (ids) => `<u enc:arrayType="xsd:anyType[1]">${items(ids)}</u>`],
	['numbered members', (ids) => `<u>${each((id) => `<item${id}>${member(id)}</item${id}>`)(ids)}</u>`],
	[
		'multiref',
		(ids) =>
			`<u xsi:type="enc:Array" enc:arrayType="ns:user_id[2]">${each((id) => `<item href="#id${id}"/>`)(ids)}</u>`,
	],
	[
		'items as apache maps',
		(ids) => {
			const maps = each(
				(id) => `<item ${MAP}>${entry('user_id_field_name', 'chamilo_user_id')}${entry('user_id_value', id)}</item>`,
			);
			return `<u xsi:type="enc:Array" enc:arrayType="apache:Map[1]">${maps(ids)}</u>`;
		},
	],
	['apache Vector', (ids) => `<u xmlns:a="http://xml.apache.org/xml-soap" xsi:type="a:Vector">${items(ids)}</u>`],
];

/** Encodings that work for one item and do nothing for two. */
const TRAPS: [string, (ids: number[]) => string][] = [
	['untyped items', (ids) => `<u>${items(ids)}</u>`],
	['a struct type', (ids) => `<u xsi:type="enc:Struct">${items(ids)}</u>`],
	['the type that the WSDL names', (ids) => `<u xsi:type="ns:user_id[]">${items(ids)}</u>`],
];

async function disable(users: (ids: number[]) => string, ids: number[]) {
	const refs = ids.map((id) => `<multiRef id="id${id}">${member(id)}</multiRef>`).join('');
	const body = envelope('WSUser.DisableUsers', `<k>${client.key}</k>${users(ids)}`).replace(
		'</E:Body>',
		`${refs}</E:Body>`,
	);
	const answer = await client.post(SOAP, body);
	const inactive = client.sandbox.campus.users.list().filter(({ active }) => !active);
	return { results: Number(/user_result\[(\d+)\]/.exec(answer.text)?.[1]), inactive: inactive.map(({ id }) => id) };
}

describe.each(WORKING)('%s', (_, encode) => {
	it.each([[[]], [[1]], [[1, 2]]])('%j', async (ids) => {
		expect(await disable(encode, ids)).toEqual({ results: ids.length, inactive: ids });
	});
});

describe.each(TRAPS)('%s', (_, encode) => {
	it('works for one', async () => {
		expect(await disable(encode, [1])).toEqual({ results: 1, inactive: [1] });
	});
	it('does nothing for two', async () => {
		expect(await disable(encode, [1, 2])).toEqual({ results: 1, inactive: [] });
	});
});

describe('the parameter itself repeated', () => {
	const repeated = each((id) => `<u>${member(id)}</u>`);
	it('does nothing for one, with a result a member', async () => {
		expect(await disable(repeated, [1])).toEqual({ results: 2, inactive: [] });
	});
	it('works for two', async () => {
		expect(await disable(repeated, [1, 2])).toEqual({ results: 2, inactive: [1, 2] });
	});
});

it('text is no list', async () => {
	expect(await disable((ids) => `<u>${ids.join()}</u>`, [1, 2])).toEqual({ results: 0, inactive: [] });
});

it.each([
	['WSUser.CreateUsers', '102'],
	['WSUser.EditUsers', '100'],
	['WSCourse.DeleteCourses', '200'],
])('%s answers two untyped items with one %s', async (operation, code) => {
	const answer = await client.post(SOAP, envelope(operation, `<k>${client.key}</k><u>${items([1, 2])}</u>`));
	expect([...answer.text.matchAll(/<code[^>]*>(\d+)</g)].map(([, found]) => found)).toEqual([code]);
});
