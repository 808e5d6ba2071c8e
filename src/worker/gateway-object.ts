import { drainBody } from './drain-body.js';
import { createWorkerGateway, type FetchHandler, refuseAll } from './gateway.js';
import { createObjectStore, type ObjectStore } from './object-store.js';
import type { ObjectState } from './platform.js';

/**
 * The gateway as one Durable Object that handles all requests everywhere, as one process does on Node. So all of them
 * share the locks, the limit of calls, the kind of the campus and the Idempotency-Keys. A client that closes its
 * connection does not interrupt the work: in a plain Worker it would, and requests that wait for a lock of it would wait
 * for ever.
 */
export class GatewayObject {
	readonly #store: ObjectStore;
	readonly #handle: FetchHandler;

	constructor({ storage }: ObjectState, env: Record<string, unknown>) {
		this.#store = createObjectStore(storage);
		try {
			this.#handle = createWorkerGateway(env, this.#store);
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
