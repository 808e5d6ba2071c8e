import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../openapi/client.d.ts';
import { createRetryingFetch } from './retrying-fetch.js';

/** A problem document (RFC 9457). Its `code` is what programs should branch on. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];
export type GatewayClient = Client<paths>;

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
 * new Idempotency-Key unless the request has one, so that a retry after a lost response is executed only once.
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

/** Whether an error is a Problem with this code. */
export function isProblem(error: unknown, code: ProblemCode): error is Problem {
	return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === code;
}
