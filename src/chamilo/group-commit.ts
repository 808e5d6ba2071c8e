/** Does the work of one item, or of all that have come together meanwhile. */
export type GroupCommit = <Item, Result>(
	name: string,
	item: Item,
	work: (items: readonly Item[]) => Promise<readonly Result[]>,
) => Promise<Result>;

interface Waiting {
	item: unknown;
	work: (items: readonly unknown[]) => Promise<readonly unknown[]>;
	resolve: (result: never) => void;
	reject: (failure: unknown) => void;
}

interface Line {
	running: number;
	waiting: Waiting[];
}

/**
 * Group commit: an item that comes while there is room is dealt with at once and alone; those that would have to wait
 * leave together as soon as there is room again. No timer: nothing is delayed for the sake of company.
 * @param groups of one name under way at once; the second half of them is for full groups only, because two half full
 * ones take a campus longer than one full one (F187).
 * @param most items of one group.
 */
export function createGroupCommit({ groups, most }: { groups: number; most: number }): GroupCommit {
	const lines = new Map<string, Line>();

	function hasRoom({ running, waiting }: Line): boolean {
		return running < (waiting.length < most ? Math.ceil(groups / 2) : groups);
	}

	async function leave(name: string, line: Line): Promise<void> {
		const group = line.waiting.splice(0, most);
		const [first] = group;
		if (!first) return;
		line.running += 1;
		try {
			const results = await first.work(group.map(({ item }) => item));
			group.forEach(({ resolve }, position) => {
				resolve(results[position] as never);
			});
		} catch (failure) {
			for (const { reject } of group) reject(failure);
		}
		line.running -= 1;
		if (line.waiting.length > 0 && hasRoom(line)) void leave(name, line);
		else if (line.running === 0) lines.delete(name);
	}

	return function commit(name, item, work) {
		const line = lines.get(name) ?? { running: 0, waiting: [] };
		lines.set(name, line);
		return new Promise((resolve, reject) => {
			line.waiting.push({ item, work: work as Waiting['work'], resolve, reject });
			if (hasRoom(line)) void leave(name, line);
		});
	};
}
