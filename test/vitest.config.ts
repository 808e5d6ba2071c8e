import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	test: {
		include: ['test/**/*.test.ts'],
		reporters: ['default', './test/reporter.ts'],
		allowOnly: false,
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
