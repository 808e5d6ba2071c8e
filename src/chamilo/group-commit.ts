/** Runs the work of one item at once, or together with other items that are queued under the same name. */
export type GroupCommit = <Item, Result>(
	name: string,
	item: Item,
	work: (items: readonly Item[]) => Promise<readonly Result[]>,
) => Promise<Result>;

interface QueuedItem {
	item: unknown;
	work: (items: readonly unknown[]) => Promise<readonly unknown[]>;
	resolve: (result: never) => void;
	reject: (failure: unknown) => void;
}

interface Queue {
	running: number;
	waiting: QueuedItem[];
}

/**
 * Group commit: an item that arrives while there is room is handled at once and alone; items that would have to queue are
 * handled together as soon as there is room again. There is no timer: nothing waits for a group to fill.
 * @param groups of one name that run at once. The second half of them is for full groups only, because two half full
 * groups take a campus longer than one full group (F187).
 * @param most items in a group.
 */
export function createGroupCommit({ groups, most }: { groups: number; most: number }): GroupCommit {
	const queues = new Map<string, Queue>();

	function hasRoom({ running, waiting }: Queue): boolean {
		return running < (waiting.length < most ? Math.ceil(groups / 2) : groups);
	}

	async function runGroup(name: string, queue: Queue): Promise<void> {
		const group = queue.waiting.splice(0, most);
		const [first] = group;
		if (!first) return;
		queue.running += 1;
		try {
			const results = await first.work(group.map(({ item }) => item));
			group.forEach(({ resolve }, position) => {
				resolve(results[position] as never);
			});
		} catch (failure) {
			for (const { reject } of group) reject(failure);
		}
		queue.running -= 1;
		if (queue.waiting.length > 0 && hasRoom(queue)) void runGroup(name, queue);
		else if (queue.running === 0) queues.delete(name);
	}

	return function commit(name, item, work) {
		const queue = queues.get(name) ?? { running: 0, waiting: [] };
		queues.set(name, queue);
		return new Promise((resolve, reject) => {
			queue.waiting.push({ item, work: work as QueuedItem['work'], resolve, reject });
			if (hasRoom(queue)) void runGroup(name, queue);
		});
	};
}
