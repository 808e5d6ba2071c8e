/** One of several processes that are the gateway together. */
export interface WorkerRole {
	/** From 0; a worker that takes the place of another has its index. */
	index: number;
	count: number;
	/** The metrics of all workers, in the text format of Prometheus. */
	readMetrics(): Promise<string>;
}

/** The part of so many things that is this worker's; all parts together are all of them. */
export function shareOf(all: number, { index, count }: Pick<WorkerRole, 'index' | 'count'>): number {
	return Math.floor(all / count) + (index < all % count ? 1 : 0);
}
