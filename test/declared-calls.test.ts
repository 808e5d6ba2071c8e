import { describe, expect, it } from 'vitest';
import { type Campus, NO_CAMPUS } from '../src/operations/campus.js';
import { step } from '../src/operations/ways.js';
import { takeViolations } from './support/declared-calls.js';

/** A campus that answers every call with null. */
const campus: Campus = { ...NO_CAMPUS, query: async () => null as never, command: async () => null as never };

const declared = step('A step that declares its call', {
	calls: ['WS.test'],
	run: (given) => given.query('WS.test'),
});

describe('the campus of the tests', () => {
	it('passes on what a way declares: operations, and steps with what these declare', async () => {
		const outer = step('A step that takes another', { calls: [declared], run: (given) => declared(given) });
		expect(await outer(campus)).toBeNull();
		expect(takeViolations()).toEqual([]);
	});

	it('refuses an operation that the way does not declare, also after one that bypasses the cache', async () => {
		const silent = step('A silent step', { run: (given) => given.query('WS.test') });
		const uncached = step('A silent step', { run: (given) => given.uncached().command('WS.test') });
		await expect(silent({ ...campus, uncached: () => campus })).rejects.toThrow('"A silent step" calls WS.test');
		await expect(uncached({ ...campus, uncached: () => campus })).rejects.toThrow('"A silent step" calls WS.test');
		expect(takeViolations()).toHaveLength(2);
	});

	it('refuses a step that the way does not declare, whatever that step itself declares', async () => {
		const silent = step('A silent step', { calls: ['WS.test'], run: (given) => declared(given) });
		await expect(silent(campus)).rejects.toThrow('takes the step "A step that declares its call"');
		expect(takeViolations()).toHaveLength(1);
	});
});
