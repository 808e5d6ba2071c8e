import type { SoapOperations } from './soap-operations.js';

/** Operations that any known version of Chamilo has. */
export type SoapOperationName = keyof SoapOperations;

/** What an operation takes, on all versions together. */
export type SoapArgumentsOf<Name extends SoapOperationName> = SoapOperations[Name]['arguments'];

/** What the reply to an operation is decoded to. A member that a version does not declare is absent there. */
export type SoapResultOf<Name extends SoapOperationName> = SoapOperations[Name]['result'];

/** Stands in compile errors in place of a member that no version declares: no value has this type. */
export interface UndeclaredMember<Name> {
	'is no member of the SOAP operation': Name;
}

/**
 * `Given`, with the members that `Allowed` does not have made impossible, in lists and structs at every depth. TypeScript
 * itself finds such members in object literals only. Of several operations, a member has to belong to all.
 *
 * Untyped arguments are refused, but not where they are spread beside other members: TypeScript drops index signatures
 * there, so a function that makes arguments must not return SoapArguments.
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

/** Calls an operation by its name: arguments are held to what it declares, and the result has its type. */
export type SoapQuery = <Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
	name: Name,
	args?: Exact<Given, SoapArgumentsOf<Name>>,
) => Promise<SoapResultOf<Name>>;
