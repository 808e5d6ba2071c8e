import { readFile, writeFile } from 'node:fs/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { buildDocument } from '../http/openapi.js';
import { OPERATIONS } from '../operations/index.js';
import { TABLE } from '../table.js';
import { withRoutes } from './readme-routes.js';

/** `npm run openapi [-- --check]`: writes what follows from the table, or says what of it is stale. */
export async function openapiCommand(args: string[]): Promise<number> {
	const readme = await readFile('README.md', 'utf8');
	const files = {
		'openapi/openapi.json': buildDocument(TABLE, packageJson.version),
		'README.md': withRoutes(readme, OPERATIONS),
	};
	let stale = 0;
	for (const [file, text] of Object.entries(files)) {
		if (!args.includes('--check')) {
			await writeFile(file, text);
			process.stdout.write(`wrote ${file}\n`);
		} else if ((await readFile(file, 'utf8')) !== text) {
			stale += 1;
			process.stdout.write(`${file} is stale: run npm run openapi\n`);
		}
	}
	if (args.includes('--check') && stale === 0) process.stdout.write('openapi/openapi.json and README.md are current\n');
	return stale === 0 ? 0 : 1;
}
