// The command `chamilo-gateway mapping`: proposes a mapping file for a file of records.

import { readArguments } from '../command-line.js';
import { messageOf } from '../file-error.js';
import { rowsOf } from '../import/csv.js';
import { DELIMITER_LINE, findDelimiter, textOf } from '../import/text.js';
import { UsageError } from '../import/usage-error.js';
import { printable } from '../printable.js';
import { mappingSchema } from './definition.js';
import { compile, thoseIn } from './for-file.js';
import { PROFILES } from './profiles.js';
import { proposeMapping, type Sample } from './propose.js';

const USAGE = `usage: chamilo-gateway mapping FILE

Proposes a mapping for a CSV file, from its header and first lines, and prints it: a start for you to correct.

  chamilo-gateway mapping hr.csv > hr.yaml
  chamilo-gateway import hr.csv --mapping hr.yaml --dry-run

  --schema    print the JSON Schema of a mapping file instead
`;

const SAMPLED_ROWS = 500;

/** `chamilo-gateway mapping FILE`. */
export const MAPPING = { usage: USAGE, run: runCommand };

async function runCommand(args: string[]): Promise<number> {
	const { values, positionals } = readArguments({
		args,
		allowPositionals: true,
		options: { schema: { type: 'boolean' } },
	});
	if (values.schema) {
		process.stdout.write(`${JSON.stringify(mappingSchema(), null, '\t')}\n`);
		return 0;
	}
	const [path, ...more] = positionals;
	try {
		if (path === undefined || more.length > 0) throw new UsageError('Name one CSV file.');
		process.stdout.write(await proposalFor(path));
		return 0;
	} catch (failure) {
		if (!(failure instanceof UsageError || (failure instanceof Error && 'syscall' in failure))) throw failure;
		process.stderr.write(`${printable(messageOf(failure))}\n${path === undefined ? `\n${USAGE}` : ''}`);
		return 2;
	}
}

async function proposalFor(path: string): Promise<string> {
	const sample = await readSample(path);
	const profile = profileOf(sample.header);
	if (profile === undefined) return proposeMapping(sample);
	const encoding = sample.encoding === undefined ? '' : `encoding: ${sample.encoding}\n`;
	return `# This is a file of ${profile}. Add what is to differ; "passwords: generate" where the file has none.\nprofile: ${profile}\n${encoding}`;
}

/** UTF-8, or where it is none Windows-1252: a proposal may guess, because a person looks at it. */
async function readSample(path: string): Promise<Sample> {
	try {
		return await sampleIn(path, undefined);
	} catch (failure) {
		if (!(failure instanceof UsageError && failure.message.includes('is not encoded in utf-8'))) throw failure;
		return sampleIn(path, 'windows-1252');
	}
}

async function sampleIn(path: string, encoding: 'windows-1252' | undefined): Promise<Sample> {
	const delimiter = await findDelimiter({ path, encoding });
	const rows: string[][] = [];
	for await (const { cells } of rowsOf(textOf({ path, encoding }), delimiter)) {
		if (!DELIMITER_LINE.test(cells.join(delimiter))) rows.push(cells.map((cell) => cell.trim()));
		if (rows.length > SAMPLED_ROWS) break;
	}
	const [header = [], ...others] = rows;
	if (header.length === 0) throw new UsageError(`${path} is empty; its first line must name the columns.`);
	return { header, rows: others, ...(encoding === undefined ? {} : { encoding }) };
}

function profileOf(header: readonly string[]): keyof typeof PROFILES | undefined {
	const names = Object.keys(PROFILES) as (keyof typeof PROFILES)[];
	// A class of Chamilo has a column "users" and no other of its own: that says too little.
	return names.find((name) => {
		try {
			const [first] = thoseIn(header, '', compile(PROFILES[name].slice(0, 1)));
			return first !== undefined;
		} catch (failure) {
			if (failure instanceof UsageError) return false;
			throw failure;
		}
	});
}
