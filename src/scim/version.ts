/** Versions of resources: entity tags (RFC 7644 §3.14). */
import { GatewayError } from '../errors.js';
import type { OperationResult } from '../operations/operation.js';

/** The version of a resource: a weak entity tag of what can be read of it. */
export async function versionOf(resource: object): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(resource));
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return `W/"${Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

/** Whether a list of entity tags names a version; `*` names any. */
function names(tags: string, version: string): boolean {
	const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
	return tags.trim() === '*' || tags.split(',').some((tag) => opaque(tag) === opaque(version));
}

/** @throws precondition-failed where the client has another version */
export async function assertVersion(ifMatch: string | undefined, resource: object): Promise<void> {
	if (ifMatch === undefined || names(ifMatch, await versionOf(resource))) return;
	throw new GatewayError('precondition-failed', 'The resource has changed since it was read. Read it again.');
}

/** The result of a read; 304 where the client has this version already. */
export function unlessKnown(result: OperationResult, ifNoneMatch: string | undefined): OperationResult {
	const { headers = {} } = result;
	const isKnown = ifNoneMatch !== undefined && names(ifNoneMatch, headers.ETag ?? '');
	return isKnown ? { status: 304, headers } : result;
}
