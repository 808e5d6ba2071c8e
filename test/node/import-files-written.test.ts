import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { createSandboxControl } from '../support/sandbox.js';
import { buildCli } from './command.js';

const COUNT = 120;

let cli: string;
let folder: string;
let path: string;
let gateway: Gateway;

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'import-'));
	path = join(folder, 'users.csv');
	const lines = Array.from(
		{ length: COUNT },
		(_, index) => `Ada,Nr ${index},user.${index},pw,external_user,U${index}\n`,
	);
	await writeFile(path, `firstname,lastname,loginname,password,field,value\n${lines.join('')}`);
	gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent' });
});
afterEach(async () => {
	await gateway.close();
	await rm(folder, { recursive: true });
});

/** Runs an import whose files may have so many KiB: like a full disk, for one process. */
function runImport(args: readonly string[], { kib = 'unlimited', to = '' } = {}) {
	const { PATH = '', HOME = '' } = process.env;
	const env = { PATH, HOME, CHAMILO_GATEWAY_URL: gateway.url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '' };
	const script = `ulimit -f ${kib}; exec "$0" "$@" ${to}`;
	return new Promise<{ code: number | null; output: string }>((resolve) => {
		const command = ['-c', script, process.execPath, cli, 'import', ...args];
		const child = execFile('bash', command, { cwd: folder, env }, (_, out, err) =>
			resolve({ code: child.exitCode, output: out + err }),
		);
	});
}

const createdUsers = async () => {
	const { users } = await createSandboxControl(gateway.sandboxUrl ?? '').state();
	return users.filter(({ username }) => username.startsWith('user.')).length;
};

const modeOf = async (name: string) => (await stat(join(folder, name))).mode & 0o777;

describe('an import whose files cannot be written', () => {
	it('stops with 3 where its progress cannot be, and continues once it can', async () => {
		const { code, output } = await runImport([path, '--batch-size', '10'], { kib: '4' });
		expect(code).toBe(3);
		expect(output).toContain('The progress cannot be written: EFBIG');
		expect(output).toContain('Run the same command again to continue');
		expect(output).not.toMatch(/\n\s+at /);
		expect(await createdUsers()).toBeGreaterThan(0);

		const again = await runImport([path, '--batch-size', '10']);
		expect([again.code, again.output]).toEqual([0, expect.stringContaining(`${COUNT} records: ${COUNT} done`)]);
		expect(await createdUsers()).toBe(COUNT);
		expect((await readFile(`${path}.results.csv`, 'utf8')).trimEnd().split('\n')).toHaveLength(COUNT + 1);
	});

	it('stops with 3 where its results cannot be, after all was sent; another run only writes them', async () => {
		// A file cannot take the place of a folder.
		const { code, output } = await runImport([path, '--results', folder]);
		expect(code).toBe(3);
		expect(output).toMatch(/The results cannot be written: (EISDIR|ENOTEMPTY|EEXIST)/);
		expect(output).toContain('All records are dealt with');
		expect(await createdUsers()).toBe(COUNT);
		const again = await runImport([path]);
		expect([again.code, again.output]).toEqual([0, expect.stringContaining('nothing is sent')]);
		expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
	});

	it('sends nothing where the folder for the results is missing', async () => {
		const { code } = await runImport([path, '--results', join(folder, 'none', 'results.csv')]);
		expect([code, await createdUsers()]).toEqual([2, 0]);
	});

	it('goes on to its end where nobody reads what it prints', async () => {
		expect((await runImport([path], { to: '> /dev/full 2> /dev/full' })).code).toBe(0);
		expect(await createdUsers()).toBe(COUNT);
	});
});

it('files that were there before are only for their owner, too', async () => {
	for (const name of ['users.csv.journal.new', 'users.csv.results.csv.new']) {
		await writeFile(join(folder, name), '');
		await chmod(join(folder, name), 0o666);
	}
	expect((await runImport([path])).code).toBe(0);
	expect([await modeOf('users.csv.journal'), await modeOf('users.csv.results.csv')]).toEqual([0o600, 0o600]);
	await chmod(`${path}.journal`, 0o666);
	await runImport([path]);
	expect(await modeOf('users.csv.journal')).toBe(0o600);
});

it('nothing of a file reaches the terminal that could control it', async () => {
	const evil = '\u001b]0;title\u0007\u009b2J\u202e';
	await writeFile(path, `firstname,${evil}\nA,b\n`);
	const { code, output } = await runImport([path]);
	expect(code).toBe(2);
	expect(output).toContain('"\\u{1b}]0;title\\u{7}\\u{9b}2J\\u{202e}"');

	const lines = `firstname,lastname,loginname,password,extras.a\nA,B,c,d,e\n`;
	await writeFile(path, lines.replace(',e\n', `,${evil}\n`));
	const dry = await runImport([path, '--dry-run']);
	expect(dry.code).toBe(1);
	for (const { output: printed } of [{ output }, dry]) expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{C}]/u);
});
