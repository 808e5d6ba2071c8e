import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../openapi/client.d.ts';
import { createRetryingFetch } from './retrying-fetch.js';

/** RFC 9457, with the code to branch on. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];
export type GatewayClient = Client<paths>;

export interface ClientOptions {
	/** Root of the gateway, for example https://gateway.example.org, or with the path of a campus behind it. */
	baseUrl: string;
	/** API key, or a JSON Web Token. */
	key: string;
	/** A request is sent so many times at most, until there is an answer that says what became of it; 1: never again. */
	attempts?: number;
	/** What sends requests; the fetch of the runtime where left out. */
	fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client of the gateway, typed by its document: `const { data, error } = await client.POST('/users', { body })`, where
 * `error` is a Problem. Every POST carries an Idempotency-Key of its own unless it is given one, so that sending it again
 * after a lost answer does the work once.
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

/** Whether an error is this problem. */
export function isProblem(error: unknown, code: ProblemCode): error is Problem {
	return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === code;
}
