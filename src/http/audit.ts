import { toGatewayError } from '../errors.js';
import type { OperationResult } from '../operations/operation.js';

type Target = Record<string, string | number>;

/** The outcome for one record: its identifiers, and the status of the request or batch item. No other personal data. */
export interface AuditEntry {
	/** Position in a batch. */
	index?: number;
	/** The identifiers of the record in the request, and the number that Chamilo has given it. */
	target: Target;
	status: number;
	/** Problem code; absent on success. */
	code?: string;
}

/** One entry for each record that a request was to change: the items of a batch, or the record of the path or body. */
export function auditEntries(input: unknown, result: OperationResult): AuditEntry[] {
	if (result.items) return result.items.map((item, index) => ({ index, ...item }));
	const results = member(result.body, 'results');
	if (Array.isArray(results)) return results.map(itemEntry);
	return [{ target: addNumber(identifiersIn(input), result.body), status: result.status }];
}

/** The same for a request that failed as a whole. */
export function failedEntry(input: unknown, thrown: unknown): AuditEntry {
	const { status, code } = toGatewayError(thrown);
	return { target: identifiersIn(input), status, code };
}

function itemEntry(item: unknown, index: number): AuditEntry {
	const code = member(member(item, 'problem'), 'code');
	return {
		index,
		target: addNumber(addReference({}, item), item),
		status: Number(member(item, 'status')),
		...(typeof code === 'string' ? { code } : {}),
	};
}

/** All path parameters, which are identifiers; of a body only the members that identify the record. */
function identifiersIn(input: unknown): Target {
	const body = member(input, 'body');
	const identifiers: Target = {};
	for (const [name, value] of Object.entries(member(input, 'params') ?? {})) identifiers[name] = String(value);
	addReference(identifiers, member(body, 'user'));
	addReference(identifiers, body);
	return identifiers;
}

function addReference(target: Target, record: unknown): Target {
	const [field, value] = [member(record, 'field'), member(record, 'value')];
	if (typeof field !== 'string' || typeof value !== 'string') return target;
	target.field = field;
	target.value = value;
	return target;
}

function addNumber(target: Target, record: unknown): Target {
	const id = member(record, 'id');
	// SCIM has numbers as texts.
	if (typeof id === 'number' || (typeof id === 'string' && /^\d{1,9}$/.test(id))) target.id = Number(id);
	return target;
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
