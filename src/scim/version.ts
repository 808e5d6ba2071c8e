/** Versions of resources: entity tags (RFC 7644 §3.14). */
import { GatewayError } from '../errors.js';

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
export function assertVersion(ifMatch: string | undefined, version: string): void {
	if (ifMatch === undefined || names(ifMatch, version)) return;
	throw new GatewayError('precondition-failed', 'The resource has changed since it was read. Read it again.');
}

/** Whether the client has this version already. */
export function isKnown(ifNoneMatch: string | undefined, version: string): boolean {
	return ifNoneMatch !== undefined && names(ifNoneMatch, version);
}
