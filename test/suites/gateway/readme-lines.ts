import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const PRINTED = 'http://127.0.0.1:8787';

/**
 * Runs the curl lines of the README against a gateway; they build on each other, as somebody would type them.
 * @returns what curl printed, one text for each line
 */
export async function expectReadmeLines(url: string): Promise<string[]> {
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
		// What only the JSON API tells.
		...{ username: null, email: null, status: null, phone: null, official_code: null },
	});
	expect(JSON.parse(created)).toEqual({ id: 12, field: 'external_user', value: '9001' });
	expect(disabled).toContain('204 No Content');
	const { results, ...counts } = JSON.parse(batch);
	expect(counts).toEqual({ succeeded: 1, failed: 1 });
	expect(results).toEqual([
		{ index: 0, status: 204, field: 'external_user', value: '9001' },
		{ index: 1, status: 404, field: 'external_user', value: 'nobody', problem: expect.any(Object) },
	]);
	expect(results[1].problem).toMatchObject({
		code: 'user-not-found',
		detail: 'There is no user with external_user "nobody".',
	});
	expect(JSON.parse(enrolled)).toEqual({
		user: { status: 200, id: 12, field: 'external_user', value: '9001' },
		courses: [{ status: 204, field: 'code', value: 'ALGEBRA' }],
		sessions: [{ status: 204, field: 'chamilo_session_id', value: '1' }],
		succeeded: 2,
		failed: 0,
	});
	return answers;
}
