import type { Store } from '../../cache/store.js';
import { type KeyRecord, parseRecord, type StoredResponse } from './record.js';

/** The state of a key for a request that wants to use it. */
export type Claim =
	| { state: 'mine'; lease: Lease }
	| { state: 'done'; response: StoredResponse }
	/** The key was used for a different request. */
	| { state: 'conflict' }
	/** Another request with the key is in progress, and still was at the end of the wait. */
	| { state: 'busy' };

/** The exclusive right to process a key; it lasts until one of its methods is called, or the process ends. */
export interface Lease {
	/** The same request was begun before and its outcome is not known: its effect may have happened already. */
	resumed: boolean;
	/** Random, and the same for each attempt at the request: a record that carries it was made by one of them. */
	mark: string;
	/** The response of an earlier attempt whose outcome was known in part. */
	earlier: StoredResponse | undefined;
	/** Stores the response. @returns whether it is stored. */
	finish(response: StoredResponse): Promise<boolean>;
	/**
	 * The outcome is unknown or may change: the next request with this key is processed, with `resumed`.
	 * @param response what is known of it, for `earlier`
	 */
	leaveUnfinished(response?: StoredResponse): Promise<boolean>;
	/** Nothing was begun: the key is free again. */
	release(): Promise<boolean>;
}

/** Which keys are in progress, and the responses of those that are done. */
export interface Ledger {
	/**
	 * Waits up to `waitMs` for a request in progress with the same key. Never rejects: while the store fails, the lease is
	 * granted without being held.
	 * @param mark of the lease, if this is the first attempt
	 */
	claim(key: string, fingerprint: string, mark?: string): Promise<Claim>;
}

export interface LedgerTimes {
	/** Interval of the heartbeat, in milliseconds. */
	beatMs: number;
	/** A record without a heartbeat for this long belongs to a gateway that has died. No clocks are compared. */
	leaseMs: number;
	/** How long a duplicate waits for the first request. */
	waitMs: number;
	pollMs: number;
}

type Working = KeyRecord & { state: 'working'; mark: string };

const TIMES: LedgerTimes = { beatMs: 1_000, leaseMs: 4_000, waitMs: 6_000, pollMs: 100 };
const DAY_MS = 24 * 60 * 60 * 1000;
const FREE_MS = 1_000;

/** A ledger in a store. Every change is a compare-and-swap, so a key is never leased twice. */
export function createLedger(store: Store, times: LedgerTimes = TIMES): Ledger {
	function lease(key: string, working: Working, resumed: boolean, earlier?: StoredResponse): Lease {
		const { fingerprint, mark } = working;
		/** What the store may hold: more than one text after a command that failed and may have been executed. */
		let possible = [JSON.stringify(working)];
		let beat = working.beat;
		let beating: Promise<void> | undefined;

		async function sendHeartbeat(): Promise<void> {
			const [current = ''] = possible;
			const next = JSON.stringify({ ...working, beat: beat + 1 });
			const isUncertain = possible.length > 1;
			possible = [current, next];
			try {
				const moved = await store.replace(key, current, next, DAY_MS);
				// After an uncertain swap, a refused one means that the first was executed; if another gateway took over, nothing matches.
				if (!moved && !isUncertain) return;
				possible = [next];
				beat += 1;
			} catch {
				// The next heartbeat tries the same swap again.
			}
		}
		const heartbeat = setInterval(() => {
			beating ??= sendHeartbeat().finally(() => {
				beating = undefined;
			});
		}, times.beatMs);

		async function settle(record: KeyRecord, ttlMs: number): Promise<boolean> {
			clearInterval(heartbeat);
			await beating;
			const text = JSON.stringify(record);
			try {
				for (const expected of possible) if (await store.replace(key, expected, text, ttlMs)) return true;
				// The store may have failed when the key was claimed and be back now, or have lost its data.
				return await store.setIfAbsent(key, text, ttlMs);
			} catch {
				return false;
			}
		}

		return {
			resumed,
			mark,
			earlier,
			finish: (response) => settle({ state: 'done', fingerprint, answer: response }, DAY_MS),
			leaveUnfinished: (answer) =>
				settle({ state: 'unfinished', fingerprint, mark, ...(answer ? { answer } : {}) }, DAY_MS),
			release: () => settle({ state: 'free' }, FREE_MS),
		};
	}

	return {
		async claim(key, fingerprint, mark = crypto.randomUUID()) {
			const working = { state: 'working', fingerprint, owner: crypto.randomUUID(), beat: 0, mark } as const;
			const text = JSON.stringify(working);
			const mine = (resumed: boolean, held: Working = working, earlier?: StoredResponse): Claim => ({
				state: 'mine',
				lease: lease(key, held, resumed, earlier),
			});
			const started = performance.now();
			let watched = { text: '', since: started };
			try {
				for (;;) {
					if (await store.setIfAbsent(key, text, DAY_MS)) return mine(false);
					const found = await store.get(key);
					// After a broken connection the store may have executed the command although it was sent again.
					if (found === text) return mine(false);
					const record = parseRecord(found ?? '');
					if (record.state !== 'free' && record.fingerprint !== fingerprint) return { state: 'conflict' };
					if (record.state === 'done') return { state: 'done', response: record.answer };
					const now = performance.now();
					if (found !== undefined && found !== watched.text) watched = { text: found, since: now };
					const abandoned = record.state !== 'working' || now - watched.since >= times.leaseMs;
					if (found !== undefined && abandoned) {
						if (record.state === 'free') {
							if (await store.replace(key, found, text, DAY_MS)) return mine(false);
						} else {
							const next = { ...working, mark: record.mark ?? mark };
							const earlier = record.state === 'unfinished' ? record.answer : undefined;
							if (await store.replace(key, found, JSON.stringify(next), DAY_MS)) return mine(true, next, earlier);
						}
					}
					if (now - started >= times.waitMs) return { state: 'busy' };
					if (!abandoned) await new Promise((resolve) => setTimeout(resolve, times.pollMs));
				}
			} catch {
				return mine(false);
			}
		},
	};
}
