import type { Lease, LeaseStore } from '../../cache/lease-store.js';

/** A lease that is renewed until it is released. */
export interface HeldLease {
	/** Whether it was certainly held without a break until now. */
	isHeld(): Promise<boolean>;
	/** Frees its keys, in the background. */
	release(): void;
}

/** Takes leases on the names of records of one campus. Names are what `nameOf` makes store keys of. */
export interface Leases {
	/** Waits until the names are free. @throws LeaseTimeout, StoreError */
	take(names: readonly string[]): Promise<HeldLease>;
	/** Takes them where they are free at once. @throws StoreError */
	tryTake(names: readonly string[]): Promise<HeldLease | undefined>;
}

export interface LeaseOptions {
	store: LeaseStore;
	/** The store key of a name; of the counter of all leases without one. */
	keyOf(...name: string[]): string | Promise<string>;
	/** Longest wait in milliseconds. */
	waitMs: number;
	/** How long a lease outlives a holder that has died. */
	ttlMs?: number;
	/** Called when names turned out not to be free at once. */
	onWait?: () => void;
	/** Called when a lease was lost while its work ran. */
	onLost?: () => void;
}

export class LeaseTimeout extends Error {
	override readonly name = 'LeaseTimeout';

	constructor() {
		super('the names did not come free in time');
	}
}

const TTL_MS = 10_000;
/** Pauses between two attempts: a call to Chamilo takes 10 milliseconds or more. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

export function createLeases(options: LeaseOptions): Leases {
	const { store, keyOf, waitMs, ttlMs = TTL_MS, onWait, onLost } = options;
	/** The largest number of a lease so far. */
	let latest = 0;

	async function leaseOn(names: readonly string[]): Promise<Lease> {
		const keys = await Promise.all([...new Set(names)].map((name) => keyOf(name)));
		return { keys, counter: await keyOf(), token: crypto.randomUUID(), ttlMs };
	}

	async function attempt(lease: Lease): Promise<HeldLease | undefined> {
		try {
			const number = await store.take({ ...lease, after: latest });
			if (number === undefined) return undefined;
			latest = Math.max(latest, number);
			return hold(store, lease, onLost);
		} catch (failure) {
			// Only the reply may be lost.
			void store.release(lease).catch(() => undefined);
			throw failure;
		}
	}

	return {
		async take(names) {
			const lease = await leaseOn(names);
			const deadline = performance.now() + waitMs;
			for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
				const held = await attempt(lease);
				if (held) return held;
				if (pauseMs === FIRST_PAUSE_MS) onWait?.();
				if (performance.now() > deadline) throw new LeaseTimeout();
				// At random, so that those who wait do not ask in step.
				await sleep(pauseMs * (0.5 + Math.random()));
			}
		},
		tryTake: async (names) => attempt(await leaseOn(names)),
	};
}

function hold(store: LeaseStore, lease: Lease, onLost: (() => void) | undefined): HeldLease {
	let isLost = false;

	async function renew(): Promise<void> {
		if ((await store.renew(lease)) || isLost) return;
		isLost = true;
		onLost?.();
	}

	// While the store is away, the next renewal may be in time.
	const renewing = setInterval(() => void renew().catch(() => undefined), lease.ttlMs / 3);
	return {
		async isHeld() {
			if (isLost) return false;
			return renew().then(
				() => !isLost,
				() => false,
			);
		},
		release() {
			clearInterval(renewing);
			// What cannot be freed ends by itself.
			void store.release(lease).catch(() => undefined);
		},
	};
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
