/**
 * What the gateway uses of the Workers platform. Cloudflare's own types declare globals that contradict those of the
 * DOM, which the rest of the sources is checked with.
 */
export interface ObjectNamespace {
	idFromName(name: string): ObjectId;
	get(id: ObjectId): ObjectStub;
}

/** Names one object; nothing is to be done with it but to hand it back. */
export interface ObjectId {
	toString(): string;
}

export interface ObjectStub {
	fetch(request: Request): Promise<Response>;
}

/** Vars and secrets by name, and the bindings of wrangler.toml. */
export interface WorkerEnv extends Record<string, unknown> {
	GATEWAY: ObjectNamespace;
}

/** What a Durable Object is given of itself. */
export interface ObjectState {
	storage: ObjectStorage;
}

export interface ObjectStorage {
	/** SQLite of the object; calls are synchronous, so nothing comes between two of them that no await parts. */
	sql: {
		exec(
			query: string,
			...bindings: (string | number)[]
		): { toArray(): Record<string, unknown>[]; rowsWritten: number };
	};
	/** When the object is to be woken, in milliseconds since 1970; null where it is not. */
	getAlarm(): Promise<number | null>;
	setAlarm(time: number): Promise<void>;
}
