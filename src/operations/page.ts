import { z } from '@hono/zod-openapi';

/** Query parameters of a list that comes in pages. */
export const pageQuery = {
	limit: z
		.string()
		.regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 1000')
		.refine((text) => Number(text) <= 1000, 'must be a whole number from 1 to 1000')
		.default('100')
		.openapi({
			type: 'integer',
			minimum: 1,
			maximum: 1000,
			description: 'Most items of a page, 1 to 1000. Default: `100`.',
			example: 100,
		}),
	cursor: z
		.string()
		.regex(/^[1-9]\d{0,9}$/, 'must be the next_cursor of a page')
		.optional()
		.openapi({ description: 'The `next_cursor` of the page before.' }),
};

/** One page of a list, ordered by number. The cursor is the last number of the page, so that no item is repeated. */
export function pageOf<Item extends { id: number | null }>(
	all: readonly Item[],
	{ limit, cursor }: { limit: string; cursor?: string | undefined },
): { items: Item[]; next_cursor: string | null } {
	const after = Number(cursor ?? 0);
	const rest = all.filter(({ id }) => (id ?? 0) > after).sort((left, right) => (left.id ?? 0) - (right.id ?? 0));
	const items = rest.slice(0, Number(limit));
	return { items, next_cursor: rest.length > items.length ? String(items.at(-1)?.id) : null };
}

/** Pages of one list that are kept; beyond, all are made again. */
const MAX_PAGES = 8;
const pages = new WeakMap<object, Map<string, unknown>>();

/** The page of a cached list for a query, made once: the same object each time, so that its text and ETag are made once. */
export function pageOnce<Page>(list: object, query: object, make: () => Page): Page {
	const known = pages.get(list) ?? new Map<string, unknown>();
	pages.set(list, known);
	const name = JSON.stringify(query);
	if (!known.has(name)) {
		if (known.size === MAX_PAGES) known.clear();
		known.set(name, make());
	}
	return known.get(name) as Page;
}
