import type { LeaseStore } from '../../cache/lease-store.js';

/** One of several processes that share a port. */
export interface WorkerRole {
	/** From 0; a worker that replaces another has the same index. */
	index: number;
	count: number;
	/** The metrics of all workers, in the text format of Prometheus. */
	readMetrics(): Promise<string>;
	/** Leases among all workers. */
	leases: LeaseStore;
}

/** The share of a worker in a total; all shares add up to the total. */
export function shareOf(total: number, { index, count }: Pick<WorkerRole, 'index' | 'count'>): number {
	return Math.floor(total / count) + (index < total % count ? 1 : 0);
}
