import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { soapOperations } from '../../../src/operations/soap/operations.js';
import { CONTRACTS } from '../../../src/soap/contracts.js';
import { type RawGateway, startRawGateway } from './gateway.js';

const rows = soapOperations(CONTRACTS);
const soap = (operation: string) => `/soap/WSService/${operation}`;
const registration = (operation: string) => `/soap/WSRegistration/${operation}`;

let gateway: RawGateway;
beforeAll(async () => {
	gateway = await startRawGateway(rows);
});
afterAll(() => gateway.close());
beforeEach(() => {
	gateway.sandbox.reset();
	gateway.calls.length = 0;
	gateway.log.length = 0;
});

describe('replies are typed by the contract', () => {
	test('an operation without parameters takes an empty object', async () => {
		expect((await gateway.send('POST', soap('WS.test'), {})).json).toEqual({ result: 'success' });
		expect((await gateway.send('POST', soap('WSReport.test'), {})).json).toEqual({ result: 'Hello world!' });
	});

	test('nothing is null, a number is a number, a list is a list', async () => {
		const user = { user_id_field_name: 'external_user', user_id_value: '1504' };
		const disabled = await gateway.send('POST', soap('WSUser.DisableUser'), user);
		expect(disabled).toMatchObject({ status: 200, json: { result: null } });
		const courses = await gateway.send('POST', soap('WSCourse.ListCourses'), {});
		expect((courses.json as { result: unknown[] }).result[0]).toMatchObject({ id: 1, code: expect.any(String) });
		const none = await gateway.send('POST', soap('WSUser.DisableUsers'), { users: [] });
		expect(none.json).toEqual({ result: [] });
	});

	test('a struct of registration is flat, its items are numbered by Chamilo', async () => {
		const body = {
			users: [
				{
					firstname: "Anne-Marie d'Or",
					lastname: 'é漢字 & <b>',
					status: '5',
					email: 'a@example.org',
					loginname: 'annemarie',
					password: 'secret "word"',
					original_user_id_name: 'external_user',
					original_user_id_value: 'N-1',
				},
			],
		};
		const created = await gateway.send('POST', registration('WSCreateUsers'), body);
		expect(created.json).toEqual({
			result: [{ original_user_id_value: 'N-1', result: expect.stringMatching(/^\d+$/) }],
		});
		const reference = { original_user_id_name: 'external_user', original_user_id_value: 'N-1' };
		const read = await gateway.send('POST', registration('WSGetUser'), reference);
		expect(read.json).toMatchObject({ result: { firstname: "Anne-Marie d'Or", lastname: 'é漢字 & <b>' } });
	});

	test('a list of two arrives as a list of two', async () => {
		const users = ['1504', '1505'].map((value) => ({ user_id_field_name: 'external_user', user_id_value: value }));
		const disabled = await gateway.send('POST', soap('WSUser.DisableUsers'), { users });
		const nothing = { id: null, title: null };
		expect(disabled.json).toEqual({ result: [nothing, nothing] });
		expect(gateway.sandbox.journal.at(-1)?.args).toEqual([users]);
	});

	test('what is left out is an empty element, null is nil', async () => {
		await gateway.send('POST', soap('WSUser.CreateUser'), {
			firstname: 'Ada',
			lastname: 'L',
			loginname: 'ada',
			password: 'pw',
			status: null,
			user_id_field_name: 'chamilo_user_id',
			user_id_value: '',
		});
		const args = gateway.sandbox.journal.at(-1)?.args ?? [];
		expect(args.slice(0, 8)).toEqual(['Ada', 'L', null, 'ada', '***', '', 'chamilo_user_id', '']);
		expect(args).toHaveLength(14);
	});
});

describe('faults are problems that repeat what Chamilo said', () => {
	test('a fault of the list', async () => {
		const user = { user_id_field_name: 'external_user', user_id_value: 'nobody' };
		const answer = await gateway.send('POST', soap('WSUser.DisableUser'), user);
		expect(answer).toMatchObject({
			status: 404,
			json: {
				code: 'user-not-found',
				chamilo: { operation: 'WSUser.DisableUser', faultcode: '100', faultstring: 'User not found' },
			},
		});
	});

	test('PHP dies', async () => {
		const user = { user_id_field_name: 'chamilo_user_id', user_id_value: '1' };
		const course = { course_id_field_name: 'chamilo_course_id', course_id_value: '1' };
		expect(await gateway.send('POST', soap('WSCourse.EditCourse'), course)).toMatchObject({
			status: 502,
			json: { code: 'chamilo-error', chamilo: { operation: 'WSCourse.EditCourse' } },
		});
		const report = { ...user, ...course, learnpath_id: '1' };
		expect(await gateway.send('POST', soap('WSReport.GetTimeSpentOnLearnpathInCourse'), report)).toMatchObject({
			json: { chamilo: { faultcode: 'SOAP-ENV:Client' } },
		});
	});

	test('an operation that only 1.11 has', async () => {
		const answer = await gateway.send('POST', registration('WSCreateGroup'), { name: 'G' });
		expect(answer).toMatchObject({ status: 422, json: { code: 'unsupported-by-chamilo' } });
	});

	test('an operation that none has', async () => {
		expect((await gateway.send('POST', soap('WSUser.Nope'), {})).status).toBe(404);
	});
});

test('the API key of a user goes to the caller and not to the log', async () => {
	const body = { original_user_id_name: 'external_user', original_user_id_value: '1504' };
	const answer = await gateway.send('POST', registration('WSUpdateUserApiKey'), body);
	const { result } = answer.json as { result: string };
	expect(result).toMatch(/^[0-9a-f]{32}$/);
	expect(gateway.log.join('\n')).not.toContain(result);
});

test('GET /soap lists every operation with its schemas', async () => {
	const { json } = await gateway.send('GET', '/soap');
	const { operations } = json as { operations: Record<string, unknown>[] };
	const services = CONTRACTS.flatMap((contract) => Object.values(contract.services));
	const names = new Set(services.flatMap((service) => Object.keys(service.operations)));
	expect(new Set(operations.map(({ operation }) => operation))).toEqual(names);
	expect(operations.find(({ operation }) => operation === 'WSUser.DisableUser')).toMatchObject({
		service: 'WSService',
		path: '/soap/WSService/WSUser.DisableUser',
		chamilo: null,
		parameters: {
			type: 'object',
			required: ['user_id_field_name', 'user_id_value'],
			additionalProperties: false,
		},
		result: { type: 'null' },
	});
	expect(operations.find(({ operation }) => operation === 'WSCreateGroup')).toMatchObject({ chamilo: '1.11' });
	expect(operations.find(({ operation }) => operation === 'WSUpdateUserOriginalIdFromUsername')).toMatchObject({
		chamilo: '1.11.32',
	});
	expect(operations.find(({ operation }) => operation === 'WSDisableUsers')).toMatchObject({
		chamilo: null,
		parameters: { type: 'object' },
		result: { anyOf: [{ title: 'Chamilo 1.9', type: 'null' }, { title: 'Chamilo 1.11 and 1.11.32' }] },
	});
	const { parameters } = operations.find(({ operation }) => operation === 'WSEditUser') as {
		parameters: { anyOf: { title: string; properties: object }[] };
	};
	expect(parameters.anyOf.map(({ title, properties }) => [title, 'enable' in properties])).toEqual([
		['Chamilo 1.9', false],
		['Chamilo 1.11 and 1.11.32', true],
	]);
	expect(JSON.stringify(operations)).not.toContain('secret_key');
});
