import type { Store } from '../../src/cache/store.js';
import { createObjectStore, type ObjectStore } from '../../src/worker/object-store.js';
import type { ObjectNamespace, ObjectState, ObjectStorage } from '../../src/worker/platform.js';

/** A call of the store, or of what a test looks at it through. */
export interface StoreCall {
	method: keyof Store | 'sweep' | 'advance' | 'rows' | 'alarm';
	args: (string | number)[];
}

/** The store of a real Durable Object, by HTTP; its clock can be put forward. */
export class StoreObject {
	readonly #storage: ObjectStorage;
	readonly #store: ObjectStore;
	#advanced = 0;

	constructor({ storage }: ObjectState) {
		this.#storage = storage;
		this.#store = createObjectStore(storage, () => Date.now() + this.#advanced);
	}

	async fetch(request: Request): Promise<Response> {
		const { method, args } = (await request.json()) as StoreCall;
		try {
			return Response.json({ value: (await this.#run(method, args)) ?? null });
		} catch (failure) {
			return Response.json({ failure: (failure as Error).name }, { status: 500 });
		}
	}

	async #run(method: StoreCall['method'], args: StoreCall['args']): Promise<unknown> {
		if (method === 'advance') {
			this.#advanced += Number(args[0]);
			return undefined;
		}
		if (method === 'rows') return this.#storage.sql.exec('SELECT count(*) AS rows FROM texts').toArray()[0]?.rows;
		if (method === 'alarm') return this.#storage.getAlarm();
		const call = this.#store[method] as (...given: StoreCall['args']) => Promise<unknown>;
		return call(...args);
	}

	async alarm(): Promise<void> {
		await this.#store.sweep();
	}
}

export default {
	fetch: (request: Request, { STORE }: { STORE: ObjectNamespace }) =>
		STORE.get(STORE.idFromName('store')).fetch(request),
};
