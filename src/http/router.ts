import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';

/**
 * A router for each method. RegExpRouter, the fastest, knows no `/users/batch` beside `/users/:field`; so the methods
 * that have both go without it, and only they.
 */
export class RouterByMethod<T> implements Router<T> {
	readonly name = 'RouterByMethod';
	readonly #routers = new Map<string, Router<T>>();
	readonly #nothing: Result<T> = [[], []];

	add(method: string, path: string, handler: T): void {
		const known = this.#routers.get(method);
		const router = known ?? new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
		this.#routers.set(method, router);
		router.add(method, path, handler);
	}

	match(method: string, path: string): Result<T> {
		return this.#routers.get(method)?.match(method, path) ?? this.#nothing;
	}
}
