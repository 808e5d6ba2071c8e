import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { ALL_OPERATIONS } from '../all-operations.js';
import { buildDocument } from '../http/openapi.js';
import { OPERATIONS } from '../operations/index.js';
import { type Command, readArguments } from './command-line.js';
import { withRouteDetails, withRouteSummary } from './route-tables.js';

/** `npm run openapi [-- --check]`: writes what follows from the table, or says what of it is stale. */
export const OPENAPI: Command = { usage: 'usage: npm run openapi [-- --check]\n', run: writeDocuments };

async function writeDocuments(args: string[]): Promise<number> {
	const { check: isCheck = false } = readArguments({ args, options: { check: { type: 'boolean' } } }).values;
	const files = {
		'openapi/openapi.json': buildDocument(ALL_OPERATIONS, packageJson.version),
		'openapi/client.d.ts': clientTypes(),
		'openapi/README.md': withRouteDetails(await readFile('openapi/README.md', 'utf8'), OPERATIONS),
		'README.md': withRouteSummary(await readFile('README.md', 'utf8'), OPERATIONS),
	};
	let stale = 0;
	for (const [file, text] of Object.entries(files)) {
		if (!isCheck) {
			await writeFile(file, text);
			process.stdout.write(`wrote ${file}\n`);
		} else if ((await readFile(file, 'utf8')) !== text) {
			stale += 1;
			process.stdout.write(`${file} is stale: run npm run openapi\n`);
		}
	}
	if (isCheck && stale === 0) process.stdout.write('openapi/ and the tables of routes are current\n');
	return stale === 0 ? 0 : 1;
}

/** Types of the routes for the client; the operations below /soap would be most of it, and are left to the document. */
function clientTypes(): string {
	const input = buildDocument(OPERATIONS, packageJson.version);
	return execFileSync(process.execPath, ['src/node/client-types.mjs'], {
		input,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
}
