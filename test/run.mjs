// `npm test`: system packages, types, lint, tests; the last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath, exit, stdout } from 'node:process';
import { root, setup } from '../src/node/setup.mjs';
import { ensureSystem } from './system.mjs';

const filters = argv.slice(2);

function node(args, extra = {}) {
	return spawnSync(execPath, args, { cwd: root, stdio: ['ignore', 1, 2], env: { ...env, ...extra } }).status === 0;
}

function step(name, args) {
	stdout.write(`${name} …\n`);
	const ok = node(args);
	if (!ok) stdout.write(`FAILED ${name}\n`);
	return ok ? 0 : 1;
}

setup();
ensureSystem(filters);

let failed = step('types (tsc --noEmit)', ['node_modules/typescript/bin/tsc', '--noEmit']);
failed += step('lint and format (biome check)', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']);

const folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
const totalsFile = join(folder, 'totals.json');
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...filters];
const ok = node(vitest, { TEST_TOTALS: totalsFile });
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
rmSync(folder, { recursive: true, force: true });
stdout.write(`${passed} passed, ${failed} failed\n`);
exit(failed > 0 || passed === 0 ? 1 : 0);
