import { z } from '@hono/zod-openapi';
import { UsageError } from './usage-error.js';

/** Identifies an import. A journal is continued only by a run with the same task. */
export const task = z.strictObject({
	url: z.string(),
	records: z.string(),
	mode: z.string(),
	/** All options that decide how the file is parsed (mapping, constants, delimiter …), as JSON. */
	reading: z.string(),
	/** SHA-256 of the file. */
	file: z.string(),
});

export type Task = z.output<typeof task>;

/** Ends of the sentence "is the journal of an import that …". */
const DIFFERENCES: Record<keyof Task, string> = {
	url: 'went to another gateway',
	records: 'was for another type of records (--as)',
	mode: 'had another --mode',
	reading:
		'parsed the file with other options (--mapping, --map, --set, --passwords, --delimiter, --encoding, --format, --ignore-unknown)',
	file: 'was for an earlier version of this file',
};

/** @throws UsageError for a journal of another task. */
export function assertSameTask(path: string, before: Task, now: Task): void {
	const names = Object.keys(DIFFERENCES) as (keyof Task)[];
	const differing = names.filter((name) => before[name] !== now[name]);
	if (differing.length === 0) return;
	const what = differing.map((name) => DIFFERENCES[name]).join(', and ');
	throw new UsageError(
		`${path} is the journal of an import that ${what}. Finish that import with the same options, name another journal with --journal, or discard it with --restart.`,
	);
}
