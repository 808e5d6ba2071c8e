import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
	root,
	test: {
		reporters: ['default', './test/reporter.ts'],
		allowOnly: false,
		// Keeps the transformed modules from run to run: half the time before the first test.
		experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/chamilo-gateway-vitest' },
		// Vitest leaves one core to itself, which of two is half the machine.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		include: ['test/**/*.test.ts'],
		// Every way is held to the calls it declares, wherever a gateway runs in the process of the tests.
		setupFiles: ['test/support/declared-calls.setup.ts'],
		// Long for the largest batches on a machine that is busy with other work.
		testTimeout: 180_000,
		hookTimeout: 180_000,
	},
});
