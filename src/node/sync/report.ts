// The report of a sync: a CSV file with each record that was dealt with, and a page for people to read and forward.

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { csvCell } from '../import/results.js';
import type { Outcome } from './outcome.js';
import { renderPage, type Summary } from './report-page.js';

const COLUMNS = [
	...(['kind', 'file', 'line', 'action', 'outcome', 'status', 'field', 'value', 'place', 'code', 'detail'] as const),
];
/** Failures that the page lists; all of them are in the CSV file. */
const MOST_LISTED = 5_000;

/** Collects what became of the records, and writes both files when all is known. They take the place of the last ones. */
export class Report {
	private readonly failures: Outcome[] = [];
	private readonly counts = new Map<string, number>();
	private lines: string[] = [];

	private constructor(
		private readonly csvPath: string,
		private readonly pagePath: string,
		private readonly file: FileHandle,
	) {}

	static async begin(csvPath: string, pagePath: string): Promise<Report> {
		await rm(`${csvPath}.new`, { force: true });
		const file = await open(`${csvPath}.new`, 'wx', 0o600);
		await file.appendFile(`${COLUMNS.join(',')}\n`);
		return new Report(csvPath, pagePath, file);
	}

	/** Never fails: a report that cannot be written is told at the end. */
	async add(outcome: Outcome): Promise<void> {
		const { kind, action } = outcome;
		const key = `${kind} ${action} ${outcome.outcome}`;
		this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
		if (outcome.outcome !== 'done' && this.failures.length < MOST_LISTED) this.failures.push(outcome);
		this.lines.push(`${COLUMNS.map((name) => csvCell(outcome[name])).join(',')}\n`);
		if (this.lines.length >= 1000) await this.flush().catch(() => undefined);
	}

	count(outcome: Outcome['outcome']): number {
		return [...this.counts].filter(([key]) => key.endsWith(` ${outcome}`)).reduce((sum, [, count]) => sum + count, 0);
	}

	/** @throws an error of the file system. */
	async finish(summary: Summary): Promise<void> {
		try {
			await this.flush();
		} finally {
			await this.file.close();
		}
		await rename(`${this.csvPath}.new`, this.csvPath);
		const page = renderPage({ ...summary, counts: this.counts, failures: this.failures, most: MOST_LISTED });
		await rm(`${this.pagePath}.new`, { force: true });
		const file = await open(`${this.pagePath}.new`, 'wx', 0o600);
		try {
			await file.writeFile(page);
		} finally {
			await file.close();
		}
		await rename(`${this.pagePath}.new`, this.pagePath);
	}

	private async flush(): Promise<void> {
		const text = this.lines.join('');
		await this.file.appendFile(text);
		this.lines = [];
	}
}
