import type { z } from '@hono/zod-openapi';

/** What a change can be about; `memberships` is who and what is in a course or session. */
export const CACHE_TAGS = ['users', 'courses', 'sessions', 'memberships'] as const;
export type CacheTag = (typeof CACHE_TAGS)[number];

/** Names what is remembered: the kind of record, what of it, and the parts that tell it apart. */
export type CacheKey = readonly [kind: 'user' | 'course' | 'session' | 'list', ...parts: string[]];

/** Something of the campus that is worth remembering for a while. */
export interface CacheableRead<T> {
	key: CacheKey;
	/** A change in any of these makes it be forgotten. */
	tags: readonly CacheTag[];
	/** Asks Chamilo; undefined where there is none, which is remembered for a shorter time. */
	load: () => Promise<T | undefined>;
	/** What comes out of a store is not trusted. */
	schema: z.ZodType<T>;
	/** Holds more of a person than numbers and identifiers: it never leaves the process, and is kept for seconds. */
	personal?: true;
	/** Beyond its time it is still told for as long again, while a fresh one is fetched. */
	staleWhileRevalidate?: true;
}

/** What a request changes: everything about the topic, or what is remembered under these names. */
export interface Invalidation {
	tag: CacheTag;
	keys?: readonly CacheKey[];
}

/** What a row says it changes. */
export type Invalidates<Input> = readonly CacheTag[] | ((input: Input) => readonly Invalidation[]);

/** The changes of a request. */
export function invalidationsOf<Input>(changes: Invalidates<Input> | undefined, input: Input): readonly Invalidation[] {
	return typeof changes === 'function' ? changes(input) : (changes ?? []).map((tag) => ({ tag }));
}
