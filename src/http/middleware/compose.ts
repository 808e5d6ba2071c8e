import type { Context } from 'hono';
import type { RequestContext } from '../request-context.js';

/** An answer before a runtime gives it a form of its own. Names of headers are written alike everywhere: none stands twice. */
export interface PlainResponse {
	status: number;
	headers: Record<string, string>;
	body: string | Uint8Array<ArrayBuffer> | null;
}

/** An answer; at once where nothing is to be waited for, because a promise costs more than an answer from memory. */
export type MaybePromise = PlainResponse | Promise<PlainResponse>;

/** What the layers ask of a request. A Context of Hono is one. */
export interface RequestLike {
	req: {
		method: string;
		/** Without the query, for the log. */
		path: string;
		/** @param name in small letters. */
		header(name: string): string | undefined;
	};
}

export type Handler<C extends RequestLike = Context> = (c: C, facts: RequestContext) => MaybePromise;
/** Does its part before, after or in place of the handler it is put around. */
export type Middleware = <C extends RequestLike>(inner: Handler<C>) => Handler<C>;
/** The same, and wants more of the request than all have. */
export type HonoMiddleware = (inner: Handler) => Handler;

/** A handler within layers, the outermost first. Hono's own middleware would make a promise of every answer. */
export function compose<C extends RequestLike>(
	layers: readonly ((inner: Handler<C>) => Handler<C>)[],
	handler: Handler<C>,
): Handler<C> {
	return layers.reduceRight((inner, layer) => layer(inner), handler);
}

/** Does something with an answer as soon as there is one. */
export function mapMaybeAsync<T>(answering: MaybePromise, then: (answer: PlainResponse) => T): T | Promise<T> {
	return answering instanceof Promise ? answering.then(then) : then(answering);
}
