/** The locks on the records of a campus: in this process, and by leases where processes share a store. */
import { StoreError } from '../../cache/store.js';
import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../../operations/campus.js';
import { createKeyedMutex } from '../keyed-mutex.js';
import { type HeldLease, type Leases, LeaseTimeout } from './leases.js';

export type Locks = Campus['withLock'];

/** How a lock was taken, or why it was not. */
export type LockOutcome = 'taken' | 'alone' | 'refused' | 'busy';

export interface LocksOptions {
	/** Taken in this order, after the lock of the process. */
	leases?: readonly Leases[];
	/** Refuses work while a store is away (LOCKS=require); otherwise it goes on with the locks that are left. */
	isRequired?: boolean;
	/** Called for each piece of work. */
	onLock?: ((outcome: LockOutcome) => void) | undefined;
	/** Called when a store goes away, and when all are back. */
	onSharing?: ((state: { isShared: boolean; reason: string }) => void) | undefined;
}

/** What a piece of work holds. */
interface Taken {
	leases: HeldLease[];
	/** No store was away. */
	isComplete: boolean;
	/** Frees what was added in this process. */
	unlocks: (() => void)[];
}

export function createLocks({ leases: layers = [], isRequired = false, ...options }: LocksOptions = {}): Locks {
	const mutex = createKeyedMutex();
	let isShared = true;

	function reportSharing(next: boolean, reason = ''): void {
		if (next !== isShared) options.onSharing?.({ isShared: next, reason });
		isShared = next;
	}

	/** Takes a lease of each store that is there. @returns whether the names were free */
	async function takeLeases(how: 'take' | 'tryTake', names: readonly string[], taken: Taken): Promise<boolean> {
		let isComplete = true;
		for (const layer of layers) {
			try {
				const lease = await layer[how](names);
				if (!lease) return false;
				taken.leases.push(lease);
			} catch (failure) {
				if (!(failure instanceof StoreError)) throw failure;
				reportSharing(false, failure.message);
				if (isRequired) throw locksUnavailable(failure);
				isComplete = false;
			}
		}
		if (isComplete) reportSharing(true);
		else taken.isComplete = false;
		return true;
	}

	async function takeAndRun<T>(names: readonly string[], work: (lock: HeldLock) => Promise<T>): Promise<T> {
		const taken: Taken = { leases: [], isComplete: true, unlocks: [] };
		try {
			await takeLeases('take', names, taken).catch((failure: unknown) => {
				options.onLock?.(failure instanceof LeaseTimeout ? 'busy' : 'refused');
				throw failure instanceof LeaseTimeout ? recordLocked(failure) : failure;
			});
			options.onLock?.(taken.isComplete ? 'taken' : 'alone');
			return await work({
				isStillHeld: async () => taken.isComplete && (await areHeld(taken.leases)),
				add: (more) => add(more, taken),
			});
		} finally {
			for (const lease of taken.leases) lease.release();
			for (const unlock of taken.unlocks) unlock();
		}
	}

	async function add(names: readonly string[], taken: Taken): Promise<boolean> {
		if (!mutex.isFree(names)) return false;
		// Free, so this holds them at once; until the work is over, also where a store has not got them free.
		void mutex.withLock(names, () => new Promise<void>((unlock) => taken.unlocks.push(unlock)));
		return takeLeases('tryTake', names, taken);
	}

	return (names, work) => mutex.withLock(names, () => takeAndRun(names, work));
}

async function areHeld(leases: readonly HeldLease[]): Promise<boolean> {
	const held = await Promise.all(leases.map((lease) => lease.isHeld()));
	return !held.includes(false);
}

function recordLocked(cause: LeaseTimeout): GatewayError {
	return new GatewayError(
		'record-locked',
		'Another request is changing this record, and was not done in time. Send the request again.',
		{ headers: { 'Retry-After': '2' }, cause },
	);
}

function locksUnavailable(cause: StoreError): GatewayError {
	return new GatewayError(
		'locks-unavailable',
		'Redis does not answer, and with LOCKS=require the gateway changes nothing without it. Send the request again.',
		{ headers: { 'Retry-After': '5' }, cause },
	);
}
