import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const PRINTED = 'http://127.0.0.1:8787';

/** Runs the curl lines of the README against a gateway; they build on each other, as somebody would type them. */
export async function expectReadmeLines(url: string): Promise<void> {
	const readme = await readFile('README.md', 'utf8');
	const commands = [...readme.matchAll(/```sh\n(curl [\s\S]*?)```/g)].map(([, command = '']) => command);
	expect(commands).toHaveLength(5);
	const answers: string[] = [];
	for (const command of commands) {
		const { stdout } = await run('bash', ['-c', command.replaceAll(PRINTED, url)]);
		answers.push(stdout);
	}
	const [read = '', created = '', disabled = '', batch = '', enrolled = ''] = answers;
	expect(JSON.parse(read)).toEqual({
		id: 6,
		firstname: 'Łukasz',
		lastname: 'Żółkiewski',
		field: 'external_user',
		value: '1504',
		active: true,
	});
	expect(JSON.parse(created)).toEqual({ id: 12, field: 'external_user', value: '9001' });
	expect(disabled).toContain('204 No Content');
	expect(JSON.parse(batch)).toMatchObject({ succeeded: 1, failed: 1 });
	expect(JSON.parse(enrolled)).toMatchObject({ user: { status: 200, id: 12 }, succeeded: 2, failed: 0 });
}
