import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { committedContracts, operationTypes } from '../../src/node/operation-types.js';
import type { Contract, NamedType, OperationContract, TypeContract } from '../../src/soap/contract.js';
import { SAMPLE } from './sample.js';

const committed = readFileSync(new URL('../../src/soap/soap-operations.ts', import.meta.url), 'utf8');
const contracts = await committedContracts(fileURLToPath(new URL('../../openapi', import.meta.url)));

/** A contract with one operation, whose one struct is `thing`. */
function contract(chamilo: string, operation: Partial<OperationContract>, thing: NamedType[] = []): Contract {
	const types: Record<string, TypeContract> = { thing: { members: thing }, things: { arrayOf: 'tns:thing' } };
	const operations = { 'WS.Do': { soapAction: '', input: [], output: null, ...operation } };
	return { chamilo, services: { WSSample: { ...SAMPLE, operations, types } } };
}

describe('the committed types of operations', () => {
	it('are those of the contracts, byte for byte; `npm run contract -- --types` writes them', () => {
		expect(operationTypes(contracts) === committed).toBe(true);
	});

	it('are the same at every emission', () => {
		expect(operationTypes(contracts)).toBe(operationTypes(structuredClone(contracts)));
	});

	it('have every operation of every version, the oldest first', () => {
		expect(contracts.map(({ chamilo }) => chamilo)).toEqual(['1.9', '1.11', '1.11.32']);
		const names = contracts.flatMap(({ services }) =>
			Object.values(services).flatMap(({ operations }) => Object.keys(operations)),
		);
		const lines = new Set(committed.split('\n').map((line) => line.trim()));
		expect(names.filter((name) => !lines.has(`${name}: {`) && !lines.has(`'${name}': {`))).toEqual([]);
	});
});

describe('types of operations', () => {
	it('have the arguments in their order, without the signature', () => {
		const input: NamedType[] = [
			['secret_key', 'xsd:string'],
			['text', 'xsd:string'],
			['number', 'xsd:int'],
			['things', 'tns:thing[]'],
			['texts', 'xsd:string[]'],
		];
		const text = operationTypes([contract('1', { input }, [['name', 'xsd:string']])]);
		expect(text).toContain(
			[
				"\t'WS.Do': {",
				'\t\targuments: {',
				'\t\t\ttext?: Text;',
				'\t\t\tnumber?: Whole;',
				'\t\t\tthings?: readonly SampleThingArgument[] | null | undefined;',
				'\t\t\ttexts?: readonly (string | number)[] | null | undefined;',
				'\t\t};',
				'\t\tresult: null;',
				'\t};',
			].join('\n'),
		);
		expect(text).toContain('export type SampleThingArgument = {\n\tname?: Text;\n};\n');
	});

	it('have the members of a lone struct for arguments, as the encoder has', () => {
		const thing: NamedType[] = [
			['name', 'xsd:string'],
			['secret_key', 'xsd:string'],
		];
		const text = operationTypes([contract('1', { input: [['wrapper', 'tns:thing']] }, thing)]);
		expect(text).toContain('\t\targuments: {\n\t\t\tname?: Text;\n\t\t};');
		expect(text).not.toContain('wrapper');
	});

	it('join what versions declare, and say which one has what', () => {
		const older = contract('1', { output: 'tns:thing' }, [
			['first', 'xsd:string'],
			['last', 'xsd:int'],
		]);
		const newer = contract('2', { output: 'tns:things' }, [
			['first', 'xsd:string'],
			['between', 'tns:thing[]'],
			['last', 'xsd:string'],
		]);
		const text = operationTypes([older, newer]);
		expect(text).toContain('\t/** The result is thing on 1, thing[] on 2. */');
		expect(text).toContain('\t\tresult: SampleThingReply | (SampleThingReply | null)[] | null;');
		expect(text).toContain(
			[
				'export type SampleThingReply = {',
				'\tfirst: string | null;',
				'\t/** Chamilo 2 only. */',
				'\tbetween?: (SampleThingReply | null)[] | null;',
				'\t/** It is int on 1, string on 2. */',
				'\tlast: number | string | null;',
				'};',
			].join('\n'),
		);
	});

	it('cannot tell apart operations of one name in two services', () => {
		const { chamilo, services } = contract('1', {});
		const doubled = { chamilo, services: { ...services, Other: { ...SAMPLE, ...services.WSSample } } };
		expect(() => operationTypes([doubled as Contract])).toThrow('WS.Do');
	});
});
