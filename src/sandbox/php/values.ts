import type { Bytes } from './bytes.js';

/** A PHP array: ordered, keyed by numbers and strings. */
export type PhpArray = Map<string | number, PhpValue>;

/** A PHP value. A WsError is an error object that Chamilo returns by mistake, instead of raising it as a fault. */
export type PhpValue = null | boolean | number | Bytes | PhpArray | WsError;

/** Chamilo's error object. Some operations raise it as a SOAP fault, others return it by mistake. */
export class WsError {
	constructor(
		readonly code: number,
		readonly message: string,
	) {}
}

/** A SOAP fault that ends the call. */
export class SoapFault extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** A PHP fatal error: HTTP 500 with an empty body. Changes made before it are kept. */
export class PhpFatal extends Error {}

/** A failed SQL statement, which 1.11 answers with an HTML page and HTTP 200. Changes made before it are kept. */
export class SqlError extends Error {}

/** A PHP list of values. */
export function phpList(values: readonly PhpValue[]): PhpArray {
	return new Map(values.map((value, index) => [index, value]));
}

/** A PHP array with string keys. */
export function phpStruct(members: Record<string, PhpValue>): PhpArray {
	return new Map(Object.entries(members));
}

/** PHP's string conversion. @throws PhpFatal for an object. */
export function phpString(value: PhpValue | undefined): Bytes {
	if (value === null || value === undefined || value === false) return '';
	if (value === true) return '1';
	if (value instanceof Map) return 'Array';
	if (value instanceof WsError) throw new PhpFatal('object could not be converted to string');
	return String(value);
}

/** PHP's intval: leading digits count ("2abc" is 2), a non-empty array is 1 (F24, F27). */
export function phpInt(value: PhpValue | undefined): number {
	if (value instanceof Map) return value.size > 0 ? 1 : 0;
	if (value instanceof WsError) return 1;
	if (typeof value === 'number') return Math.trunc(value);
	const digits = /^[ \t\n\r\v\f]*([+-]?\d+)/.exec(phpString(value))?.[1];
	return digits ? Number.parseInt(digits, 10) : 0;
}

/** PHP's empty(): '', '0', 0, null, false and the empty array. */
export function phpEmpty(value: PhpValue | undefined): boolean {
	if (value instanceof Map) return value.size === 0;
	return value === undefined || value === null || value === false || value === '' || value === '0' || value === 0;
}

/** The items that a foreach visits; none unless the value is an array. */
export function phpItems(value: PhpValue | undefined): PhpValue[] {
	return value instanceof Map ? [...value.values()] : [];
}

/** A member of an array. For a string it is the first character, as PHP 5 returns for any string offset. */
export function phpMember(value: PhpValue | undefined, name: string): PhpValue {
	if (value instanceof Map) return value.get(name) ?? null;
	if (typeof value === 'string') return value.charAt(0);
	return null;
}

/** PHP's trim. */
export function phpTrim(bytes: Bytes): Bytes {
	return bytes.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}

/** PHP's loose comparison with 0: true if the text starts with a number above zero. */
export function greaterThanZero(text: Bytes): boolean {
	return phpInt(text) > 0;
}
