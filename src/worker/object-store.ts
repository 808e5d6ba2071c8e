import { type Store, StoreError } from '../cache/store.js';
import type { ObjectStorage } from './platform.js';

export interface ObjectStore extends Store {
	/** Deletes expired texts; called by the alarm of the object. */
	sweep(): Promise<void>;
}

/** An expired text is deleted within an hour. */
const SWEEP_EVERY_MS = 60 * 60 * 1000;

/**
 * A store in the SQLite database of the Durable Object. It outlives the memory of the object, and there is only one, so
 * its operations are atomic for all requests everywhere. A value has at most 2 MB.
 * @param now the time of day, in milliseconds since 1970.
 */
export function createObjectStore(storage: ObjectStorage, now: () => number = Date.now): ObjectStore {
	let isPrepared = false;
	let isScheduled = false;

	/** The database; its table is created when it is first used, which most requests do not do. */
	function database(): ObjectStorage['sql'] {
		const { sql } = storage;
		if (isPrepared) return sql;
		sql.exec('CREATE TABLE IF NOT EXISTS texts (key TEXT PRIMARY KEY, value TEXT NOT NULL, until INTEGER NOT NULL)');
		sql.exec('CREATE INDEX IF NOT EXISTS texts_until ON texts (until)');
		isPrepared = true;
		return sql;
	}

	function read(key: string): string | undefined {
		const [row] = database().exec('SELECT value FROM texts WHERE key = ? AND until > ?', key, now()).toArray();
		return row === undefined ? undefined : String(row.value);
	}

	async function write(key: string, value: string, ttlMs: number): Promise<void> {
		database().exec('INSERT OR REPLACE INTO texts (key, value, until) VALUES (?, ?, ?)', key, value, now() + ttlMs);
		await scheduleSweep();
	}

	async function increment(key: string, ttlMs: number): Promise<number> {
		const count = Number(read(key) ?? 0) + 1;
		if (count === 1) await write(key, '1', ttlMs);
		// An existing count keeps its time to live.
		else database().exec('UPDATE texts SET value = ? WHERE key = ?', String(count), key);
		return count;
	}

	async function scheduleSweep(): Promise<void> {
		if (isScheduled) return;
		isScheduled = true;
		if ((await storage.getAlarm()) === null) await storage.setAlarm(now() + SWEEP_EVERY_MS);
	}

	return {
		get: (key) => attempt(() => read(key)),
		set: (key, value, ttlMs) => attempt(() => write(key, value, ttlMs)),
		setIfAbsent: (key, value, ttlMs) =>
			attempt(async () => {
				if (read(key) !== undefined) return false;
				await write(key, value, ttlMs);
				return true;
			}),
		replace: (key, expected, value, ttlMs) =>
			attempt(async () => {
				if (read(key) !== expected) return false;
				await write(key, value, ttlMs);
				return true;
			}),
		delete: (key) =>
			attempt(() => {
				database().exec('DELETE FROM texts WHERE key = ?', key);
			}),
		increment: (key, ttlMs) => attempt(() => increment(key, ttlMs)),
		async sweep() {
			isScheduled = false;
			database().exec('DELETE FROM texts WHERE until <= ?', now());
			const [left] = database().exec('SELECT 1 FROM texts LIMIT 1').toArray();
			if (left) await scheduleSweep();
		},
	};
}

async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		throw new StoreError('the storage of the object failed', { cause });
	}
}
