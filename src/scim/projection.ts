/** `attributes` and `excludedAttributes` (RFC 7644 §3.9), and pages (§3.4.2.4). */
import { z } from '@hono/zod-openapi';
import { type Attributes, parsePath } from './attributes.js';
import { LIST_RESPONSE } from './urns.js';

/** Query parameters of every resource. */
export const projectionQuery = {
	attributes: z
		.string()
		.max(1000)
		.optional()
		.openapi({ description: 'The only attributes wanted.', example: 'userName' }),
	excludedAttributes: z.string().max(1000).optional().openapi({ description: 'Not these.', example: 'members' }),
};

const whole = (least: number) =>
	z
		.string()
		.regex(/^-?\d{1,9}$/, 'must be a whole number')
		.transform((text) => Math.max(least, Number(text)));

/** Query parameters of lists. */
export const listQuery = {
	...projectionQuery,
	filter: z.string().max(1000).optional().openapi({ example: 'userName eq "ada"' }),
	startIndex: whole(1).optional().openapi({ type: 'integer', description: 'From 1 on.', example: 1 }),
	count: whole(0).optional().openapi({ type: 'integer', description: 'Most resources of a page.', example: 100 }),
};

export interface Projection {
	attributes?: string | undefined;
	excludedAttributes?: string | undefined;
}

/** Always returned (RFC 7643 §7). */
const ALWAYS = ['schemas', 'id'];

/** The attributes of a resource that are asked for. `attributes` wins where both are given. @throws invalidPath */
export function projected(known: Attributes, resource: Record<string, unknown>, query: Projection) {
	const wanted = pathsOf(known, query.attributes);
	const excluded = pathsOf(known, query.excludedAttributes);
	if (wanted) return Object.fromEntries(Object.entries(resource).flatMap(([name, value]) => keep(name, value, wanted)));
	if (!excluded) return resource;
	const dropped = new Set(excluded.filter(({ sub }) => sub === undefined).map(({ attribute }) => attribute));
	return Object.fromEntries(Object.entries(resource).filter(([name]) => ALWAYS.includes(name) || !dropped.has(name)));
}

function keep(name: string, value: unknown, wanted: readonly { attribute: string; sub: string | undefined }[]) {
	if (ALWAYS.includes(name)) return [[name, value] as const];
	const asked = wanted.filter(({ attribute }) => attribute === name);
	if (asked.length === 0) return [];
	const subs = asked.flatMap(({ sub }) => (sub === undefined ? [] : [sub]));
	if (subs.length < asked.length || value === null || typeof value !== 'object') return [[name, value] as const];
	const part = (item: object) => Object.fromEntries(Object.entries(item).filter(([key]) => subs.includes(key)));
	return [[name, Array.isArray(value) ? value.map(part) : part(value)] as const];
}

function pathsOf(known: Attributes, text: string | undefined) {
	if (text === undefined || text.trim() === '') return undefined;
	return text.split(',').map((path) => parsePath(known, path));
}

/** Largest page. */
export const MOST_RESULTS = 200;

/** A page of resources. */
export function listResponse(
	all: readonly unknown[],
	query: { startIndex?: number | undefined; count?: number | undefined },
) {
	const { startIndex = 1, count = 100 } = query;
	const resources = all.slice(startIndex - 1, startIndex - 1 + Math.min(count, MOST_RESULTS));
	return {
		schemas: [LIST_RESPONSE],
		totalResults: all.length,
		startIndex,
		itemsPerPage: resources.length,
		Resources: resources,
	};
}
