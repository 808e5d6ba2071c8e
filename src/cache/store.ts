/**
 * Stores texts under keys for a limited time: Redis, the memory of the process, a Durable Object. Every promise may reject
 * with a StoreError, without much delay: callers go on without the store. Times to live are in milliseconds.
 */
export interface Store {
	get(key: string): Promise<string | undefined>;
	set(key: string, value: string, ttlMs: number): Promise<void>;
	/** Sets atomically. @returns whether it was set; false where there is a value already. */
	setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
	/** Compare-and-swap. @returns whether it was set; false where the value is not `expected`. */
	replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>;
	delete(key: string): Promise<void>;
	/** Adds one atomically; `ttlMs` counts for the first only. @returns the new number */
	increment(key: string, ttlMs: number): Promise<number>;
}

/** Sends messages to the other instances of the gateway; messages without a subscriber are lost. */
export interface Channel {
	publish(message: string): Promise<void>;
	/**
	 * @param listener.message receives what any instance publishes, this one included.
	 * @param listener.gap is called whenever messages may have been missed: after each subscription, the first included.
	 */
	subscribe(listener: ChannelListener): void;
}

export interface ChannelListener {
	message(message: string): void;
	gap(): void;
}

/** The store failed or did not reply in time; it may have executed the command all the same. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
}
