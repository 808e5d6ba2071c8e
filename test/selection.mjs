import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../src/node/setup.mjs';

const CHECK = '--check';
const NAME = ['-t', '--testNamePattern'];

/**
 * Reads the arguments of `npm test`: those for vitest, whether all tests run (`complete`), whether types and lint are
 * checked too (`check`), and the test files that are wanted by their path: undefined where only a name says which tests
 * are wanted, so that nobody knows the files.
 */
export function readSelection(argv) {
	const args = argv.filter((arg) => arg !== CHECK);
	// A word behind an option is taken as its value. Where that is wrong, the run is complete.
	const paths = args.filter((arg, index) => !arg.startsWith('-') && !args[index - 1]?.startsWith('-'));
	const byName = args.some((arg) => NAME.includes(arg.split('=')[0]));
	const complete = paths.length === 0 && !byName;
	const check = complete || argv.includes(CHECK);
	if (paths.length === 0 && byName) return { args, complete, check, files: undefined };
	return {
		args,
		complete,
		check,
		files: paths.length === 0 ? testFiles() : testFiles().filter((file) => matches(file, paths)),
	};
}

/** As vitest does it: the path holds the filter. A line number may stand behind the filter. */
function matches(file, paths) {
	return paths.some((path) => join(root, file).includes(path.replace(/^\.\//, '').replace(/:\d+$/, '')));
}

function testFiles() {
	return readdirSync(join(root, 'test'), { recursive: true })
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => `test/${file.split(sep).join('/')}`);
}
