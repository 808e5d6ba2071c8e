import type { Bytes } from './bytes.js';

/** A PHP array: ordered, keyed by numbers and strings. */
export type PhpArray = Map<string | number, PhpValue>;

/** What a PHP variable can hold here; a WsError is the object that Chamilo returns instead of raising it. */
export type PhpValue = null | boolean | number | Bytes | PhpArray | WsError;

/** Chamilo's error object: some operations raise it as a SOAP fault, others return it by mistake. */
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

/** PHP dies: HTTP 500, empty body, what was done stays done. */
export class PhpFatal extends Error {}

/** A failed SQL statement that 1.11 answers with an HTML page and HTTP 200; what was done before it stays done. */
export class SqlError extends Error {}

/** A PHP list of values. */
export function phpList(values: readonly PhpValue[]): PhpArray {
	return new Map(values.map((value, index) => [index, value]));
}

/** A PHP array with string keys. */
export function phpStruct(members: Record<string, PhpValue>): PhpArray {
	return new Map(Object.entries(members));
}

/** The value as PHP turns it into a string. */
export function phpString(value: PhpValue | undefined): Bytes {
	if (value === null || value === undefined || value === false) return '';
	if (value === true) return '1';
	if (value instanceof Map) return 'Array';
	if (value instanceof WsError) throw new PhpFatal('object could not be converted to string');
	return String(value);
}

/** PHP's intval: leading digits count, an array is 1 when it holds anything ("2abc" is 2, F24, F27). */
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

/** The items a foreach would visit: none for anything but an array. */
export function phpItems(value: PhpValue | undefined): PhpValue[] {
	return value instanceof Map ? [...value.values()] : [];
}

/** A member of what should be an array; a string gives its first character, as PHP 5 does for any string offset. */
export function phpMember(value: PhpValue | undefined, name: string): PhpValue {
	if (value instanceof Map) return value.get(name) ?? null;
	if (typeof value === 'string') return value.charAt(0);
	return null;
}

/** PHP's trim. */
export function phpTrim(bytes: Bytes): Bytes {
	return bytes.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}

/** True where PHP's loose comparison with 0 says greater: the text starts with a number above zero. */
export function greaterThanZero(text: Bytes): boolean {
	return phpInt(text) > 0;
}
