import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS } from '../src/json-api/actions.js';
import { OPERATIONS } from '../src/operations/index.js';
import { CAMPUS_KINDS, capabilitiesOf, KINDS } from '../src/operations/kinds.js';
import type { Operation } from '../src/operations/operation.js';
import { soapOperations } from '../src/operations/soap/operations.js';
import { allCallsOf } from '../src/operations/support.js';
import { lacksOf } from '../src/operations/ways.js';
import type { LoggedValue } from '../src/sandbox/index.js';
import {
	type Contract,
	findOperation,
	type OperationContract,
	resolveType,
	type ServiceContract,
} from '../src/soap/contract.js';
import { CONTRACT, CONTRACTS, contractOf } from '../src/soap/contracts.js';
import { type RawGateway, startRawGateway } from './operations/soap/gateway.js';
import { hasSoapPhp } from './support/kinds.js';

/** Records of the demo campus, by the names that paths and queries have for them. */
const VALUES: Record<string, string> = {
	userField: 'external_user',
	userValue: '1505',
	courseField: 'external_course',
	courseValue: '201',
	sessionField: 'external_session',
	sessionValue: '301',
	username: 'admin',
	type: '1',
	learnpathId: '1',
	itemId: '1',
};
const REFERENCES: Record<string, [field: string, value: string][]> = {
	users: [
		['external_user', '1504'],
		['chamilo_user_id', '3'],
		['username', 'admin'],
	],
	courses: [
		['external_course', '201'],
		['chamilo_course_id', '1'],
		['code', 'ALGEBRA'],
	],
	sessions: [
		['external_session', '301'],
		['chamilo_session_id', '1'],
		['name', 'Summer school'],
	],
};

/** Requests that bring a row to all it can do without more knowledge of it: each kind of reference, each example. */
function requestsOf(row: Operation): { path: string; body: unknown }[] {
	const [, resource = ''] = row.path.split('/');
	const query = Object.keys((row.query as z.ZodObject | undefined)?.shape ?? {}).filter((name) => VALUES[name]);
	const search = query.map((name) => `${name}=${VALUES[name]}`).join('&');
	const bodies = row.body
		? Object.values(row.bodyExamples ?? { none: { value: {} } }).map(({ value }) => value)
		: [undefined];
	const references = row.path.includes('{field}') ? (REFERENCES[resource] ?? []) : [['', '']];
	return references.flatMap(([field = '', value = '']) =>
		bodies.map((body) => {
			const filled: Record<string, string> = { ...VALUES, field, value };
			const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(filled[name] ?? ''));
			return { path: search ? `${path}?${search}` : path, body };
		}),
	);
}

/** Arguments by position and name as the journal of the sandbox shows them: what PHP really took each value for. */
function asReceived(service: ServiceContract, name: string, args: readonly LoggedValue[]): Record<string, LoggedValue> {
	const operation = service.operations[name];
	const [only, ...others] = operation?.input ?? [];
	if (only && others.length === 0 && resolveType(service, only[1]).kind === 'struct') {
		return args[0] as Record<string, LoggedValue>;
	}
	const names = (operation?.input ?? []).map(([part]) => part).filter((part) => part !== 'secret_key');
	return Object.fromEntries(names.map((part, index) => [part, args[index] ?? null]));
}

/** The same value on both sides, as far as PHP keeps its type: an absent one is empty, a password is hidden. */
function normalised(value: unknown): unknown {
	if (value === undefined || value === '') return null;
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.length === 0 ? null : value.map(normalised);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([name, member]) => [
		name,
		name === 'password' ? null : normalised(member),
	]);
	const present = entries.filter(([, member]) => member !== null);
	// PHP has one empty array for lists and structs.
	return present.length === 0 ? null : Object.fromEntries(present);
}

describe('each row names operations that exist', () => {
	test.each(OPERATIONS.map((row) => [row.id, row] as const))('%s', (_, row) => {
		for (const call of allCallsOf(row.ways)) {
			expect(findOperation(CONTRACT, call) ?? ACTIONS[call as keyof typeof ACTIONS], call).toBeDefined();
		}
	});
});

