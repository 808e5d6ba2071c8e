import { createHash } from 'node:crypto';
import type { Campus } from '../campus/campus.js';
import type { User } from '../campus/users.js';
import { type PhpValue, phpMember, SoapFault, WsError } from '../php/values.js';

/** The context of a SOAP call, as passed to the handler of its operation. */
export interface Call {
	campus: Campus;
	/** Client address, which is part of the signature (F11). */
	ip: string;
	isValidKey(key: PhpValue | undefined, ip: string): boolean;
	/** Root URL of the campus with a slash at the end, for links in replies. */
	root: string;
	/**
	 * Chamilo's list of failures in this request. CreateUsers always reports the first one, for later users too (F53).
	 */
	failures: string[];
	/** `insertCount` of the users at the start of the request, to detect users that concurrent requests create. */
	insertCountAtStart: number;
	/** Ids of the users created by this request. */
	createdUserIds: Set<number>;
	/** Must be called after each processed item of a list: an injected fault may end the call there. */
	afterItem(index: number): void;
}

/** The implementation of an operation. Arguments are positional; in registration.soap.php the only one is a struct. */
export type Handler = (call: Call, args: readonly PhpValue[]) => PhpValue;

/** Operations by name. */
export type Handlers = Record<string, Handler>;

/** The signature (`secret_key`) that both services require. */
export function signature(ip: string, securityKey: string): string {
	return createHash('sha1')
		.update(ip + securityKey)
		.digest('hex');
}

/**
 * PHP's == between the correct signature and a key that is not a string, as in 1.11: `true` is always equal, a number
 * if the signature starts with it, and 0 if the signature starts with a letter (F12).
 */
export function looselyEquals(signature: string, key: PhpValue | undefined): boolean {
	if (key === true) return true;
	return typeof key === 'number' && Number(/^\d+(?:e\d+)?/.exec(signature)?.[0] ?? 0) === key;
}

/** Whether a concurrent request created the user, after this one had checked that there was none. */
export function wasCreatedConcurrently(
	{ campus, insertCountAtStart, createdUserIds }: Pick<Call, 'campus' | 'insertCountAtStart' | 'createdUserIds'>,
	user: User,
): boolean {
	return campus.users.wasInsertedAfter(user, insertCountAtStart) && !createdUserIds.has(user.id);
}

/** Wraps an operation of soap.php: checks the key, which is the first argument. */
export function keyed(handler: (call: Call, ...args: PhpValue[]) => PhpValue): Handler {
	return (call, [key, ...args]) => {
		if (!call.isValidKey(key, call.ip)) throw new SoapFault('1', 'API key is invalid');
		return handler(call, ...args);
	};
}

/** Whether the struct of registration.soap.php has the right key, or is the key itself (F17). */
export function hasValidKey(call: Call, params: PhpValue): boolean {
	const key = params instanceof Map ? phpMember(params, 'secret_key') : params;
	return call.isValidKey(key, call.ip);
}

/** Wraps an operation of registration.soap.php: checks the key in the struct and passes the struct on. */
export function registration(handler: (call: Call, params: PhpValue) => PhpValue): Handler {
	return (call, [params = null]) => {
		if (!hasValidKey(call, params)) {
			throw new SoapFault('Server', 'Secret key is not correct or params are not correctly set');
		}
		return handler(call, params);
	};
}

/** Raises an error as soap.php does, with its code as the faultcode. */
export function raise(error: WsError): never {
	throw new SoapFault(String(error.code), error.message);
}

/** Returns the value. @throws SoapFault if it is an error object. */
export function orRaise<Value>(value: Value | WsError): Value {
	return value instanceof WsError ? raise(value) : value;
}

/** The result struct in the items of soap.php's plural operations. */
export function resultOf(outcome: unknown): PhpValue {
	const error = outcome instanceof WsError ? outcome : new WsError(0, 'Operation was successful');
	return new Map<string, PhpValue>([
		['code', error.code],
		['message', error.message],
	]);
}
