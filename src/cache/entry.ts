/** What can be kept: JSON. Shared by all who read it, so never changed. */
export type CacheValue =
	| string
	| number
	| boolean
	| null
	| readonly CacheValue[]
	| { readonly [member: string]: CacheValue };

/** How long something is kept. */
export interface Policy {
	ttlMs: number;
	/** For so long beyond its time it is still answered, while a fresh one is fetched behind. */
	staleMs?: number;
	/** Never leaves the memory of the process. */
	local?: true;
}

/** That there is no such thing is remembered only for so long. */
const NEGATIVE_MS = 30_000;

/** One thing that is kept; times are of the clock on the wall, which instances share. */
export interface Entry {
	/** Absent: it is known that there is none. */
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

/** An entry from the text of a store; undefined when it is none: whatever stands there is not trusted. */
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
