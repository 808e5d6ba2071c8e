import { createHash } from 'node:crypto';
import type { Campus } from '../campus/campus.js';
import type { User } from '../campus/users.js';
import { type PhpValue, phpMember, SoapFault, WsError } from '../php/values.js';

/** One SOAP call as an operation sees it. */
export interface Call {
	campus: Campus;
	/** Address the signature is checked against (F11). */
	ip: string;
	isValidKey(key: PhpValue | undefined, ip: string): boolean;
	/** Root of the campus with a slash at the end, for the links in replies. */
	root: string;
	/** Chamilo's list of failures of this request: CreateUsers reads the first again and again (F53). */
	failures: string[];
	/** Turn of the users when the request came: whoever is younger was made by another request meanwhile. */
	insertCountAtStart: number;
	/** Users made by this request. */
	made: Set<number>;
	/** Where an injected fault lets PHP die: called after each item of a list that was worked off. */
	afterItem(index: number): void;
}

/** Arguments come by position in soap.php; registration.soap.php takes the first as its struct. */
export type Handler = (call: Call, args: readonly PhpValue[]) => PhpValue;

/** Operations by name. */
export type Handlers = Record<string, Handler>;

/** The signature both services ask for. */
export function signature(ip: string, securityKey: string): string {
	return createHash('sha1')
		.update(ip + securityKey)
		.digest('hex');
}

/**
 * PHP's == between the right signature and a key that is no text, as 1.11 compares them: true always passes, a number
 * where the signature begins with it, or 0 where it begins with a letter (F12).
 */
export function looselyEquals(signature: string, key: PhpValue | undefined): boolean {
	if (key === true) return true;
	return typeof key === 'number' && Number(/^\d+(?:e\d+)?/.exec(signature)?.[0] ?? 0) === key;
}

/** True where another request made the user while this one was under way, so that no check of its own has seen him. */
export function wasCreatedConcurrently({ campus, insertCountAtStart, made }: Call, user: User): boolean {
	return campus.users.wasInsertedAfter(user, insertCountAtStart) && !made.has(user.id);
}

/** Wraps the operations of soap.php that check the key, their first argument. */
export function keyed(handler: (call: Call, ...args: PhpValue[]) => PhpValue): Handler {
	return (call, [key, ...args]) => {
		if (!call.isValidKey(key, call.ip)) throw new SoapFault('1', 'API key is invalid');
		return handler(call, ...args);
	};
}

/** Whether a struct of registration.soap.php, or what stands in its place, carries the right key (F17). */
export function hasValidKey(call: Call, params: PhpValue): boolean {
	const key = params instanceof Map ? phpMember(params, 'secret_key') : params;
	return call.isValidKey(key, call.ip);
}

/** Wraps an operation of registration.soap.php: checks the key, hands on the struct. */
export function registration(handler: (call: Call, params: PhpValue) => PhpValue): Handler {
	return (call, [params = null]) => {
		if (!hasValidKey(call, params)) {
			throw new SoapFault('Server', 'Secret key is not correct or params are not correctly set');
		}
		return handler(call, params);
	};
}

/** Raises what soap.php raises: the error's code as faultcode. */
export function raise(error: WsError): never {
	throw new SoapFault(String(error.code), error.message);
}

/** The value, or the fault it stands for. */
export function orRaise<Value>(value: Value | WsError): Value {
	return value instanceof WsError ? raise(value) : value;
}

/** The result struct inside the items of soap.php's plural operations. */
export function resultOf(outcome: unknown): PhpValue {
	const error = outcome instanceof WsError ? outcome : new WsError(0, 'Operation was successful');
	return new Map<string, PhpValue>([
		['code', error.code],
		['message', error.message],
	]);
}
