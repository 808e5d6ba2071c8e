/**
 * The parts of the Workers platform that the gateway uses. The types of Cloudflare declare globals that conflict with
 * those of the DOM, which the other sources are checked with.
 */
export interface ObjectNamespace {
	idFromName(name: string): ObjectId;
	get(id: ObjectId): ObjectStub;
}

/** Identifies an object; opaque. */
export interface ObjectId {
	toString(): string;
}

export interface ObjectStub {
	fetch(request: Request): Promise<Response>;
}

/** Variables and secrets by name, and the bindings of wrangler.toml. */
export interface WorkerEnv extends Record<string, unknown> {
	GATEWAY: ObjectNamespace;
}

/** What the constructor of a Durable Object receives. */
export interface ObjectState {
	storage: ObjectStorage;
}

export interface ObjectStorage {
	/** The SQLite database of the object. Calls are synchronous: without an await between them, they are atomic. */
	sql: {
		exec(
			query: string,
			...bindings: (string | number)[]
		): { toArray(): Record<string, unknown>[]; rowsWritten: number };
	};
	/** Time of the next alarm, in milliseconds since 1970; null where there is none. */
	getAlarm(): Promise<number | null>;
	setAlarm(time: number): Promise<void>;
}
