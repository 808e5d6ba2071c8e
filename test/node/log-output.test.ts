import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type Send } from '../support/client.js';
import { buildCli } from './command.js';

let cli: string;
let folder: string;
let child: ChildProcess | undefined;

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'log-'));
});
afterEach(async () => {
	if (child?.exitCode === null) child.kill('SIGKILL');
	await rm(folder, { recursive: true });
});

/** Starts a gateway with its own sandbox. @param out a file; else a pipe that is read only when the test does so. */
async function start(script: string, out?: number): Promise<Send> {
	const { PATH = '', HOME = '' } = process.env;
	child = spawn('bash', ['-c', `${script} exec "$0" "$@"`, process.execPath, cli, 'serve'], {
		env: { PATH, HOME, PORT: '0', CHAMILO_SANDBOX: '1.9' },
		stdio: ['ignore', out ?? 'pipe', 'pipe'],
	});
	let told = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		told += text;
	});
	await expect.poll(() => told, { timeout: 20_000 }).toMatch(/listens on \S+\n/);
	return createClient(/listens on (\S+)/.exec(told)?.[1] ?? '', 'sandbox-demo-key');
}

const DISABLE = '/users/external_user/1505/disable';

/** More lines than wait for standard output at most, and a write among them. All is answered. */
async function fill(send: Send): Promise<void> {
	for (let round = 0; round < 20; round += 1) {
		const long = Array.from({ length: 20 }, () => send('GET', `/nothing/${'a'.repeat(3_000)}`));
		expect((await Promise.all(long)).every(({ status }) => status === 404)).toBe(true);
	}
	expect((await send('POST', DISABLE)).status).toBe(204);
	expect(await dropped(send)).toMatchObject({ audit: 0, other: expect.toSatisfy((count) => count > 0) });
}

async function dropped(send: Send): Promise<Record<string, number>> {
	const { text } = await send('GET', '/metrics');
	const series = text.matchAll(/^chamilo_gateway_log_lines_dropped_total\{kind="(\w+)"\} (\d+)$/gm);
	return Object.fromEntries([...series].map(([, kind, count]) => [kind, Number(count)]));
}

/** What the log has once it can be written again: whole lines, every write, and how many lines are missing. */
function expectToHaveRecovered(text: string): void {
	const lines = text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
	expect(lines.filter(({ audit }) => audit)).toEqual([
		expect.objectContaining({ operation: 'disableUser', status: 204 }),
	]);
	expect(lines.filter(({ msg }) => msg.includes('were dropped'))).toEqual([
		expect.objectContaining({ level: 40, dropped: { audit: 0, other: expect.toSatisfy((count) => count > 0) } }),
	]);
}

describe('the gateway goes on', () => {
	it('while the disk of its log is full, keeps the lines of writes, and says what is missing afterwards', async () => {
		const file = join(folder, 'log');
		const out = openSync(file, 'w');
		const send = await start('ulimit -S -f 8;', out);
		closeSync(out);
		await fill(send);
		spawnSync('prlimit', ['--pid', String(child?.pid), '--fsize=unlimited']);
		await expect.poll(() => readFile(file, 'utf8'), { timeout: 5_000 }).toContain('were dropped');
		expectToHaveRecovered(await readFile(file, 'utf8'));
	});

	it('while the reader of its log has stopped, and says what is missing afterwards', async () => {
		const send = await start('');
		await fill(send);
		let text = '';
		child?.stdout?.setEncoding('utf8').on('data', (piece: string) => {
			text += piece;
		});
		await expect.poll(() => text, { timeout: 5_000 }).toContain('were dropped');
		child?.kill('SIGTERM');
		await once(child as ChildProcess, 'close');
		expectToHaveRecovered(text);
	});
});

it('no line has characters that control a terminal or reorder what it shows', async () => {
	const send = await start('');
	let text = '';
	child?.stdout?.setEncoding('utf8').on('data', (piece: string) => {
		text += piece;
	});
	const evil = '\u009b2J\u202eab\u2028\u{e0041}\u007f';
	await send('GET', `/users/external_user/${encodeURIComponent(evil)}`);
	child?.kill('SIGTERM');
	await once(child as ChildProcess, 'close');
	expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
	expect(text.split('\n').flatMap((line) => (line ? [JSON.parse(line).path] : []))).toContain(
		`/users/external_user/${evil}`,
	);
});
