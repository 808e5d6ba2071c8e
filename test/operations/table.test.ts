import { describe, expect, it } from 'vitest';
import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract11132 from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { GatewayError, PROBLEMS } from '../../src/errors.js';
import { isJsonAction } from '../../src/json-api/actions.js';
import { CAPABILITIES, type Capability } from '../../src/operations/capabilities.js';
import { OPERATIONS } from '../../src/operations/index.js';
import { CAMPUS_KINDS, capabilitiesOf } from '../../src/operations/kinds.js';
import type { Operation } from '../../src/operations/operation.js';
import { allCallsOf, reachOf } from '../../src/operations/support.js';
import { selectWay, type WayFacts, waysOf } from '../../src/operations/ways.js';
import { isScope } from '../../src/scopes.js';

/** Holds a fact of every row; the message of a failure names the rows that break it. */
function everyRow(table: readonly Operation[], holds: (row: Operation) => boolean): void {
	expect(table.filter((row) => !holds(row)).map(({ id }) => id)).toEqual([]);
}

const operationsOf = (contract: { services: object }) =>
	Object.values(contract.services as Record<string, { operations: object }>).flatMap((service) =>
		Object.keys(service.operations),
	);
const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
/** What a way needs, and what the steps that it takes need. */
const needsOf = ({ needs = [], calls = [] }: WayFacts): Capability[] => [
	...needs,
	...calls.flatMap((call) => (typeof call === 'string' ? [] : waysOf(call).flatMap(needsOf))),
];
/** Every way of the table, those of nested steps included, with the list it stands in. */
const waysBelow = (ways: readonly WayFacts[]): (readonly WayFacts[])[] => [
	ways,
	...ways.flatMap(({ calls = [] }) =>
		calls.flatMap((call) => (typeof call === 'string' ? [] : waysBelow(waysOf(call)))),
	),
];
/** Rows that say in every case that no Chamilo can do it. */
const isRefusal = ({ problems }: Operation) => problems.includes('not-implemented-by-chamilo');
/** `/a/{x}/b` and `/a/{y}/b` are the same route. */
const shapeOf = ({ method, path }: Operation) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;

describe('the table', () => {
	it('has a row for every route', () => {
		expect(OPERATIONS.length).toBeGreaterThan(12);
		expect(ALL_OPERATIONS.length).toBeGreaterThan(OPERATIONS.length + 73);
	});

	it('has no id and no route twice', () => {
		for (const list of [ALL_OPERATIONS.map(({ id }) => id), ALL_OPERATIONS.map(shapeOf)]) {
			expect(list.filter((name, index) => list.indexOf(name) !== index)).toEqual([]);
		}
	});

	it('has ids that programs can use for names', () => {
		everyRow(ALL_OPERATIONS, ({ id }) => /^[a-z][A-Za-z0-9_]*$/.test(id));
	});

	it('has a text for people in every row', () => {
		everyRow(ALL_OPERATIONS, ({ tag, summary, description }) =>
			[tag, summary, description].every((text) => text.trim() !== ''),
		);
		everyRow(OPERATIONS, ({ description }) => description.endsWith('.'));
	});

	it('asks for scopes that exist, reading ones for GET and others for what changes', () => {
		everyRow(ALL_OPERATIONS, ({ scope }) => isScope(scope));
		everyRow(OPERATIONS, ({ method, scope }) => scope.endsWith(method === 'get' ? ':read' : ':write'));
	});

	it('has a schema for exactly the parameters of each path', () => {
		everyRow(ALL_OPERATIONS, ({ path, params }) => {
			const names = params ? Object.keys(params.shape) : [];
			return JSON.stringify([...names].sort()) === JSON.stringify(namesIn(path).sort());
		});
	});

	it('has bodies only where HTTP has them', () => {
		everyRow(ALL_OPERATIONS, ({ method, body }) => body === undefined || !['get', 'delete'].includes(method));
	});

	it('refuses bodies and queries with members nobody knows', () => {
		everyRow(ALL_OPERATIONS, ({ body }) => body === undefined || !body.safeParse({ nobody_knows_this: 1 }).success);
		everyRow(
			ALL_OPERATIONS,
			({ query }) => query === undefined || !query.safeParse({ nobody_knows_this: '1' }).success,
		);
	});

	it('declares success, with a body unless the status has none', () => {
		everyRow(ALL_OPERATIONS, (row) => {
			const statuses = Object.entries(row.success);
			return (
				statuses.length > 0 !== isRefusal(row) &&
				statuses.every(
					([status, { schema }]) =>
						/^(2\d\d|304)$/.test(status) && ['204', '304'].includes(status) === (schema === undefined),
				)
			);
		});
	});

	it('says of every row that is no GET what it changes, and of no other', () => {
		everyRow(ALL_OPERATIONS, ({ method, invalidates }) => (method === 'get') === (invalidates === undefined));
		const isRead = ({ method, success }: Operation) => method === 'get' && Object.keys(success).join() === '200';
		everyRow(ALL_OPERATIONS, (row) => isRead(row) || row.cacheable === undefined);
	});

	it('declares only problems of the closed table, each once', () => {
		everyRow(ALL_OPERATIONS, ({ problems }) => problems.every((code) => Object.hasOwn(PROBLEMS, code)));
		everyRow(ALL_OPERATIONS, ({ problems }) => new Set(problems).size === problems.length);
	});

	it('declares unsafe-identifier wherever a record is named', () => {
		everyRow(OPERATIONS, (row) => row.params === undefined || row.problems.includes('unsafe-identifier'));
	});

	it('has at least one way in every row and step, the best first, none hidden behind another', () => {
		everyRow(ALL_OPERATIONS, ({ ways }) => ways.length > 0);
		const isHidden = (way: WayFacts, earlier: WayFacts) =>
			(!earlier.input || earlier.input.label === way.input?.label) &&
			(earlier.needs ?? []).every((need) => way.needs?.includes(need)) &&
			// A way that takes steps can be closed by what these need.
			!(earlier.calls ?? []).some((call) => typeof call !== 'string');
		everyRow(ALL_OPERATIONS, ({ ways }) =>
			waysBelow(ways).every((list) =>
				list.every((way, index) => !list.slice(0, index).some((earlier) => isHidden(way, earlier))),
			),
		);
	});

	it('has no capability that no row needs', () => {
		const needed = new Set(ALL_OPERATIONS.flatMap(({ ways }) => ways.flatMap(needsOf)));
		expect(Object.keys(CAPABILITIES).filter((name) => !needed.has(name as Capability))).toEqual([]);
	});

	it('calls only operations that the WSDLs of Chamilo have, and actions of its JSON API', () => {
		const known19 = new Set(operationsOf(contract19));
		const known = new Set([...known19, ...operationsOf(contract111), ...operationsOf(contract11132)]);
		everyRow(ALL_OPERATIONS, ({ ways }) => allCallsOf(ways).every((name) => known.has(name) || isJsonAction(name)));
		everyRow(OPERATIONS, (row) => allCallsOf(row.ways).length > 0 !== isRefusal(row));
	});

	it('calls nothing of soap.php on a campus where soap.php is dead', () => {
		const viaSoapPhp = new Set(Object.keys(contract19.services.WSService.operations));
		everyRow(OPERATIONS, ({ ways }) =>
			CAMPUS_KINDS.map(capabilitiesOf)
				.filter((capabilities) => !capabilities.has('soap-php'))
				.every((capabilities) => !reachOf(ways, capabilities).calls.some((name) => viaSoapPhp.has(name))),
		);
	});

	it('has examples that its own schemas accept', () => {
		everyRow(ALL_OPERATIONS, ({ body, bodyDocument, bodyExamples }) =>
			Object.values(bodyExamples ?? {}).every(({ value }) =>
				[body, bodyDocument].every((schema) => schema === undefined || schema.safeParse(value).success),
			),
		);
		everyRow(OPERATIONS, ({ body, bodyExamples }) => body === undefined || Object.keys(bodyExamples ?? {}).length > 0);
		everyRow(ALL_OPERATIONS, ({ success }) =>
			Object.values(success).every(
				({ schema, example }) => example === undefined || schema?.safeParse(example).success,
			),
		);
	});
});

