import type { GatewayError } from '../errors.js';
import type { AuditEntry } from './audit.js';

/** Where log lines go: pino on Node, the console on Workers. Fields never hold keys, passwords or bodies. */
export interface Log {
	info(fields: Record<string, unknown>, message: string): void;
	warn(fields: Record<string, unknown>, message: string): void;
	error(fields: Record<string, unknown>, message: string): void;
	/** Writes one line for each request. */
	request(line: RequestLine): void;
	/** Writes one line for each record that a request was to change. */
	audit(request: AuditedRequest, entry: AuditEntry): void;
}

/** The request of an audit line, and who sent it. */
export interface AuditedRequest {
	requestId: string;
	/** Name of the key. */
	key: string;
	operation: string;
}

/** A request and its outcome. Without query, headers and body: they can hold secrets. */
export interface RequestLine {
	requestId: string;
	/** Name of the key. */
	key: string | undefined;
	method: string;
	path: string;
	operation: string | undefined;
	status: number;
	/** Milliseconds. */
	ms: number;
}

/** Whether a line is of a health probe that went well: there is one every few seconds, so its level is debug. */
export function isGoodProbe({ operation, path, status }: RequestLine): boolean {
	return operation === undefined && status < 400 && (path === '/healthz' || path === '/readyz');
}

/** Logs a failed request or batch item: status 5xx as an error, 4xx as information. */
export function logProblem(log: Log, error: GatewayError, fields: Record<string, unknown>): void {
	const entry = { ...fields, code: error.code, detail: error.message, ...causesOf(error) };
	if (error.status >= 500) log.error(entry, 'request failed');
	else log.info(entry, 'request refused');
}

/** The chain of causes as text, with a stack trace where the cause is a defect. */
function causesOf(error: GatewayError): { causes?: string[] } {
	const chain: string[] = [];
	for (let cause: unknown = error.cause; cause instanceof Error && chain.length < 5; cause = cause.cause) {
		const isDefect = error.code === 'internal-error' && chain.length === 0;
		chain.push(isDefect ? (cause.stack ?? cause.message) : `${cause.name}: ${cause.message}`);
	}
	return chain.length > 0 ? { causes: chain } : {};
}
