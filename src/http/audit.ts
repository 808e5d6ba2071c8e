import { toGatewayError } from '../errors.js';
import type { Reply } from '../operations/operation.js';

/** What became of one record: its names, and how the request or its item ended. Nothing else of a person. */
export interface AuditEntry {
	/** Position in a batch. */
	index?: number;
	/** The record by the names of the request, and by the number Chamilo has given. */
	target: Record<string, string | number>;
	status: number;
	/** Problem code; absent on success. */
	code?: string;
}

/** One entry a record that a write was about: the items of a batch, else the record of the path or body. */
export function auditEntries(input: unknown, reply: Reply): AuditEntry[] {
	const results = member(reply.body, 'results');
	if (Array.isArray(results)) return results.map(ofItem);
	const id = member(reply.body, 'id');
	const target = { ...namesIn(input), ...(typeof id === 'number' ? { id } : {}) };
	return [{ target, status: reply.status }];
}

/** The same for a request that failed as a whole. */
export function failedEntry(input: unknown, thrown: unknown): AuditEntry {
	const { status, code } = toGatewayError(thrown);
	return { target: namesIn(input), status, code };
}

function ofItem(result: unknown, index: number): AuditEntry {
	const code = member(member(result, 'problem'), 'code');
	const id = member(result, 'id');
	return {
		index,
		target: { ...reference(result), ...(typeof id === 'number' ? { id } : {}) },
		status: Number(member(result, 'status')),
		...(typeof code === 'string' ? { code } : {}),
	};
}

/** Path parameters are identifiers; of a body only those that name the record. */
function namesIn(input: unknown): Record<string, string> {
	const body = member(input, 'body');
	const params = Object.entries(member(input, 'params') ?? {}).map(([name, value]) => [name, String(value)]);
	return { ...Object.fromEntries(params), ...reference(member(body, 'user')), ...reference(body) };
}

function reference(record: unknown): Record<string, string> {
	const [field, value] = [member(record, 'field'), member(record, 'value')];
	return typeof field === 'string' && typeof value === 'string' ? { field, value } : {};
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