describe('selectWay', () => {
	const way = (...needs: Capability[]): WayFacts => ({ needs, calls: ['WS.test'] });
	const select = (ways: readonly WayFacts[], ...capabilities: Capability[]) =>
		selectWay('"Do something"', ways, new Set(capabilities), []);

	it('takes the first way whose needs are met', () => {
		const ways = [way('soap-php', 'active-probe'), way('active-probe'), way()];
		expect(select(ways, 'soap-php', 'active-probe')).toBe(ways[0]);
		expect(select(ways, 'active-probe')).toBe(ways[1]);
		expect(select(ways)).toBe(ways[2]);
	});

	it('leaves out a way whose steps cannot be taken', () => {
		const nested = { title: 'A step', ways: [way('soap-php')] };
		const ways: WayFacts[] = [{ calls: [nested] }, way()];
		expect(select(ways, 'soap-php')).toBe(ways[0]);
		expect(select(ways)).toBe(ways[1]);
		expect(() => select(ways.slice(0, 1))).toThrow(CAPABILITIES['soap-php'].needs);
	});

	it('takes the way for the input, and says for which input there is none', () => {
		const small = { label: 'a small number', matches: (number: number) => number < 10 };
		const ways = [{ ...way('soap-php'), input: small }, way('active-probe')];
		const pick = (number: number, ...capabilities: Capability[]) =>
			selectWay('"Do something"', ways, new Set(capabilities), [number]);
		expect(pick(1, 'soap-php', 'active-probe')).toBe(ways[0]);
		expect(pick(11, 'soap-php', 'active-probe')).toBe(ways[1]);
		expect(pick(1, 'active-probe')).toBe(ways[1]);
		expect(() => pick(1)).toThrow('"Do something" (a small number) needs a campus where');
	});

	it('says which capability is missing and how to get it, and only that', () => {
		const refusal = () => select([way('soap-php', 'active-probe')], 'active-probe');
		expect(refusal).toThrow(GatewayError);
		expect(refusal).toThrow('"Do something" needs a campus where');
		expect(refusal).toThrow(CAPABILITIES['soap-php'].needs);
		expect(refusal).toThrow(CAPABILITIES['soap-php'].cure);
		expect(refusal).not.toThrow(CAPABILITIES['active-probe'].needs);
	});

	it('names all that is missing, as 422 unsupported-by-chamilo', () => {
		try {
			select([way('soap-php', 'active-probe')]);
			expect.unreachable();
		} catch (thrown) {
			expect(thrown).toMatchObject({ code: 'unsupported-by-chamilo', status: 422 });
			expect(String(thrown)).toContain(CAPABILITIES['soap-php'].needs);
			expect(String(thrown)).toContain(CAPABILITIES['active-probe'].needs);
		}
	});

	it('names a remedy shared by several needs once', () => {
		expect(CAPABILITIES['session-search'].cure).toBe(CAPABILITIES['plural-outcomes'].cure);
		const refusal = () => select([way('session-search', 'plural-outcomes')]);
		expect(refusal).toThrow(
			`where ${CAPABILITIES['session-search'].needs} and ${CAPABILITIES['plural-outcomes'].needs}. ${CAPABILITIES['session-search'].cure}`,
		);
		expect(refusal).not.toThrow(/(It is so.*){2}/);
	});
});
