import type { FetchOptions } from 'openapi-fetch';
import type { paths } from '../../openapi/client.d.ts';
import type { GatewayClient, Problem } from './api-types.js';
import { ProblemError } from './errors.js';

/** What a response of a list has beside the items. */
interface PageEnd {
	next_cursor: string | null;
}

type PageOf<Path extends keyof paths> = paths[Path] extends {
	get: { responses: { 200: { content: { 'application/json': infer Page extends PageEnd } } } };
}
	? Page
	: never;

/** Paths whose GET responds with a page of a list. */
export type ListPath = { [Path in keyof paths]: PageOf<Path> extends never ? never : Path }[keyof paths];

/** An item of the list at this path. */
export type ListItem<Path extends ListPath> = Extract<PageOf<Path>[keyof PageOf<Path>], readonly unknown[]>[number];

type ListParameters<Path extends ListPath> = FetchOptions<paths[Path]['get']>['params'];

/**
 * All items of a list, page by page as they are taken: `for await (const course of paginate(client, '/courses'))`.
 * @param params parameters of the request; `limit` in the query is the size of a page.
 * @throws ProblemError, GatewayUnreachable
 */
export async function* paginate<Path extends ListPath>(
	client: GatewayClient,
	path: Path,
	params?: ListParameters<Path>,
): AsyncGenerator<ListItem<Path>, void, undefined> {
	// What is known of the path here is that it is one of a list: the types of each are those of the callers.
	const get = client.GET as unknown as (
		path: string,
		options: { params: object },
	) => Promise<{ data?: PageEnd & Record<string, unknown>; error?: Problem }>;
	const given = (params ?? {}) as { query?: object };
	let cursor: string | null | undefined;
	do {
		const query = { ...given.query, ...(cursor === undefined ? {} : { cursor }) };
		const { data, error } = await get(path, { params: { ...given, query } });
		if (!data) throw new ProblemError(error as Problem);
		const { next_cursor, ...lists } = data;
		yield* Object.values(lists).find(Array.isArray) as ListItem<Path>[];
		cursor = next_cursor;
	} while (cursor !== null);
}
