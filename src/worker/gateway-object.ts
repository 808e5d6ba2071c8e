import { drainBody } from './drain-body.js';
import { createGateway, type FetchHandler, refuseAll } from './gateway.js';
import { createObjectStore, type ObjectStore } from './object-store.js';
import type { ObjectState } from './platform.js';

/**
 * The gateway as one Durable Object: one for all requests of all places, as one process is on Node. What requests
 * share (the order of writes, the calls under way, the kind of the campus, idempotency) is thus shared by everybody;
 * and a caller who hangs up takes nothing with him. In a plain Worker his request would end in mid-work, and whoever
 * waits for something it holds would wait for ever.
 */
export class GatewayObject {
	readonly #store: ObjectStore;
	readonly #handle: FetchHandler;

	constructor({ storage }: ObjectState, env: Record<string, unknown>) {
		this.#store = createObjectStore(storage);
		try {
			this.#handle = createGateway(env, this.#store);
		} catch (mistake) {
			this.#handle = refuseAll(mistake);
		}
	}

	async fetch(request: Request): Promise<Response> {
		const response = await this.#handle(request);
		await drainBody(request);
		return response;
	}

	async alarm(): Promise<void> {
		await this.#store.sweep();
	}
}
