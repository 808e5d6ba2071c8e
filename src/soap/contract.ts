/**
 * What the WSDLs of a Chamilo say, as compiled by `npm run contract`: names, order and types of everything that
 * travels. Plain data, so that both runtimes carry it without a WSDL reader.
 */
export interface Contract {
	/** Chamilo version the WSDLs were read from, e.g. "1.9". */
	chamilo: string;
	services: Record<string, ServiceContract>;
}

export interface ServiceContract {
	/** Path below the campus root. */
	path: string;
	/** targetNamespace of the WSDL. */
	namespace: string;
	operations: Record<string, OperationContract>;
	/** Complex types by local name. */
	types: Record<string, TypeContract>;
}

export interface OperationContract {
	soapAction: string;
	/** Message parts in order: [name, type]. A type is `xsd:…` or `tns:…` (`tns:x[]`: list of x, undeclared). */
	input: NamedType[];
	/** Type of the `return` part; null for void operations. */
	output: string | null;
}

export type NamedType = [name: string, type: string];

/** A struct with its members in order, or a list of some type. */
export type TypeContract = { members: NamedType[] } | { arrayOf: string };

/** What stands behind a type name: a scalar of XML Schema, a list, or a struct. */
export type ResolvedType =
	| { kind: 'scalar'; xsd: string }
	| { kind: 'list'; item: string }
	| { kind: 'struct'; members: readonly NamedType[] };

/** Resolves `xsd:int`, `tns:user_create` or `tns:user_create[]` (nusoap names the last without declaring it). */
export function resolveType(service: ServiceContract, type: string): ResolvedType {
	if (type.endsWith('[]')) return { kind: 'list', item: type.slice(0, -2) };
	if (type.startsWith('xsd:')) return { kind: 'scalar', xsd: type.slice(4) };
	const name = type.replace(/^tns:/, '');
	const declared = Object.hasOwn(service.types, name) ? service.types[name] : undefined;
	if (!declared) return { kind: 'scalar', xsd: 'string' };
	if ('arrayOf' in declared) return { kind: 'list', item: declared.arrayOf };
	return { kind: 'struct', members: declared.members };
}

/**
 * The one struct that an operation takes, as registration.soap.php has it: its members are the arguments. Undefined
 * where the parts of the message are the arguments themselves.
 */
export function wrapperOf(service: ServiceContract, { input }: OperationContract): NamedType | undefined {
	const [only, ...others] = input;
	if (!only || others.length > 0) return undefined;
	return resolveType(service, only[1]).kind === 'struct' ? only : undefined;
}

/** The service that has an operation of that name, with the operation; undefined where none has. */
export function findOperation(
	contract: Contract,
	name: string,
): { service: ServiceContract; operation: OperationContract } | undefined {
	for (const service of Object.values(contract.services)) {
		const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
		if (operation) return { service, operation };
	}
	return undefined;
}

/**
 * A contract that also finds the operations only another version has, each with the types of its own version; where
 * both have an operation, the first contract's counts.
 */
export function joinContracts(first: Contract, other: Contract): Contract {
	const others = Object.entries(other.services).map(([name, service]) => [`${name} of ${other.chamilo}`, service]);
	return { chamilo: first.chamilo, services: { ...first.services, ...Object.fromEntries(others) } };
}