describe('what rows send is what Chamilo receives, by name and place', () => {
	let gateway: RawGateway;
	const driven = new Set<string>();
	beforeAll(async () => {
		gateway = await startRawGateway(OPERATIONS);
	});
	afterAll(() => gateway.close());

	test.each(OPERATIONS.map((row) => [row.id, row] as const))('%s', async (_, row) => {
		for (const { path, body } of requestsOf(row)) {
			gateway.sandbox.reset();
			gateway.calls.length = 0;
			const answer = await gateway.send(row.method.toUpperCase(), path, body);
			// The codec throws over a name or type that the contract does not have.
			expect(answer.status, answer.text).not.toBe(500);
			const announced = new Set(allCallsOf(row.ways));
			const received = gateway.sandbox.journal.filter(({ operation }) => operation !== 'WS.test');
			for (const { operation, args } of gateway.calls) {
				driven.add(operation);
				expect([...announced], `${row.id} calls ${operation}`).toContain(operation);
				const service = findOperation(CONTRACT, operation)?.service;
				const seen = received
					.filter((entry) => entry.operation === operation)
					.map((entry) => normalised(service && asReceived(service, operation, entry.args)));
				expect(seen, `${row.id}: ${operation}`).toContainEqual(normalised(args));
			}
		}
	});

	test('most of the operations that rows are built on were seen', () => {
		// Without the actions of the JSON API.
		const called = OPERATIONS.flatMap(({ ways }) => allCallsOf(ways)).filter((name) => findOperation(CONTRACT, name));
		const announced = new Set(called);
		expect(driven.size).toBeGreaterThan(announced.size / 2);
	});
});

describe('raw rows', () => {
	const rows = soapOperations(CONTRACTS);

	test('there is one for each operation of every version', () => {
		for (const [{ services }, count] of [
			[CONTRACTS[0], 73],
			[CONTRACTS[1], 92],
			[CONTRACTS[2], 93],
		] as [Contract, number][]) {
			const names = Object.values(services).flatMap(({ operations }) => Object.keys(operations));
			expect(names).toHaveLength(count);
			const once = names.filter((name) => rows.filter(({ summary }) => summary === name).length === 1);
			expect(once).toEqual(names);
		}
	});

	const posted = rows.filter(({ method }) => method === 'post').map((row) => [row.summary, row] as const);

	test.each(posted)('%s has every parameter of every version, in order', (name, row) => {
		const told = formsOf(row.bodyDocument).map(({ shape }) => Object.keys(shape));
		const declared = CONTRACTS.flatMap((contract) => {
			const found = findOperation(contract, name);
			return found ? [membersOf(found)] : [];
		});
		const distinct = [...new Map(declared.map((members) => [String(members), members])).values()];
		// Two forms may differ further down only.
		expect([...new Map(told.map((members) => [String(members), members])).values()]).toEqual(distinct);
		for (const { calls } of row.ways) expect(calls).toEqual([name]);
	});

	test.each(posted)('%s has one way to go on every kind that has the operation', (name, row) => {
		for (const kind of CAMPUS_KINDS) {
			const dead = !hasSoapPhp(kind) && row.path.startsWith('/soap/WSService/');
			const capabilities = capabilitiesOf(kind);
			const open = row.ways.filter((way) => lacksOf(way, capabilities).length === 0);
			expect(open, kind).toHaveLength(findOperation(contractOf(KINDS[kind].contract), name) && !dead ? 1 : 0);
		}
	});
});

/** The forms a document shows: those of a union, or the only one. */
function formsOf(document: z.ZodType | undefined): z.ZodObject[] {
	return document instanceof z.ZodUnion ? (document.options as z.ZodObject[]) : [document as z.ZodObject];
}

/** Names in the flat body of an operation. */
function membersOf({ service, operation }: { service: ServiceContract; operation: OperationContract }): string[] {
	const [only, ...others] = operation.input;
	const resolved = only && others.length === 0 ? resolveType(service, only[1]) : undefined;
	const members = resolved?.kind === 'struct' ? resolved.members : operation.input;
	return members.map(([member]) => member).filter((member) => member !== 'secret_key');
}
