import type { Leases } from './leases.js';

/** The result of GET /readyz about locks, fit for anybody. */
export interface LocksCheck {
	id: 'locks';
	status: 'ok' | 'warning';
	detail: string;
	ms: number;
}

/** Looks whether records can be locked for all instances: takes a lock that nobody wants, and frees it. */
export async function checkLocks(leases: readonly Leases[], isRequired: boolean): Promise<LocksCheck> {
	if (leases.length === 0) {
		const detail = 'Records are locked in this instance: enough where it is the only one for this campus.';
		return { id: 'locks', status: 'ok', detail, ms: 0 };
	}
	const started = performance.now();
	const taken = await Promise.all(
		leases.map(async (store) => {
			try {
				(await store.tryTake([`readyz ${crypto.randomUUID()}`]))?.release();
				return true;
			} catch {
				return false;
			}
		}),
	);
	const ms = Math.round(performance.now() - started);
	if (!taken.includes(false)) return { id: 'locks', status: 'ok', detail: 'Records are locked in all instances.', ms };
	const detail = isRequired
		? 'Records cannot be locked in all instances, so writes are refused.'
		: 'Records are locked in this instance only: another one can change the same record at the same moment.';
	return { id: 'locks', status: 'warning', detail, ms };
}
