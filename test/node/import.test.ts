import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { serverPool, until } from '../chamilo/small-server.js';
import { type Relay, startRelay } from '../support/relay.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { buildCli, Running } from './command.js';

let cli: string;
let folder: string;
let gateway: Gateway;
let relay: Relay;
let sandbox: SandboxControl;
const running: Running[] = [];
const servers = serverPool();

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'import-'));
	gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent' });
	relay = await startRelay(gateway.url);
	sandbox = createSandboxControl(gateway.sandboxUrl ?? '');
});
afterEach(async () => {
	await Promise.all(running.splice(0).map((command) => command.stop()));
	await servers.close();
	await relay.close();
	await gateway.close();
	await rm(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);

function start(args: string[], settings: Record<string, string> = {}): Running {
	const environment = { CHAMILO_GATEWAY_URL: relay.url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '', ...settings };
	const command = new Running(cli, ['import', ...args], environment);
	running.push(command);
	return command;
}

async function runImport(args: string[], settings: Record<string, string> = {}) {
	const command = start(args, settings);
	return { code: await command.ended(), output: command.output };
}

const HEADER = 'firstname,lastname,loginname,password,field,value\n';
const userLine = (index: number) => `Ada,Nr ${index},user.${index},pw-${index},external_user,U${index}\n`;

async function writeUsers(count: number, name = 'users.csv'): Promise<string> {
	await writeFile(file(name), HEADER + Array.from({ length: count }, (_, index) => userLine(index)).join(''));
	return file(name);
}

/** The result file without its header, as line, outcome, status, code. */
async function results(name = 'users.csv'): Promise<string[]> {
	const text = await readFile(file(`${name}.results.csv`), 'utf8');
	const [header, ...rows] = text.trimEnd().split('\n');
	expect(header).toBe('line,outcome,status,id,field,value,code,detail');
	return rows.map((row) => {
		const [line, outcome, status, , , , code] = row.split(',');
		return [line, outcome, status, code].filter(Boolean).join(' ');
	});
}

const doneLines = (count: number) => Array.from({ length: count }, (_, index) => `${index + 2} done 201`);

/** Imported users, as the campus has them. */
async function importedNames(): Promise<string[]> {
	const { users } = await sandbox.state();
	return users.map(({ username }) => username).filter((name) => name.startsWith('user.'));
}

const allNames = (count: number) => Array.from({ length: count }, (_, index) => `user.${index}`);

describe('an import of users', () => {
	it('creates them in batches and tells what became of each line', async () => {
		const path = await writeUsers(25);
		const { code, output } = await runImport([path, '--batch-size', '10']);
		expect(output).toContain('25 records: 25 done, 0 failed, 0 invalid.');
		expect(output).toMatch(/^25 of 25 lines, [\d.]+\/s, 0 s left, 0 not done$/m);
		expect(code).toBe(0);
		expect((await importedNames()).sort()).toEqual(allNames(25).sort());
		expect(await results()).toEqual(doneLines(25));
		expect(relay.writes.map(({ path: route }) => route)).toEqual(Array(3).fill('/users/batch/create'));
		const [user] = await sandbox.usersWith('external_user', 'U7');
		const row = (await readFile(`${path}.results.csv`, 'utf8')).split('\n')[8];
		expect(row).toBe(`9,done,201,${user?.id},external_user,U7,,`);
	});

	it('ends with 1 when lines fail or are wrong, and sends the others', async () => {
		const wrong = 'Ada,Nr 1,user.1,pw,external_user,"U\'1"\n';
		const taken = 'Ada,Nr 2,admin,pw,external_user,U2\n';
		await writeFile(file('users.csv'), HEADER + userLine(0) + wrong + taken + userLine(3) + userLine(3));
		const { code, output } = await runImport([file('users.csv')]);
		expect(output).toContain('5 records: 2 done, 1 failed, 2 invalid.');
		expect(code).toBe(1);
		expect(await results()).toEqual([
			'2 done 201',
			'3 invalid',
			'4 failed 409 username-taken',
			'5 done 201',
			'6 invalid',
		]);
		expect(relay.writes.map(({ body }) => body).join()).not.toContain("U'1");
	});

	it('with --mode upsert creates or replaces them', async () => {
		const header = 'field,value,firstname,lastname,loginname,status,email,language,phone,expiration_date,password\n';
		const line = (value: string, name: string) =>
			`external_user,${value},Zoé,Müller,${name},student,z@example.org,,,,secret-${name}\n`;
		await writeFile(file('users.csv'), header + line('N1', 'new.one') + line('1504', 'old.one'));
		const { code } = await runImport([file('users.csv'), '--mode', 'upsert']);
		expect(code).toBe(0);
		expect(await results()).toEqual(['2 done 201', '3 done 200']);
		for (const value of ['N1', '1504']) {
			expect(await sandbox.usersWith('external_user', value), value).toMatchObject([
				{ firstname: 'Zoé', lastname: 'Müller', email: 'z@example.org' },
			]);
		}
	});

	it('with --dry-run lists every bad line and needs neither gateway nor key', async () => {
		await writeFile(file('users.csv'), `${HEADER}${userLine(0)}Ada,,user.1,,external_user,U1\nAda\n`);
		const none = { CHAMILO_GATEWAY_URL: 'http://127.0.0.1:1', CHAMILO_GATEWAY_KEY: '' };
		const { code, output } = await runImport([file('users.csv'), '--dry-run'], none);
		expect(output.trimEnd().split('\n')).toEqual([
			'line 3: lastname: is missing; password: is missing',
			expect.stringMatching(/^line 4: has 1 cell, the header 6/),
			'3 records: 1 good, 2 bad. Nothing was sent.',
		]);
		expect(code).toBe(1);
		const good = await writeUsers(3, 'good-users.csv');
		expect(await runImport([good, '--dry-run'], none)).toMatchObject({ code: 0 });
		expect(relay.writes).toEqual([]);
	});
});

describe('an import of other records', () => {
	it('creates courses and sessions and enrols users in both, from NDJSON and CSV', async () => {
		const teacher = { field: 'external_user', value: '1504' };
		const course = { title: 'Graphs', code: 'GRAPHS', teacher, field: 'external_course', value: 'G1' };
		await writeFile(file('courses.ndjson'), `${JSON.stringify(course)}\n\n{"title":"No teacher"}\n`);
		expect(await runImport([file('courses.ndjson')])).toMatchObject({ code: 1 });
		expect(await results('courses.ndjson')).toEqual(['1 done 201', '3 invalid']);

		const header = 'name,start_date,end_date,coach.field,coach.value,field,value\n';
		const session = 'Spring,2031-02-01,2031-06-30,external_user,1504,external_session,S1\n';
		await writeFile(
			file('sessions.csv'),
			`${header}${session}${session.replace('S1', 'S2').replace('Spring', 'Fall')}`,
		);
		expect(await runImport([file('sessions.csv')])).toMatchObject({ code: 0 });
		expect(await results('sessions.csv')).toEqual(['2 done 201', '3 done 201']);

		const lines = 'Nutzer,course.value,session.value\n1504,G1,\n1504,,S1\nnobody,G1,\n';
		await writeFile(file('hr.csv'), lines);
		const names = ['--map', 'Nutzer=user.value', '--set', 'user.field=external_user'];
		const constants = ['--set', 'course.field=external_course', '--set', 'session.field=external_session'];
		const enrolled = await runImport([file('hr.csv'), '--as', 'enrolments', ...names, ...constants]);
		expect(enrolled, enrolled.output).toMatchObject({ code: 1 });
		expect(await results('hr.csv')).toEqual(['2 done 204', '3 done 204', '4 failed 404 user-not-found']);
		const { courses } = await sandbox.state();
		const [user] = await sandbox.usersWith('external_user', '1504');
		const members = courses.find(({ code }) => code === 'GRAPHS')?.members.map(({ userId }) => userId);
		expect(members).toContain(user?.id);
	});
});

describe('an import that is interrupted', () => {
	it('by kill -9 goes on where it was: nothing is lost, nothing doubled', async () => {
		const path = await writeUsers(60);
		relay.withholdFrom = 3;
		const killed = start([path, '--batch-size', '10', '--concurrency', '2']);
		// Two batches are answered; two more are done at the campus, and the import cannot know.
		await until(() => relay.writes.length >= 4 || killed.hasEnded);
		killed.signal('SIGKILL');
		await killed.ended();
		const before = relay.writes.splice(0);
		expect(before).toHaveLength(4);
		relay.release();

		const { code, output } = await runImport([path, '--batch-size', '10', '--concurrency', '2']);
		expect(output).toContain('60 records: 60 done, 0 failed, 0 invalid.');
		expect(code).toBe(0);
		expect((await importedNames()).sort()).toEqual(allNames(60).sort());
		expect(await results()).toEqual(doneLines(60));
		const repeated = relay.writes.filter(({ isReplayed }) => isReplayed);
		const lost = before.slice(2);
		expect(repeated.map(({ key, body }) => [key, body]).sort()).toEqual(
			lost.map(({ key, body }) => [key, body]).sort(),
		);
		expect(relay.writes).toHaveLength(4);
	});

	it('by the end of a gateway that remembers nothing knows its own records, and takes nobody else for one', async () => {
		const path = await writeUsers(30);
		const other = { firstname: 'Eve', lastname: 'Other', loginname: 'user.29', password: 'long enough' };
		const created = await fetch(`${gateway.url}/users`, {
			method: 'POST',
			headers: { 'X-API-Key': gateway.demoKey ?? '', 'Content-Type': 'application/json' },
			body: JSON.stringify(other),
		});
		expect(created.status).toBe(201);
		relay.withholdFrom = 2;
		const killed = start([path, '--batch-size', '10', '--concurrency', '2']);
		await until(() => relay.writes.length >= 3 || killed.hasEnded);
		killed.signal('SIGKILL');
		await killed.ended();
		relay.release();
		const hash = createHash('sha256')
			.update(gateway.demoKey ?? '')
			.digest('hex');
		const second = await startGateway({
			...{ PORT: '0', LOG_LEVEL: 'silent', CHAMILO_URL: gateway.sandboxUrl, API_KEYS: `demo=*=${hash}` },
			CHAMILO_SECURITY_KEY: 'sandbox-security-key',
		});
		try {
			relay.target = second.url;
			const { code, output } = await runImport([path, '--batch-size', '10', '--concurrency', '2']);
			expect(output).toContain('30 records: 29 done, 1 failed, 0 invalid.');
			expect(code).toBe(1);
		} finally {
			await second.close();
		}
		const expected = [...doneLines(29), '31 failed 409 username-taken'];
		expect(await results()).toEqual(expected);
		expect((await importedNames()).sort()).toEqual(allNames(30).sort());
		expect(
			(await readFile(`${path}.results.csv`, 'utf8')).match(/created by an earlier attempt/g)?.length,
		).toBeGreaterThan(9);
	});

	it('in the middle of a line of the journal does that chunk again', async () => {
		const path = await writeUsers(30);
		await runImport([path, '--batch-size', '10', '--concurrency', '1']);
		const journal = await readFile(`${path}.journal`, 'utf8');
		const [header = '', ...lines] = journal.split('\n');
		const [first = '', second = ''] = lines.filter((line) => line.includes('"chunk"'));
		await writeFile(`${path}.journal`, `${header}\n${first}\n${second.slice(0, 40)}`);
		await rm(`${path}.results.csv`);
		relay.writes.length = 0;
		const { code } = await runImport([path, '--batch-size', '10']);
		expect(code).toBe(0);
		expect(relay.writes.map(({ isReplayed }) => isReplayed)).toEqual([true, true]);
		expect(await results()).toEqual(doneLines(30));
		expect(await importedNames()).toHaveLength(30);
	});

	it('by Ctrl-C finishes what is under way, writes it down, and says how to go on', async () => {
		const path = await writeUsers(50);
		relay.withholdFrom = 2;
		const stopped = start([path, '--batch-size', '10', '--concurrency', '1']);
		await until(() => relay.writes.length === 2 || stopped.hasEnded);
		stopped.signal('SIGINT');
		await stopped.written(/finishing the running requests/);
		relay.release();
		expect(await stopped.ended()).toBe(3);
		expect(stopped.output).toContain('20 done, 0 failed, 0 invalid, 30 not sent');
		expect(stopped.output).toContain('Run the same command again to continue');
		expect(await results()).toEqual(doneLines(20));

		expect(await runImport([path, '--batch-size', '10'])).toMatchObject({ code: 0 });
		expect(relay.writes.filter(({ isReplayed }) => isReplayed)).toEqual([]);
		expect(await results()).toEqual(doneLines(50));
	});

	it('by a key that is refused stops with 3 and decides nothing', async () => {
		const path = await writeUsers(5);
		const { code, output } = await runImport([path], { CHAMILO_GATEWAY_KEY: 'another-key' });
		expect(code).toBe(3);
		expect(output).toContain('The gateway refuses');
		expect(output).not.toContain('another-key');
		expect(await results()).toEqual([]);
		expect(await runImport([path])).toMatchObject({ code: 0 });
	});
});

describe('a journal', () => {
	it('is kept to one import at a time', async () => {
		const path = await writeUsers(20);
		relay.withholdFrom = 1;
		const first = start([path, '--batch-size', '10']);
		await until(() => relay.writes.length > 0 || first.hasEnded);
		const second = await runImport([path, '--batch-size', '10']);
		expect([second.code, second.output]).toEqual([2, expect.stringContaining('Another import (process ')]);
		relay.release();
		expect(await first.ended()).toBe(0);
		expect(relay.writes).toHaveLength(2);
		expect((await readdir(folder)).sort()).toEqual(['users.csv', 'users.csv.journal', 'users.csv.results.csv']);
	});
});

describe('a file that was imported', () => {
	it('is not sent again, unless --restart says so', async () => {
		const path = await writeUsers(5);
		await runImport([path]);
		await rm(`${path}.results.csv`);
		const again = await runImport([path]);
		expect(again).toMatchObject({ code: 0 });
		expect(again.output).toContain('imported already');
		expect(await results()).toEqual(doneLines(5));
		expect(relay.writes).toHaveLength(1);
		expect(await runImport([path, '--restart'])).toMatchObject({ code: 1 });
		expect(relay.writes.map(({ isReplayed }) => isReplayed)).toEqual([false, false]);
		expect(new Set(relay.writes.map(({ key }) => key)).size).toBe(2);
	});

	it('and changed since is a new import', async () => {
		const path = await writeUsers(2);
		await runImport([path]);
		await writeFile(path, HEADER + userLine(7));
		expect(await runImport([path])).toMatchObject({ code: 0 });
		expect((await importedNames()).sort()).toEqual(['user.0', 'user.1', 'user.7']);
		expect(await results()).toEqual(['2 done 201']);
	});

	it('in part is not mixed up with another import', async () => {
		const path = await writeUsers(20);
		const stopped = await runImport([path, '--batch-size', '10'], { CHAMILO_GATEWAY_KEY: 'another-key' });
		expect(stopped.code).toBe(3);
		const journal = await readFile(`${path}.journal`, 'utf8');
		for (const [args, reason] of [
			[['--url', gateway.url], 'went to another gateway'],
			[['--set', 'active=false'], 'parsed the file with other options'],
		] as const) {
			const { code, output } = await runImport([path, ...args]);
			expect([code, output]).toEqual([2, expect.stringContaining(reason)]);
		}
		await writeFile(path, HEADER + userLine(7));
		const changed = await runImport([path]);
		expect([changed.code, changed.output]).toEqual([2, expect.stringContaining('earlier version of this file')]);
		expect(await readFile(`${path}.journal`, 'utf8')).toBe(journal);
		await writeFile(`${path}.journal`, 'notes of mine\n');
		expect(await runImport([path])).toMatchObject({ code: 2 });
		expect(await readFile(`${path}.journal`, 'utf8')).toBe('notes of mine\n');
		expect(relay.writes.filter(({ status }) => status < 400)).toEqual([]);
	});
});

describe('what the command line says', () => {
	it('is refused with 2 and a sentence, without a stack', async () => {
		const path = await writeUsers(1);
		await writeFile(file('list.csv'), 'a\n');
		for (const [args, message] of [
			[[], 'Name one file'],
			[[path, path], 'Name one file'],
			[[file('none-users.csv')], 'There is no such file or folder'],
			[[folder, '--as', 'users'], 'It is a folder, not a file'],
			[[file('list.csv')], 'Say --as users'],
			[[path, '--as', 'toString'], 'Say --as users'],
			[[file('sessions.csv'), '--mode', 'upsert'], '--mode of sessions is create'],
			[[path, '--batch-size', '1001'], 'whole number from 1 to 1000'],
			[[path, '--concurrency', '0'], 'whole number from 1 to 64'],
			[[path, '--url', 'ftp://x'], 'no http or https address'],
			[[path, '--url', 'http://me:secret@x'], 'bare address'],
			[[path, '--url', 'http://127.0.0.1:1'], 'No gateway responds at http://127.0.0.1:1'],
			[[path, '--key', 'k'], "Unknown option '--key'"],
			[[path, '--key-file', file('no-key')], '--key-file'],
			[[path, '--set', 'password=secret'], 'command lines'],
			[[path, '--map', 'x'], 'is not NAME=COLUMN'],
			[[path, '--delimiter', ',,'], 'one character'],
			[[path, '--encoding', 'ebcdic'], '--encoding is utf-8'],
			[[path, '--shoe'], "Unknown option '--shoe'"],
		] as const) {
			const { code, output } = await runImport([...args]);
			expect([code, output], args.join(' ')).toEqual([2, expect.stringContaining(message)]);
			expect(output, args.join(' ')).not.toMatch(/\n\s+at |secret/);
		}
		expect(await runImport([path], { CHAMILO_GATEWAY_KEY: '' })).toMatchObject({
			code: 2,
			output: expect.stringContaining('CHAMILO_GATEWAY_KEY'),
		});
		expect(relay.writes).toEqual([]);
	});

	it('can take the key and the names from files', async () => {
		await writeFile(file('key'), `${gateway.demoKey}\n`);
		await writeFile(file('names.json'), JSON.stringify({ 'Vorname, erster': 'firstname', Konto: 'loginname' }));
		await writeFile(file('users.csv'), '"Vorname, erster";lastname;Konto;password\nAda;Lovelace;user.ada;pw\n');
		const args = [file('users.csv'), '--key-file', file('key'), '--map-file', file('names.json')];
		expect(await runImport(args, { CHAMILO_GATEWAY_KEY: '' })).toMatchObject({ code: 0 });
		expect(await sandbox.userByName('user.ada')).toMatchObject({ firstname: 'Ada' });
	});

	it('explains itself with --help', async () => {
		const { code, output } = await runImport(['--help']);
		expect(code).toBe(0);
		for (const option of ['--dry-run', '--map', '--set', '--mode', '--journal', '--restart', 'exit code'])
			expect(output).toContain(option);
	});
});

it('no cell of the result file is a formula', async () => {
	await writeFile(file('users.csv'), `${HEADER}Ada,L,user.1,pw,external_user,=1+1\nAda,L,user.2,pw,external_user,@x\n`);
	expect(await runImport([file('users.csv')])).toMatchObject({ code: 0 });
	const rows = (await readFile(file('users.csv.results.csv'), 'utf8')).split('\n');
	expect(rows[1]).toContain(",'=1+1,");
	expect(rows[2]).toContain(",'@x,");
	expect(await sandbox.usersWith('external_user', '=1+1')).toHaveLength(1);
});

it('100,000 lines need no more memory than a fraction of them', async () => {
	const path = await writeUsers(100_000);
	const quick = await servers.start((response, { method, body }) => {
		const { users = [] } = method === 'POST' ? JSON.parse(body) : {};
		const done = users.map(({ value }: { value: string }, index: number) => ({ index, status: 201, id: 1, value }));
		response.end(JSON.stringify({ results: done }));
	});
	const settings = { CHAMILO_GATEWAY_URL: quick.url, NODE_OPTIONS: '--max-old-space-size=80' };
	const { code, output } = await runImport([path, '--batch-size', '1000'], settings);
	expect(output).toContain('100000 records: 100000 done, 0 failed, 0 invalid.');
	expect(code).toBe(0);
	expect((await readFile(`${path}.results.csv`, 'utf8')).split('\n')).toHaveLength(100_002);
});
