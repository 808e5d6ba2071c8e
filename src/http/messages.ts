/** A response before a runtime gives it a form of its own. Names of headers have one spelling, so none occurs twice. */
export interface PlainResponse {
	status: number;
	headers: Record<string, string>;
	body: string | Uint8Array<ArrayBuffer> | null;
}

/** What middleware needs of a request. A Context of Hono is one. */
export interface RequestLike {
	req: {
		method: string;
		/** Without the query, for the log. */
		path: string;
		/** @param name in lower case. */
		header(name: string): string | undefined;
	};
}

/** A value, or a promise of it: a promise where there is nothing to wait for takes longer than a response from the cache. */
export type MaybePromise<T> = T | Promise<T>;

/** Passes a value on as soon as it is there. */
export function mapMaybeAsync<T, U>(value: MaybePromise<T>, then: (value: T) => U): MaybePromise<U> {
	return value instanceof Promise ? value.then(then) : then(value);
}

/** Whether the client accepts no response from a cache (RFC 9111 §5.2.1). */
export function asksForFresh(cacheControl: string | undefined): boolean {
	return cacheControl !== undefined && /\b(?:no-cache|no-store|max-age=0)\b/i.test(cacheControl);
}

/** Path and query of a URL: the target of the request (RFC 9112 §3.2.1). */
export function requestTarget(url: string): string {
	return url.slice(url.indexOf('/', url.indexOf('://') + 3));
}
