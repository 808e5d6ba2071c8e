import { forward } from '../../src/worker/forward.js';
import type { ObjectNamespace } from '../../src/worker/platform.js';

interface State {
	abort(reason: string): void;
	storage: {
		put(key: string, value: number): Promise<void>;
		get(key: string): Promise<number | undefined>;
		/** Until it is on disk: an object that is thrown away takes with it what is not. */
		sync(): Promise<void>;
	};
}

/** An object that is thrown away under the first requests it gets, as at a deployment; it says how many came. */
export class LostObject {
	readonly #state: State;

	constructor(state: State) {
		this.#state = state;
	}

	async fetch(request: Request): Promise<Response> {
		const { searchParams, pathname } = new URL(request.url);
		const { storage } = this.#state;
		const count = ((await storage.get(pathname)) ?? 0) + 1;
		await storage.put(pathname, count);
		await storage.sync();
		if (count <= Number(searchParams.get('lost'))) {
			this.#state.abort('replaced, with a secret in the reason');
			await new Promise(() => undefined);
		}
		return Response.json({ count });
	}
}

export default {
	fetch: (request: Request, { GATEWAY }: { GATEWAY: ObjectNamespace }) => forward(request, GATEWAY),
};
