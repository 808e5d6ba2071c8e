/** Runs work when there is room for it. @throws WaitedInVain after `patienceMs` in line: the work is not begun */
export type Semaphore = (<T>(work: () => Promise<T>, patienceMs?: number) => Promise<T>) & {
	/** Pieces under way, and in line. */
	load(): { running: number; waiting: number };
};

export class QueueTimeout extends Error {
	override readonly name = 'WaitedInVain';

	constructor() {
		super('no slot came free in time');
	}
}

/** Runs at most `size` pieces of work at once; the others wait in line, first come first served. */
export function createSemaphore(size: number): Semaphore {
	const waiting = new Set<() => void>();
	let free = size;

	async function inSlot<T>(work: () => Promise<T>, patienceMs?: number): Promise<T> {
		if (free > 0) free -= 1;
		else await turn(waiting, patienceMs);
		try {
			return await work();
		} finally {
			const [next] = waiting;
			if (next) next();
			else free += 1;
		}
	}
	return Object.assign(inSlot, { load: () => ({ running: size - free, waiting: waiting.size }) });
}

function turn(waiting: Set<() => void>, patienceMs: number | undefined): Promise<void> {
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
		const timer = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
		waiting.add(begin);
	});
}
