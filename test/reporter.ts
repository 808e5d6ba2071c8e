import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestSuite, Vitest } from 'vitest/node';

/** What a run amounts to; `notes` says what counts as failed although no test of that name failed. */
export interface Totals {
	passed: number;
	failed: number;
	notes: string[];
}

function suitesOf(module: TestModule): (TestModule | TestSuite)[] {
	return [module, ...module.children.allSuites()];
}

/** Counts tests: broken files and hooks, stray errors and skipped tests are failures too. */
export function countTests(
	modules: readonly TestModule[],
	errors: readonly Pick<SerializedError, 'message'>[],
	{ filtered = false } = {},
): Totals {
	const totals: Totals = { passed: 0, failed: 0, notes: [] };
	const fail = (note?: string) => {
		totals.failed += 1;
		if (note) totals.notes.push(note);
	};
	for (const module of modules) {
		const file = module.relativeModuleId;
		for (const suite of suitesOf(module)) {
			for (const error of suite.errors()) fail(`${file}: ${error.message.split('\n')[0]}`);
		}
		for (const test of module.children.allTests()) {
			const { state } = test.result();
			if (state === 'passed') totals.passed += 1;
			else if (state === 'failed') fail();
			// With `-t name` the others are skipped on purpose.
			else if (!filtered) fail(`${file} > ${test.fullName}: ${state}; every test has to run`);
		}
	}
	for (const error of errors) fail(`outside of any test: ${error.message}`);
	return totals;
}

/** Leaves the totals for test/run.mjs in the file named by TEST_TOTALS; without that, prints the last line itself. */
export default class TotalsReporter implements Reporter {
	#filtered = false;

	onInit(vitest: Vitest): void {
		this.#filtered = vitest.config.testNamePattern !== undefined;
	}

	onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
		const totals = countTests(modules, errors, { filtered: this.#filtered });
		for (const note of totals.notes) process.stdout.write(`FAILED ${note}\n`);
		if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
		const file = process.env.TEST_TOTALS;
		if (file) writeFileSync(file, JSON.stringify(totals));
		else process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
	}
}
