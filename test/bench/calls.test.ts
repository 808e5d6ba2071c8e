import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { CampusKind } from '../support/kinds.js';
import { countCalls } from './calls/count.js';
import { ROWS } from './calls/rows.js';
import { readTable } from './calls/table.js';

/** Those that differ: the others take the same ways. */
const KINDS: readonly CampusKind[] = ['1.9', '1.11.32-php7', '1.11.32-php8-cured'];

const documented = readTable(await readFile(new URL('README.md', import.meta.url), 'utf8'));

describe('the SOAP calls behind what callers do', () => {
	it('are documented for each row', () => {
		expect([...documented.keys()]).toEqual(ROWS.map(({ title }) => title));
	});

	it.each(KINDS)('are no more than the README says, Chamilo %s', { timeout: 240_000 }, async (kind) => {
		const counts = await countCalls(kind);
		const over = [...counts].flatMap(([{ title, varies }, count]) => {
			const most = (documented.get(title)?.[kind] ?? 0) * (varies ? 2 : 1);
			return count > most ? [`${title}: ${count} instead of ${most}`] : [];
		});
		expect(over).toEqual([]);
	});
});
