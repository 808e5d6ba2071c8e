import { z } from '@hono/zod-openapi';
import {
	type NamedType,
	type OperationContract,
	resolveType,
	type ServiceContract,
	wrapperOf,
} from '../../soap/contract.js';
import { isPairValue, isRequired, textMember } from './members.js';

/** Items of one list; Chamilo itself fails at about 1,400 users. */
const MAX_ITEMS = 1000;
const INT = { least: -2_147_483_648, most: 2_147_483_647 };

/** Members of the flat body of an operation, in the order of the contract: its parts, or the members of its one struct. */
export function flatMembers(
	service: ServiceContract,
	operation: OperationContract,
): { owner: string | undefined; members: NamedType[] } {
	const wrapper = wrapperOf(service, operation);
	const wrapped = wrapper && resolveType(service, wrapper[1]);
	const members = wrapped?.kind === 'struct' ? wrapped.members : operation.input;
	return {
		owner: wrapper && localName(wrapper[1]),
		members: members.filter(([name]) => name !== 'secret_key'),
	};
}

/** The body of a call: strict, in the order of the contract, and safe for Chamilo at every depth. */
export function bodySchema(service: ServiceContract, name: string, operation: OperationContract): z.ZodType {
	const { owner, members } = flatMembers(service, operation);
	return structSchema(service, owner ?? name, members);
}

/** The same schema, with a better message for a security key: the gateway adds it itself. */
export function guardedBody(schema: z.ZodType): z.ZodType {
	return z
		.unknown()
		.superRefine((value, context) => {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'secret_key')) return;
			const message = 'is filled in by the gateway, which signs every call itself';
			context.addIssue({ code: 'custom', path: ['secret_key'], message });
		})
		.pipe(schema);
}

function structSchema(service: ServiceContract, owner: string, members: readonly NamedType[]): z.ZodType {
	const shape: Record<string, z.ZodType> = {};
	for (const [name, type] of members) {
		const value = inputType(service, name, type);
		// No empty struct is safe: its members name a record.
		const required = isRequired(owner, name) || resolveType(service, type).kind === 'struct';
		shape[name] = required ? value : value.nullable().optional();
	}
	return z.strictObject(shape).superRefine(refuseEmptyValues);
}

/** `chamilo_user_id` with an empty value finds nobody, and means "no external id" where something is created. */
function refuseEmptyValues(struct: Record<string, unknown>, context: z.RefinementCtx): void {
	for (const [name, value] of Object.entries(struct)) {
		if (value !== '' || !isPairValue(name)) continue;
		// registration.soap.php takes these names for extra fields like any other.
		const field = name.startsWith('original_') ? undefined : struct[name.replace(/value$/, 'field_name')];
		if (typeof field === 'string' && /^chamilo_(user|course|session)_id$/.test(field)) continue;
		const message = 'must not be empty: Chamilo would find any record that has an empty one';
		context.addIssue({ code: 'custom', path: [name], message });
	}
}

function inputType(service: ServiceContract, name: string, type: string): z.ZodType {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'struct') return structSchema(service, localName(type), resolved.members);
	if (resolved.kind === 'list') {
		return z.array(inputType(service, name, resolved.item)).max(MAX_ITEMS, `at most ${MAX_ITEMS} items`);
	}
	if (resolved.xsd === 'int' || resolved.xsd === 'integer') return z.int().min(INT.least).max(INT.most);
	if (resolved.xsd === 'boolean') return z.boolean();
	return textMember(name);
}

/** What an operation answers, typed by the contract; every scalar can be nil. */
export function resultSchema(service: ServiceContract, operation: OperationContract): z.ZodType {
	return operation.output ? outputType(service, operation.output) : z.null();
}

function outputType(service: ServiceContract, type: string): z.ZodType {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'list') return z.array(outputType(service, resolved.item)).nullable();
	if (resolved.kind === 'struct') {
		const shape: Record<string, z.ZodType> = {};
		for (const [name, member] of resolved.members) shape[name] = outputType(service, member);
		return z.strictObject(shape).nullable();
	}
	return resolved.xsd === 'int' || resolved.xsd === 'integer' ? z.int().nullable() : z.string().nullable();
}

function localName(type: string): string {
	return type.replace(/^tns:/, '').replace(/\[\]$/, '');
}
