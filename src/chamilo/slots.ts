/** Runs work when there is room for it. @param signal ends the waiting: the work is not begun, its reason is thrown */
export type Slots = (<T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>) & {
	/** Pieces under way, and in line. */
	load(): { running: number; waiting: number };
};

/** Runs at most `size` pieces of work at once; the others wait in line, first come first served. */
export function createSlots(size: number): Slots {
	const waiting = new Set<() => void>();
	let free = size;

	async function inSlot<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		if (free > 0) free -= 1;
		else await turn(waiting, signal);
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

function turn(waiting: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const leave = (settle: () => void) => {
			waiting.delete(begin);
			signal?.removeEventListener('abort', giveUp);
			settle();
		};
		const begin = () => leave(resolve);
		const giveUp = () => leave(() => reject(signal?.reason));
		waiting.add(begin);
		if (signal?.aborted) giveUp();
		else signal?.addEventListener('abort', giveUp, { once: true });
	});
}
