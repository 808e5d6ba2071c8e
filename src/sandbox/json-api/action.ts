import type { Campus } from '../campus/campus.js';
import type { User } from '../campus/users.js';
import type { PhpArray, PhpValue } from '../php/values.js';
import { type Json, notAllowed, typeError } from './reply.js';

/** A call of v2.php, as an action sees it. */
export interface ActionCall {
	campus: Campus;
	/** $_GET, $_POST and $_REQUEST. */
	query: PhpArray;
	body: PhpArray;
	all: PhpArray;
	/** Who has the key; undefined without one. */
	caller: User | undefined;
	/** The caller's name and key as they were sent, for links in replies. */
	credentials: { username: string; apiKey: string };
	/** Root URL of the campus, with a slash at the end. */
	root: string;
	/** PHP 7 or 8. */
	php: number;
	/** A number of the database: a text on PHP 7, a number on PHP 8 (F368). */
	column(value: number): string | number;
	/** `insertCount` of the users at the start, as in a SOAP call. */
	insertCountAtStart: number;
	createdUserIds: Set<number>;
	/** Notes that PHP writes notices, which server_type=test shows (F389). */
	noteNotices(count: number): void;
}

/** The implementation of an action: returns `data`. */
export type Action = (call: ActionCall) => Json;

/** Actions by name. */
export type Actions = Record<string, Action>;

/** The caller of an action that uses the key. Without one, PHP calls a method of null (F361). */
export function callerOf(call: ActionCall): User {
	return call.caller ?? typeError();
}

/** An action for administrators; `keyless` ones look at the browser session only, so no key is a refusal. */
export function forAdmins(run: Action, keyless = false): Action {
	return (call) => {
		const caller = keyless ? (call.caller ?? notAllowed()) : callerOf(call);
		if (!isAdmin(call.campus, caller)) notAllowed();
		return run(call);
	};
}

/** An action for everybody with a key. */
export function withKey(run: Action): Action {
	return (call) => {
		callerOf(call);
		return run(call);
	};
}

export function isAdmin({ administrators }: Campus, user: User): boolean {
	return administrators.has(user.id);
}

/** A parameter declared as int: a text that is no number is a fatal error, and so is none (F362). */
export function strictInt(value: PhpValue | undefined): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
	return typeError();
}
