import type { Store } from '../../cache/store.js';
import { type KeyRecord, parseRecord, type StoredResponse } from './record.js';

/** How a key stands for somebody who wants to work under it. */
export type Claim =
	| { state: 'mine'; lease: Lease }
	| { state: 'done'; answer: StoredResponse }
	/** The key belongs to another request. */
	| { state: 'conflict' }
	/** Somebody works on it, and still did when the wait was over. */
	| { state: 'busy' };

/** The right to work under a key; it lasts until it is settled, or the process is gone. */
export interface Lease {
	/** Somebody began the same request before and did not see it to its end: its effect may be there already. */
	resumed: boolean;
	/** @returns whether it is stored. */
	finish(answer: StoredResponse): Promise<boolean>;
	/** The outcome is unknown or may change: the next one with this key works again, and knows. */
	leaveUnfinished(): Promise<boolean>;
	/** Nothing was begun. */
	release(): Promise<boolean>;
}

/** Who works on which key, and what came of it. */
export interface Ledger {
	/** Waits a while for somebody who works under the key. Never rejects: without its store a lease is just not held. */
	claim(key: string, fingerprint: string): Promise<Claim>;
}

export interface LedgerTimes {
	/** How often a gateway shows that it lives. */
	beatMs: number;
	/** A record that did not move for so long belongs to a gateway that died. No clocks are compared. */
	leaseMs: number;
	/** How long a duplicate waits for the first. */
	waitMs: number;
	pollMs: number;
}

const TIMES: LedgerTimes = { beatMs: 1_000, leaseMs: 4_000, waitMs: 6_000, pollMs: 100 };
const DAY_MS = 24 * 60 * 60 * 1000;
const FREE_MS = 1_000;

/** A ledger in a store. Every change swaps against what was read, so two can never both believe a key is theirs. */
export function createLedger(store: Store, times: LedgerTimes = TIMES): Ledger {
	function lease(key: string, working: KeyRecord & { state: 'working' }, resumed: boolean): Lease {
		const { fingerprint } = working;
		/** What may stand in the store: more than one text where a call failed that may have been done all the same. */
		let standing = [JSON.stringify(working)];
		let beat = working.beat;
		let beating: Promise<void> | undefined;

		async function showLife(): Promise<void> {
			const [current = ''] = standing;
			const next = JSON.stringify({ ...working, beat: beat + 1 });
			const doubtful = standing.length > 1;
			standing = [current, next];
			try {
				const moved = await store.replace(key, current, next, DAY_MS);
				// After a doubtful step, a refused one means that it was done; if somebody else took over, nothing matches.
				if (!moved && !doubtful) return;
				standing = [next];
				beat += 1;
			} catch {
				// The next beat takes the same step again.
			}
		}
		const heart = setInterval(() => {
			beating ??= showLife().finally(() => {
				beating = undefined;
			});
		}, times.beatMs);

		async function settle(record: KeyRecord, ttlMs: number): Promise<boolean> {
			clearInterval(heart);
			await beating;
			const text = JSON.stringify(record);
			try {
				for (const expected of standing) if (await store.replace(key, expected, text, ttlMs)) return true;
				// A store that failed when the key was claimed may be back, one that lost its memory is empty.
				return await store.setIfAbsent(key, text, ttlMs);
			} catch {
				return false;
			}
		}

		return {
			resumed,
			finish: (answer) => settle({ state: 'done', fingerprint, answer }, DAY_MS),
			leaveUnfinished: () => settle({ state: 'unfinished', fingerprint }, DAY_MS),
			release: () => settle({ state: 'free' }, FREE_MS),
		};
	}

	return {
		async claim(key, fingerprint) {
			const working = { state: 'working', fingerprint, owner: crypto.randomUUID(), beat: 0 } as const;
			const text = JSON.stringify(working);
			const mine = (resumed: boolean): Claim => ({ state: 'mine', lease: lease(key, working, resumed) });
			const started = performance.now();
			let watched = { text: '', since: started };
			try {
				for (;;) {
					if (await store.setIfAbsent(key, text, DAY_MS)) return mine(false);
					const found = await store.get(key);
					// A connection that broke may have had the store do it twice.
					if (found === text) return mine(false);
					const record = parseRecord(found ?? '');
					if (record.state !== 'free' && record.fingerprint !== fingerprint) return { state: 'conflict' };
					if (record.state === 'done') return { state: 'done', answer: record.answer };
					const now = performance.now();
					if (found !== undefined && found !== watched.text) watched = { text: found, since: now };
					const abandoned = record.state !== 'working' || now - watched.since >= times.leaseMs;
					if (found !== undefined && abandoned && (await store.replace(key, found, text, DAY_MS))) {
						return mine(record.state !== 'free');
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
