// The compiled WSDL ("contract"): its data types, and functions that look up types and operations in it.

/**
 * The WSDLs of one Chamilo version, compiled by `npm run contract`: operations, parameters and types, with their names
 * and order. Plain JSON data, so that neither runtime (Node, Workers) needs a WSDL parser.
 */
export interface Contract {
	/** Chamilo version the WSDLs were read from, e.g. "1.9". */
	chamilo: string;
	services: Record<string, ServiceContract>;
}

export interface ServiceContract {
	/** URL path below the root of the campus. */
	path: string;
	/** targetNamespace of the WSDL. */
	namespace: string;
	operations: Record<string, OperationContract>;
	/** Complex types by local name. */
	types: Record<string, TypeContract>;
}

export interface OperationContract {
	soapAction: string;
	/** Message parts in order: [name, type]. A type is `xsd:…` or `tns:…`; `tns:x[]` is an undeclared list type of x. */
	input: NamedType[];
	/** Type of the `return` part; null for operations that return nothing. */
	output: string | null;
	/** Numbers that are sent as an empty xsd:string where they are left out; added by the amendments. */
	emptyAsText?: readonly string[];
}

export type NamedType = [name: string, type: string];

/** A struct with its members in order, or a list type with the type of its items. */
export type TypeContract = { members: NamedType[] } | { arrayOf: string };

/** The definition that a type name refers to: an XML Schema scalar, a list, or a struct. */
export type ResolvedType =
	| { kind: 'scalar'; xsd: string }
	| { kind: 'list'; item: string }
	| { kind: 'struct'; members: readonly NamedType[] };

/**
 * Resolves a type name such as `xsd:int`, `tns:user_create` or `tns:user_create[]` (nusoap uses the last form without
 * declaring it). An undeclared type is a string.
 */
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
 * The single struct parameter of an operation of registration.soap.php, whose members are the arguments. Undefined if
 * the message parts are the arguments themselves, as in soap.php.
 */
export function wrapperOf(service: ServiceContract, { input }: OperationContract): NamedType | undefined {
	const [only, ...others] = input;
	if (!only || others.length > 0) return undefined;
	return resolveType(service, only[1]).kind === 'struct' ? only : undefined;
}

/** Finds an operation by name, with the service that has it. */
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
 * Merges two contracts: operations that only `other` has are added, each with the types of its own version. If both
 * have an operation, `findOperation` finds that of `first`.
 */
export function joinContracts(first: Contract, other: Contract): Contract {
	const others = Object.entries(other.services).map(([name, service]) => [`${name} of ${other.chamilo}`, service]);
	return { chamilo: first.chamilo, services: { ...first.services, ...Object.fromEntries(others) } };
}
