// The JSON that v2.php answers with.

import { readUtf8 } from '../php/bytes.js';
import { PhpFatal, SqlError } from '../php/values.js';

/** A value of a reply. Texts are bytes, as everywhere in the sandbox. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json } | ReadonlyMap<number, Json>;

/** A refusal: HTTP 200 and `{"error":true,"message":…}`. */
export class Refusal extends Error {}

/** A refusal by the database, whose message holds the statement and all that was to be stored (F367). */
export class DatabaseRefusal extends Refusal {
	constructor(sql: string, parameters: Json[], reason: string) {
		super(
			`An exception occurred while executing '${sql}' with params [${parameters.map((value) => phpJson(value)).join(', ')}]:\n\nSQLSTATE[23000]: Integrity constraint violation: ${reason}`,
		);
	}
}

/** PHP's json_encode: slashes and all that is not ASCII escaped; an empty map is `[]` (F368). */
export function phpJson(value: Json, isPretty = false): string {
	return JSON.stringify(readable(value), null, isPretty ? 4 : 0)
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function readable(value: Json): unknown {
	if (typeof value === 'string') return readUtf8(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(readable);
	if (value instanceof Map)
		return value.size > 0 ? Object.fromEntries([...value].map(([id, item]) => [id, readable(item)])) : [];
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [readUtf8(name), readable(item as Json)]));
}

/** The sentences that depend on the language of the platform; those that were not recorded are English (F364). */
const SPANISH: Record<string, string> = {
	'User not found.': 'Usuario no encontrado.',
	'Invalid API key': 'Llave API incorrecta',
	'Invalid action': 'Acción incorrecta',
};

/** The message of an error in the language of the platform. @throws what is no refusal. */
export function messageOf(error: unknown, language: string): string {
	if (!(error instanceof Refusal)) throw error;
	return (language === 'spanish' && SPANISH[error.message]) || error.message;
}

/** What only administrators may do, done by somebody else. */
export function notAllowed(): never {
	throw new Refusal(
		'You are not allowed to see this page. Either your connection has expired or you are trying to access a page for which you do not have the sufficient privileges.',
	);
}

/** PHP's error for an argument of another type: HTTP 500 and nothing else (F362). */
export function typeError(): never {
	throw new PhpFatal('argument of another type');
}

/** A statement that the database cannot read: a page of HTML (F367). */
export function sqlError(): never {
	throw new SqlError('You have an error in your SQL syntax');
}
