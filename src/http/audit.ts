import { toGatewayError } from '../errors.js';
import type { OperationResult } from '../operations/operation.js';

type Target = Record<string, string | number>;

/** What became of one record: its names, and how the request or its item ended. Nothing else of a person. */
export interface AuditEntry {
	/** Position in a batch. */
	index?: number;
	/** The record by the names of the request, and by the number Chamilo has given. */
	target: Target;
	status: number;
	/** Problem code; absent on success. */
	code?: string;
}

/** One entry a record that a write was about: the items of a batch, else the record of the path or body. */
export function auditEntries(input: unknown, reply: OperationResult): AuditEntry[] {
	const results = member(reply.body, 'results');
	if (Array.isArray(results)) return results.map(ofItem);
	return [{ target: addNumber(namesIn(input), reply.body), status: reply.status }];
}

/** The same for a request that failed as a whole. */
export function failedEntry(input: unknown, thrown: unknown): AuditEntry {
	const { status, code } = toGatewayError(thrown);
	return { target: namesIn(input), status, code };
}

function ofItem(result: unknown, index: number): AuditEntry {
	const code = member(member(result, 'problem'), 'code');
	return {
		index,
		target: addNumber(addReference({}, result), result),
		status: Number(member(result, 'status')),
		...(typeof code === 'string' ? { code } : {}),
	};
}

/** Path parameters are identifiers; of a body only those that name the record. */
function namesIn(input: unknown): Target {
	const body = member(input, 'body');
	const names: Target = {};
	for (const [name, value] of Object.entries(member(input, 'params') ?? {})) names[name] = String(value);
	addReference(names, member(body, 'user'));
	addReference(names, body);
	return names;
}

function addReference(names: Target, record: unknown): Target {
	const [field, value] = [member(record, 'field'), member(record, 'value')];
	if (typeof field !== 'string' || typeof value !== 'string') return names;
	names.field = field;
	names.value = value;
	return names;
}

function addNumber(names: Target, record: unknown): Target {
	const id = member(record, 'id');
	if (typeof id === 'number') names.id = id;
	return names;
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
