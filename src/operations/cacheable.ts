import type { z } from '@hono/zod-openapi';

/** What cached reads can be about, as tags; `memberships` is who and what is in a course or session. */
export const CACHE_TAGS = ['users', 'courses', 'sessions', 'memberships'] as const;
export type CacheTag = (typeof CACHE_TAGS)[number];

/** Key of a cached read: the kind of record, what of it is read, and what identifies it. */
export type CacheKey = readonly [kind: 'user' | 'course' | 'session' | 'list', ...parts: string[]];

/** A read of the campus that can be cached. */
export interface CacheableRead<T> {
	key: CacheKey;
	/** Invalidating any of these tags invalidates the entry. */
	tags: readonly CacheTag[];
	/** Reads from Chamilo; undefined when there is no such thing, which is cached for a shorter time. */
	load: () => Promise<T | undefined>;
	/** Checks what comes out of a store. */
	schema: z.ZodType<T>;
	/** Holds personal data beyond numbers and identifiers: it stays in the memory of the process, for seconds. */
	personal?: true;
	/** Once expired, it is still served for as long again while it is revalidated (RFC 5861). */
	staleWhileRevalidate?: true;
}

/** What becomes stale by a change: everything with the tag, or the entries of these keys. */
export interface Invalidation {
	tag: CacheTag;
	keys?: readonly CacheKey[];
}

/** What a row invalidates once it has changed something. */
export type Invalidates<Input> = readonly CacheTag[] | ((input: Input) => readonly Invalidation[]);

/** The invalidations of a request. */
export function invalidationsOf<Input>(
	invalidates: Invalidates<Input> | undefined,
	input: Input,
): readonly Invalidation[] {
	return typeof invalidates === 'function' ? invalidates(input) : (invalidates ?? []).map((tag) => ({ tag }));
}
