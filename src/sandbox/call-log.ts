import type { FaultKind } from './faults.js';
import { readUtf8 } from './php/bytes.js';
import { type PhpValue, WsError } from './php/values.js';

/** A PHP value as JSON. */
export type LoggedValue = null | boolean | number | string | LoggedValue[] | { [name: string]: LoggedValue };

/** One SOAP call the sandbox has seen. */
export interface LoggedCall {
	/** ISO 8601. */
	time: string;
	service: string;
	operation: string;
	/** Arguments as PHP received them, without the key; passwords are '***'. */
	args: LoggedValue[];
	status: number;
	fault: { code: string; message: string } | null;
	/** Kind of the injected fault that hit the call; the status is then what PHP answered, 0 where it was not asked. */
	injected?: FaultKind;
}

const MAX_ENTRIES = 10_000;

/** The calls so far, oldest first; the oldest go once there are ten thousand. */
export class CallLog {
	readonly entries: LoggedCall[] = [];

	add(entry: LoggedCall): void {
		if (this.entries.length >= MAX_ENTRIES) this.entries.shift();
		this.entries.push(entry);
	}

	clear(): void {
		this.entries.length = 0;
	}
}

/** The three reports that have a key in the WSDL only. */
const KEYLESS = /^WSReport\.GetTimeSpentOn(Platform|Course|CourseInSession)$/;
const SIGNATURE = /^[0-9a-f]{40}$/i;

/**
 * Arguments fit to be shown. The key is known by its name or, in soap.php, by its place; a password by its name in the
 * contract, since names on the wire mean nothing there.
 */
export function loggedArgs(operation: string, args: readonly PhpValue[], partNames: readonly string[]): LoggedValue[] {
	const names = KEYLESS.test(operation) ? partNames.slice(1) : partNames;
	return args.flatMap((value, index) => {
		const name = names[index] ?? '';
		return name === 'secret_key' ? [] : [loggedValue(name, value)];
	});
}

function loggedValue(name: string, value: PhpValue): LoggedValue {
	if (name === 'password' && value !== null && value !== '') return '***';
	if (value instanceof WsError) return { code: value.code, message: value.message };
	// A key in the wrong place is a key all the same.
	if (typeof value === 'string') return SIGNATURE.test(value) ? '***' : readUtf8(value);
	if (!(value instanceof Map)) return value;
	const entries = [...value].filter(([key]) => key !== 'secret_key');
	const list = value.size > 0 && [...value.keys()].every((key, index) => key === index);
	if (list) return entries.map(([, item]) => loggedValue('', item));
	return Object.fromEntries(entries.map(([key, item]) => [readUtf8(String(key)), loggedValue(String(key), item)]));
}
