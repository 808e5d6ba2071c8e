import { describe, expect, it } from 'vitest';
import contract11132 from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { amendContract } from '../../src/soap/amendments.js';
import { type Contract, findOperation, joinContracts, resolveType } from '../../src/soap/contract.js';
import { contract11132Of } from '../../src/soap/contract-1.11.32.js';
import { CONTRACT, SAMPLE, WSDL_CONTRACT } from './sample.js';

describe('resolveType', () => {
	it('tells scalars, lists and structs apart', () => {
		expect(resolveType(SAMPLE, 'xsd:int')).toEqual({ kind: 'scalar', xsd: 'int' });
		expect(resolveType(SAMPLE, 'tns:texts')).toEqual({ kind: 'list', item: 'xsd:string' });
		expect(resolveType(SAMPLE, 'tns:thing_array')).toEqual({ kind: 'list', item: 'tns:thing' });
		expect(resolveType(SAMPLE, 'tns:thing[]')).toEqual({ kind: 'list', item: 'tns:thing' });
		expect(resolveType(SAMPLE, 'tns:thing')).toMatchObject({ kind: 'struct' });
	});

	it('takes a type nobody declared for text, whatever its name', () => {
		for (const type of ['tns:nothing', 'tns:toString', 'tns:constructor', 'tns:__proto__', 'tns:hasOwnProperty', '']) {
			expect(resolveType(SAMPLE, type), type).toEqual({ kind: 'scalar', xsd: 'string' });
		}
	});
});

describe('findOperation', () => {
	it('finds the operations of both services', () => {
		expect(findOperation(CONTRACT, 'WSUser.CreateUser')?.service.namespace).toBe('urn:WSService');
		expect(findOperation(CONTRACT, 'WSCreateUser')?.service.namespace).toBe('urn:WSRegistration');
	});

	it('finds nothing else', () => {
		const names = [
			'',
			'WSUser',
			'wsuser.createuser',
			'toString',
			'constructor',
			'__proto__',
			'hasOwnProperty',
			'valueOf',
		];
		for (const name of names) expect(findOperation(CONTRACT, name), name).toBeUndefined();
	});
});

describe('amendContract', () => {
	it('leaves its input as the WSDLs say', () => {
		const before = structuredClone(WSDL_CONTRACT);
		const amended = amendContract(WSDL_CONTRACT);
		expect(WSDL_CONTRACT).toEqual(before);
		expect(amended).not.toEqual(before);
	});

	it('can be done to a frozen contract, twice with the same result', () => {
		const frozen = deepFreeze(structuredClone(WSDL_CONTRACT));
		expect(amendContract(frozen)).toEqual(amendContract(frozen));
	});

	it('has CreateUsers send login beside loginname, last so that no other member moves', () => {
		const type = CONTRACT.services.WSService?.types.user_create;
		const original = WSDL_CONTRACT.services.WSService?.types.user_create;
		expect(type && 'members' in type && type.members.at(-1)).toEqual(['login', 'xsd:string']);
		expect(type && 'members' in type && type.members.slice(0, -1)).toEqual(
			original && 'members' in original && original.members,
		);
	});

	it('has lists of plain texts where Chamilo reads such', () => {
		const types = CONTRACT.services.WSRegistration?.types;
		for (const type of ['unsuscribeUserFromCourseParams', 'subscribeUsersToSessionParams']) {
			expect(types?.[type]).toMatchObject({
				members: expect.arrayContaining([
					['original_user_id_values', 'xsd:string[]'],
					['original_user_id_name', 'xsd:string[]'],
				]),
			});
		}
	});

	it('changes nothing of a contract without those services and types', () => {
		const empty = { chamilo: 'x', services: {} };
		expect(amendContract(empty)).toEqual(empty);
		const bare = { chamilo: 'x', services: { WSService: { ...SAMPLE, types: {} } } };
		expect(amendContract(bare)).toEqual(bare);
	});
});

describe('joinContracts', () => {
	const operation = (soapAction: string) => ({ soapAction, input: [], output: null });
	const contract = (chamilo: string, operations: Record<string, ReturnType<typeof operation>>) => ({
		chamilo,
		services: { Service: { ...SAMPLE, namespace: `urn:${chamilo}`, operations } },
	});
	const older = contract('1', { both: operation('older'), old: operation('old') });
	const newer = contract('2', { both: operation('newer'), new: operation('new') });

	it('finds what either has, with the types of its own version, and prefers the first', () => {
		const joined = joinContracts(older, newer);
		const actions = ['both', 'old', 'new'].map((name) => {
			const found = findOperation(joined, name);
			return [found?.operation.soapAction, found?.service.namespace];
		});
		expect(actions).toEqual([
			['older', 'urn:1'],
			['old', 'urn:1'],
			['new', 'urn:2'],
		]);
		expect(joined.chamilo).toBe('1');
	});

	it('leaves both as they were', () => {
		const before = structuredClone([older, newer]);
		joinContracts(older, newer);
		expect([older, newer]).toEqual(before);
	});
});

describe('the committed contract', () => {
	it('has both services with all their operations', () => {
		expect(WSDL_CONTRACT.chamilo).toBe('1.9');
		const counts = Object.entries(WSDL_CONTRACT.services).map(([name, { operations, path }]) => [
			name,
			Object.keys(operations).length,
			path,
		]);
		expect(counts).toEqual([
			['WSService', 38, '/main/webservices/soap.php'],
			['WSRegistration', 35, '/main/webservices/registration.soap.php'],
		]);
	});

	it('has no operation of the same name twice, for callers name nothing else', () => {
		const names = Object.values(CONTRACT.services).flatMap(({ operations }) => Object.keys(operations));
		expect(new Set(names).size).toBe(names.length);
	});

	it('resolves every type to its end', () => {
		for (const service of Object.values(CONTRACT.services)) {
			for (const { input, output } of Object.values(service.operations)) {
				for (const type of [...input.map(([, type]) => type), ...(output ? [output] : [])]) {
					expect(() => resolveDeeply(type, []), type).not.toThrow();
				}
			}
			function resolveDeeply(type: string, above: string[]): void {
				if (above.includes(type)) throw new Error(`${type} holds itself`);
				const resolved = resolveType(service, type);
				if (resolved.kind === 'list') resolveDeeply(resolved.item, [...above, type]);
				if (resolved.kind === 'struct')
					for (const [, member] of resolved.members) resolveDeeply(member, [...above, type]);
			}
		}
	});
});

function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		for (const member of Object.values(value)) deepFreeze(member);
		Object.freeze(value);
	}
	return value;
}

describe('the contract of Chamilo 1.11.32 that is made of that of 1.11.6', () => {
	it('is the one that is compiled from its WSDLs', () => {
		expect(contract11132Of(contract111 as unknown as Contract)).toEqual(contract11132);
	});
});
