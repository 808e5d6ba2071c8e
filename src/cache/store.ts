/**
 * Where texts are kept for a while under a key: Redis, the memory of the process, a Durable Object. Every promise may
 * reject with a StoreError, and soon: whoever uses a store goes on without it. Times to live are milliseconds.
 */
export interface Store {
	get(key: string): Promise<string | undefined>;
	set(key: string, value: string, ttlMs: number): Promise<void>;
	/** Atomic. @returns whether it was set; false when there is a value already. */
	setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
	/** Compare and swap, atomic. @returns whether it was set; false when the value is not `expected` (any more). */
	replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>;
	delete(key: string): Promise<void>;
	/** Adds one to the number under the key, atomic; the first sets how long it is kept. @returns the number then */
	increment(key: string, ttlMs: number): Promise<number>;
}

/** Tells the other instances of the gateway something; what is said while nobody listens is lost. */
export interface Channel {
	publish(message: string): Promise<void>;
	/**
	 * @param listener.message gets what any instance published, this one included.
	 * @param listener.gap is called whenever messages may have been missed: listening begins, or begins again.
	 */
	subscribe(listener: ChannelListener): void;
}

export interface ChannelListener {
	message(message: string): void;
	gap(): void;
}

/** The store did not do it, or did not say so in time; it may have done it all the same. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
}
