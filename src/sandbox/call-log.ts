import type { FaultKind } from './faults.js';
import { readUtf8 } from './php/bytes.js';
import { type PhpValue, WsError } from './php/values.js';

/** A PHP value, converted to JSON. */
export type LoggedValue = null | boolean | number | string | LoggedValue[] | { [name: string]: LoggedValue };

/** A SOAP call that the sandbox received. */
export interface LoggedCall {
	/** ISO 8601. */
	time: string;
	service: string;
	operation: string;
	/** Arguments as PHP received them, without the key; passwords are '***'. */
	args: LoggedValue[];
	status: number;
	fault: { code: string; message: string } | null;
	/** The fault that was injected. `status` is then that of PHP before the fault, or 0 if the call was not executed. */
	injected?: FaultKind;
}

const MAX_ENTRIES = 10_000;

/** The received calls, oldest first. The last 10,000 are kept. */
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

/** The three reports that have a key in the WSDL, but take none. */
const KEYLESS = /^WSReport\.GetTimeSpentOn(Platform|Course|CourseInSession)$/;
const SIGNATURE = /^[0-9a-f]{40}$/i;

/**
 * The arguments without secrets. The key is recognised by its name or, in soap.php, its position. Passwords are
 * recognised by their name in the contract, because Chamilo ignores the names in the request.
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
	// A key can also be sent as another argument by mistake.
	if (typeof value === 'string') return SIGNATURE.test(value) ? '***' : readUtf8(value);
	if (!(value instanceof Map)) return value;
	const entries = [...value].filter(([key]) => key !== 'secret_key');
	const list = value.size > 0 && [...value.keys()].every((key, index) => key === index);
	if (list) return entries.map(([, item]) => loggedValue('', item));
	return Object.fromEntries(entries.map(([key, item]) => [readUtf8(String(key)), loggedValue(String(key), item)]));
}
