import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** How messages name it. */
export const STANDARD_INPUT = 'standard input';

/**
 * Keeps what comes from standard input in a file that only the owner can read and that goes when the process ends: it is
 * read more than once.
 * @returns the path of the file.
 */
export async function spoolStandardInput(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'chamilo-gateway-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, 'input');
	await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
	return path;
}
