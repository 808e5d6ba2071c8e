import { describe, expect, it } from 'vitest';
import { replay } from './replay.js';
import { RECORDED_SETS } from './sets.js';

describe.each(Object.entries(RECORDED_SETS))('the recordings of %s', (_, set) => {
	it('are answered by the sandbox as by the real campus, but for the known differences', async () => {
		const { compared, notCompared, differences, columns } = await replay(set);
		const unexpected = [...differences].filter(([number]) => !(number in set.knownDifferences)).map(([, text]) => text);
		expect(unexpected).toEqual([]);
		expect([...differences.keys()]).toEqual(Object.keys(set.knownDifferences).map(Number));
		expect(notCompared).toEqual(
			Object.values(set.notCompared)
				.flat()
				.sort((a, b) => a - b),
		);
		expect({ compared: compared.length, columns }).toEqual(set.size);
	}, 120_000);
});
