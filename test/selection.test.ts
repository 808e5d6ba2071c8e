import { describe, expect, it } from 'vitest';

interface Selection {
	args: string[];
	complete: boolean;
	check: boolean;
	files: string[] | undefined;
}

// A variable, so that the type check does not look for the types of a module without types.
const module = './selection.mjs';
const { readSelection } = (await import(module)) as { readSelection(argv: string[]): Selection };

describe('the arguments of npm test', () => {
	it.each([[[]], [['--bail', '1']], [['--reporter=dot']]])('%j: all tests, types and lint', (argv) => {
		const { args, complete, check, files } = readSelection(argv);
		expect([args, complete, check]).toEqual([argv, true, true]);
		expect(files).toContain('test/selection.test.ts');
		expect(files?.length).toBeGreaterThan(50);
	});

	it.each([
		[['test/redis-url']],
		[['./test/redis-url']],
		[['test/redis-url.test.ts:12']],
		[['test/redis-url', '-t', 'test']],
		[['-t', 'test', 'test/redis-url']],
	])('%j: the tests of that file, without types and lint', (argv) => {
		const files = ['test/redis-url.test.ts'];
		expect(readSelection(argv)).toEqual({ args: argv, complete: false, check: false, files });
	});

	it.each([[['-t', 'a name']], [['--testNamePattern=a name']]])('%j: no file is known to be wanted', (argv) => {
		expect(readSelection(argv)).toEqual({ args: argv, complete: false, check: false, files: undefined });
	});

	// The calls that no test made are counted after a complete run only.
	it('with --check: types and lint as well, and still only those tests', () => {
		const files = ['test/redis-url.test.ts'];
		const selection = { args: ['test/redis-url'], complete: false, check: true, files };
		expect(readSelection(['--check', 'test/redis-url'])).toEqual(selection);
	});
});
