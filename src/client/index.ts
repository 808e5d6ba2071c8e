import createFetchClient from 'openapi-fetch';
import type { paths } from '../../openapi/client.d.ts';
import type { GatewayClient, Problem } from './api-types.js';
import { createRetryingFetch } from './retrying-fetch.js';

export type { GatewayClient, Problem, ProblemCode } from './api-types.js';
export { GatewayUnreachable, ProblemError } from './errors.js';
export { type ListItem, type ListPath, paginate } from './paginate.js';

export interface ClientOptions {
	/**
	 * Base URL of the gateway, for example https://gateway.example.org; with the path of a campus, if it serves several.
	 */
	baseUrl: string;
	/** API key or JSON Web Token. */
	key: string;
	/** Maximum number of attempts per request; 1 disables retries. Default 4. */
	attempts?: number;
	/** Replaces the global `fetch`. */
	fetch?: (request: Request) => Promise<Response>;
}

/**
 * Creates a client that is typed by the OpenAPI document of the gateway:
 * `const { data, error } = await client.POST('/users', { body })`, where `error` is a Problem. Every POST is sent with a
 * new Idempotency-Key unless the request has one, so that a retry after a lost response is executed only once. Where no
 * gateway responds, a call rejects with GatewayUnreachable.
 */
export function createGatewayClient(options: ClientOptions): GatewayClient {
	const { baseUrl, key, attempts = 4, fetch = globalThis.fetch } = options;
	const client = createFetchClient<paths>({
		baseUrl: baseUrl.replace(/\/+$/, ''),
		headers: { Authorization: `Bearer ${key}` },
		fetch: createRetryingFetch((request) => fetch(request), attempts),
	});
	client.use({
		onRequest({ request }) {
			if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
				request.headers.set('Idempotency-Key', crypto.randomUUID());
			}
			return request;
		},
	});
	return client;
}

/** Whether the error of a request is the problem with this code, which has to be one of the codes of its route. */
export function isProblem<Of extends Problem, Code extends Of['code']>(
	error: Of | undefined,
	code: Code,
): error is Of & { code: Code } {
	return error?.code === code;
}
