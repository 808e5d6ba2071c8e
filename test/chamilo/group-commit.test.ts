import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../src/chamilo/group-commit.js';

/** Work that ends when the test says so, and what came in each group. */
function openWork() {
	const groups: { items: readonly number[]; finish(): void; fail(reason: Error): void }[] = [];
	const work = (items: readonly number[]) =>
		new Promise<readonly number[]>((resolve, reject) => {
			groups.push({ items, finish: () => resolve(items.map((item) => item * 10)), fail: reject });
		});
	return { groups, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
	it('delays nothing while there is room, and lets those who wait leave together', async () => {
		const commit = createGroupCommit({ groups: 4, most: 50 });
		const { groups, work } = openWork();
		const results = [1, 2, 3, 4, 5].map((item) => commit('create', item, work));
		expect(groups.map(({ items }) => items)).toEqual([[1], [2]]);
		groups[0]?.finish();
		await turn();
		expect(groups[2]?.items).toEqual([3, 4, 5]);
		groups[1]?.finish();
		groups[2]?.finish();
		expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50]);
	});

	it('takes the second half of the room for full groups only', async () => {
		const commit = createGroupCommit({ groups: 4, most: 3 });
		const { groups, work } = openWork();
		const results = Array.from({ length: 10 }, (_, item) => commit('create', item, work));
		expect(groups.map(({ items }) => items)).toEqual([[0], [1], [2, 3, 4], [5, 6, 7]]);
		groups[2]?.finish();
		await turn();
		expect(groups).toHaveLength(4);
		groups[3]?.finish();
		groups[0]?.finish();
		await turn();
		expect(groups[4]?.items).toEqual([8, 9]);
		for (const { finish } of groups) finish();
		expect(await Promise.all(results)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
	});

	it('keeps groups to their size, and the order of the items', async () => {
		const commit = createGroupCommit({ groups: 1, most: 3 });
		const { groups, work } = openWork();
		const results = Array.from({ length: 8 }, (_, item) => commit('create', item, work));
		for (let count = 0; count < 4; count += 1) {
			groups[count]?.finish();
			await turn();
		}
		expect(groups.map(({ items }) => items)).toEqual([[0], [1, 2, 3], [4, 5, 6], [7]]);
		expect(await Promise.all(results)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
	});

	it('keeps different work apart', async () => {
		const commit = createGroupCommit({ groups: 1, most: 50 });
		const { groups, work } = openWork();
		const results = [commit('users', 1, work), commit('courses', 2, work), commit('users', 3, work)];
		expect(groups.map(({ items }) => items)).toEqual([[1], [2]]);
		groups[0]?.finish();
		groups[1]?.finish();
		await turn();
		groups[2]?.finish();
		expect(await Promise.all(results)).toEqual([10, 20, 30]);
	});

	it('tells the failure of a group to each of its items, and goes on', async () => {
		const commit = createGroupCommit({ groups: 1, most: 2 });
		const { groups, work } = openWork();
		const results = [1, 2, 3, 4].map((item) => commit('create', item, work).catch((failure: Error) => failure.message));
		groups[0]?.finish();
		await turn();
		groups[1]?.fail(new Error('lost'));
		await turn();
		groups[2]?.finish();
		expect(await Promise.all(results)).toEqual([10, 'lost', 'lost', 40]);
	});
});
