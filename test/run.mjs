// `npm test`: system packages, types and lint, all tests. With a path or `-t NAME`: only those tests; `--check` before
// it adds types and lint. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath, exit, stdout } from 'node:process';
import { root, setup } from '../src/node/setup.mjs';
import { readSelection } from './selection.mjs';
import { ensureSystem } from './system.mjs';

/** Runs Node and answers whether it ended well; with `collect`, its output too, which is then not shown. */
function node(args, { collect = false, extra = {} } = {}) {
	return new Promise((resolve) => {
		const stdio = collect ? ['ignore', 'pipe', 'pipe'] : ['ignore', 1, 2];
		const child = spawn(execPath, args, { cwd: root, stdio, env: { ...env, ...extra } });
		const output = [];
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
		child.once('error', () => resolve({ ok: false, output: '' }));
		child.once('close', (status) => resolve({ ok: status === 0, output: Buffer.concat(output).toString() }));
	});
}

/** Types and lint at the same time; answers how many of them failed. */
async function countFailedChecks() {
	const steps = [
		[
			'types (tsc --noEmit)',
			['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', String(stdout.isTTY === true)],
		],
		['lint and format (biome check)', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']],
	];
	for (const [name] of steps) stdout.write(`${name} …\n`);
	const results = await Promise.all(
		steps.map(async ([name, args]) => {
			const { ok, output } = await node(args, { collect: true });
			stdout.write(output);
			if (!ok) stdout.write(`FAILED ${name}\n`);
			return ok;
		}),
	);
	return results.filter((ok) => !ok).length;
}

/** Calls that a way declares and no test has made: each is a failure, so that the lists stay exact. */
async function countUnmadeCalls(file) {
	const { ok, output } = await node(['--import', 'tsx', 'test/declared-calls.ts', file], { collect: true });
	const lines = output.split('\n').filter((line) => line !== '');
	for (const line of lines) stdout.write(`${line}\n`);
	return ok ? lines.length - 1 : 1;
}

const { args, complete, check, files } = readSelection(argv.slice(2));

setup();
ensureSystem(files);

let failed = check ? await countFailedChecks() : 0;
const folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
const totalsFile = join(folder, 'totals.json');
const madeCalls = join(folder, 'made-calls.txt');
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...args];
const { ok } = await node(vitest, { extra: { TEST_TOTALS: totalsFile, MADE_CALLS: madeCalls } });
let passed = 0;
try {
	const totals = JSON.parse(readFileSync(totalsFile, 'utf8'));
	passed = totals.passed;
	failed += totals.failed;
	if (!ok && totals.failed === 0) failed += 1;
} catch {
	stdout.write('FAILED vitest ended without a result\n');
	failed += 1;
}
if (complete) failed += await countUnmadeCalls(madeCalls);
rmSync(folder, { recursive: true, force: true });
stdout.write(`${passed} passed, ${failed} failed\n`);
exit(failed > 0 || passed === 0 ? 1 : 0);
