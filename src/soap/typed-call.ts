import type { SoapOperations } from './soap-operations.js';

/** Names of the operations of all supported Chamilo versions. */
export type SoapOperationName = keyof SoapOperations;

/** The arguments of an operation: the members that any version declares. */
export type SoapArgumentsOf<Name extends SoapOperationName> = SoapOperations[Name]['arguments'];

/** The decoded result of an operation. A member is absent on a version that does not declare it. */
export type SoapResultOf<Name extends SoapOperationName> = SoapOperations[Name]['result'];

/** The type that compile errors show for a member that no version declares. No value has this type. */
export interface UndeclaredMember<Name> {
	'is no member of the SOAP operation': Name;
}

/**
 * Excess property check: `Given`, with every member that `Allowed` does not declare made unassignable, at every depth
 * of lists and structs. TypeScript itself checks object literals only. For a union of operations, a member must be
 * declared by all of them.
 * Values with an index signature (such as SoapArguments) are rejected too, but not if they are spread into an object
 * with other members: TypeScript drops index signatures there. So a function that builds arguments must not return
 * SoapArguments.
 */
export type Exact<Given, Allowed> = Given extends readonly (infer Item)[]
	? readonly Exact<Item, ItemOf<Allowed>>[]
	: Given extends object
		? {
				[Member in keyof Given]: Member extends keyof StructOf<Allowed>
					? Exact<Given[Member], StructOf<Allowed>[Member]>
					: UndeclaredMember<Member>;
			}
		: Given;

type ItemOf<Allowed> = Extract<Allowed, readonly unknown[]>[number];
type StructOf<Allowed> = Exclude<Extract<Allowed, object>, readonly unknown[]>;
