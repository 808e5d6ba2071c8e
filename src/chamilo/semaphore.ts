/** Runs work when a slot is free. @throws QueueTimeout after `timeoutMs` in the queue: the work is not started */
export type Semaphore = (<T>(work: () => Promise<T>, timeoutMs?: number) => Promise<T>) & {
	/** How many run, and how many are queued. */
	load(): { running: number; waiting: number };
};

export class QueueTimeout extends Error {
	override readonly name = 'QueueTimeout';

	constructor() {
		super('no slot came free in time');
	}
}

/** Runs at most `size` pieces of work at once; the others are queued, first come first served. */
export function createSemaphore(size: number): Semaphore {
	const waiting = new Set<() => void>();
	let free = size;

	async function run<T>(work: () => Promise<T>, timeoutMs?: number): Promise<T> {
		if (free > 0) free -= 1;
		else await nextSlot(waiting, timeoutMs);
		try {
			return await work();
		} finally {
			const [next] = waiting;
			if (next) next();
			else free += 1;
		}
	}
	return Object.assign(run, { load: () => ({ running: size - free, waiting: waiting.size }) });
}

function nextSlot(waiting: Set<() => void>, timeoutMs: number | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const begin = () => {
			waiting.delete(begin);
			clearTimeout(timer);
			resolve();
		};
		const giveUp = () => {
			waiting.delete(begin);
			reject(new QueueTimeout());
		};
		const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
		waiting.add(begin);
	});
}
