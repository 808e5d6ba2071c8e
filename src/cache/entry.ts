/** A value that can be cached: JSON. It is shared by all who read it, so it must not be changed. */
export type CacheValue =
	| string
	| number
	| boolean
	| null
	| readonly CacheValue[]
	| { readonly [member: string]: CacheValue };

/** How long a value is cached. */
export interface Policy {
	ttlMs: number;
	/** How long a stale value is used while it is revalidated in the background. */
	staleMs?: number;
	/** Never leaves the memory of the process. */
	local?: true;
}

/** How long it is cached that there is no such record. */
const NEGATIVE_MS = 30_000;

/** A cache entry; times are in milliseconds since 1970, since instances share them. */
export interface Entry {
	/** Absent: there is no such record. */
	value?: CacheValue;
	storedAt: number;
	freshUntil: number;
	usableUntil: number;
}

export function toEntry(value: CacheValue | undefined, policy: Policy, now: number): Entry {
	const missing = value === undefined;
	const freshUntil = now + (missing ? Math.min(NEGATIVE_MS, policy.ttlMs) : policy.ttlMs);
	const usableUntil = freshUntil + (missing ? 0 : (policy.staleMs ?? 0));
	return { ...(missing ? {} : { value }), storedAt: now, freshUntil, usableUntil };
}

export function formatEntry(entry: Entry): string {
	return JSON.stringify(entry);
}

/** Parses an entry; undefined where the text of the store is none, since it is not trusted. */
export function parseEntry(text: string): Entry | undefined {
	try {
		const found: unknown = JSON.parse(text);
		return isEntry(found) ? found : undefined;
	} catch {
		return undefined;
	}
}

function isEntry(found: unknown): found is Entry {
	if (typeof found !== 'object' || found === null) return false;
	const { storedAt, freshUntil, usableUntil } = found as Record<string, unknown>;
	return [storedAt, freshUntil, usableUntil].every((time) => typeof time === 'number');
}
