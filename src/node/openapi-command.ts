import { readFile, writeFile } from 'node:fs/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { buildDocument } from '../http/openapi.js';
import { TABLE } from '../table.js';

const FILE = 'openapi/openapi.json';

/** `npm run openapi [-- --check]`: writes the document of the table, or says whether the written one is stale. */
export async function openapiCommand(args: string[]): Promise<number> {
	const document = buildDocument(TABLE, packageJson.version);
	if (!args.includes('--check')) {
		await writeFile(FILE, document);
		process.stdout.write(`wrote ${FILE}\n`);
		return 0;
	}
	const isCurrent = (await readFile(FILE, 'utf8')) === document;
	process.stdout.write(isCurrent ? `${FILE} is current\n` : `${FILE} is stale: run npm run openapi\n`);
	return isCurrent ? 0 : 1;
}
