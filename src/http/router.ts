import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

interface Routes<T> {
	/** Paths without parameters, which go before all others. */
	fixed: Map<string, Result<T>>;
	others: Router<T>;
}

/**
 * Routes of each method by themselves, and paths without parameters apart: RegExpRouter, the fastest, knows no
 * `/users/batch` beside `/users/:field`. One handler answers a path.
 */
export class RouterByMethod<T> implements Router<T> {
	readonly name = 'RouterByMethod';
	readonly #routes = new Map<string, Routes<T>>();
	readonly #nothing: Result<T> = [[], []];

	add(method: string, path: string, handler: T): void {
		const routes = this.#routes.get(method) ?? {
			fixed: new Map(),
			others: new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] }),
		};
		this.#routes.set(method, routes);
		if (/[:*]/.test(path)) routes.others.add(method, path, handler);
		else if (!routes.fixed.has(path)) routes.fixed.set(path, [[[handler, {}]]]);
	}

	match(method: string, path: string): Result<T> {
		const routes = this.#routes.get(method);
		return routes?.fixed.get(path) ?? routes?.others.match(method, path) ?? this.#nothing;
	}
}
