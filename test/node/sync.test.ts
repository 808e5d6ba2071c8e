import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { until } from '../chamilo/small-server.js';
import { type Relay, startRelay } from '../support/relay.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { buildCli, Running } from './command.js';

let cli: string;
let folder: string;
let gateway: Gateway;
let relay: Relay;
let sandbox: SandboxControl;
const running: Running[] = [];

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'sync-'));
	gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent' });
	relay = await startRelay(gateway.url);
	sandbox = createSandboxControl(gateway.sandboxUrl ?? '');
	await writeFile(file('hr.yaml'), MAPPING);
});
afterEach(async () => {
	await Promise.all(running.splice(0).map((command) => command.stop()));
	await relay.close();
	await gateway.close();
	await rm(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);

const MAPPING = `
passwords: generate
users:
  field: { constant: external_user }
  value: Nr
  firstname: Vorname
  lastname: Nachname
  loginname: Konto
  status: { constant: student }
  email: { constant: null }
  phone: { constant: null }
  language: { constant: english }
  expiration_date: { constant: null }
`;
const TEMPLATE = MAPPING.replace('loginname: Konto', 'loginname: { template: "{firstname}.{lastname}" }');

const line = (nr: string, first = 'Zoé', login = `s.${nr}`) => `${nr};${first};Müller;${login}\n`;
const lines = (...numbers: string[]) => numbers.map((nr) => line(nr)).join('');
const write = (content: string) => writeFile(file('hr.csv'), `Nr;Vorname;Nachname;Konto\n${content}`);

function start(args: string[], url = relay.url): Running {
	const environment = { CHAMILO_GATEWAY_URL: url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '' };
	const command = new Running(cli, ['sync', file('hr.csv'), '--mapping', file('hr.yaml'), ...args], environment);
	running.push(command);
	return command;
}

async function sync(...args: string[]) {
	const command = start(['--yes', ...args]);
	const code = await command.ended();
	return { code, output: command.output };
}

/** Users of the campus with such a login: login, first name, whether active. */
async function ours(): Promise<string[]> {
	const { users } = await sandbox.state();
	return users
		.filter(({ username }) => /^(s|zoe)\./.test(username))
		.map(({ username, firstname, active }) => `${username} ${firstname}${active ? '' : ' disabled'}`)
		.sort();
}

const report = () => readFile(file('hr.csv.report.csv'), 'utf8');

describe('the brake', () => {
	it('refuses the whole run where more is gone than allowed, and says why', async () => {
		await write(lines('1', '2', '3', '4'));
		await sync();
		await write(lines('1', '2') + line('9'));
		const { code, output } = await sync();
		expect(code).toBe(3);
		expect(output).toContain('2 of 4 users (50.0 %) are no longer in the file; --max-disable allows 5 % (1)');
		expect(await ours()).toHaveLength(4);
		expect((await sync('--max-disable', '2')).code).toBe(0);
		expect(await ours()).toEqual(['s.1 Zoé', 's.2 Zoé', 's.3 Zoé disabled', 's.4 Zoé disabled', 's.9 Zoé']);
	});

	it('holds for lines that do not say whose they are: nobody is taken for gone', async () => {
		await write(lines('1', '2'));
		await sync();
		await write(`${line('1')};Zoé;Müller;s.2\n`);
		const { code, output } = await sync('--max-disable', '100%');
		expect([code, output]).toEqual([1, expect.stringContaining('none of the 1 users that seem gone is touched')]);
		expect(await ours()).toEqual(['s.1 Zoé', 's.2 Zoé']);
	});
});

it('a change that ended in the middle is sent again', async () => {
	await write(lines('1', '2'));
	await sync();
	await write(line('1', 'Ada') + line('2'));
	const once = { kind: 'html-200', times: 1 } as const;
	await sandbox.fault({ ...once, operation: 'WSUser.EditUsers' }, { ...once, operation: 'WSUser.EditUser' });
	expect(await sync()).toMatchObject({ code: 0, output: expect.stringContaining('1 done, 0 failed') });
	expect(await ours()).toEqual(['s.1 Ada', 's.2 Zoé']);
});

describe('lines that cannot be right', () => {
	it('of one person with different data are not sent, and the person is not gone', async () => {
		await write(lines('1', '2'));
		await sync();
		await write(line('1', 'Ada') + line('2') + line('1', 'Eva') + line('2'));
		const { code, output } = await sync();
		expect([code, output]).toEqual([1, expect.stringContaining('is the same record as line')]);
		expect(await ours()).toEqual(['s.1 Zoé', 's.2 Zoé']);
		expect((await report()).match(/,contradiction,/g)).toHaveLength(2);
	});

	it('of an identifier that lost its zeros, or that moved, change nobody', async () => {
		await write(lines('0001', '2'));
		await sync();
		await write(line('1', 'Zoé', 's.new') + line('3', 'Zoé', 's.2'));
		const { code, output } = await sync('--max-disable', '2');
		expect(code).toBe(1);
		expect(output).toContain('has the identifier of a known user with other leading zeros');
		expect(output).toContain('has the username of a user who had another identifier until now');
		expect(await ours()).toEqual(['s.0001 Zoé', 's.2 Zoé']);
		const accepted = await sync('--max-disable', '2', '--accept-moves');
		expect(accepted.code).toBe(1);
		expect(await ours()).toEqual(['s.0001 Zoé disabled', 's.2 Zoé disabled', 's.new Zoé']);
	});

	it('without an identifier, or refused by the campus, fail alone', async () => {
		await write(lines('1') + line('2', 'Zoé', 'admin') + line('3', ''));
		const { code } = await sync();
		expect(code).toBe(1);
		expect(await report()).toMatch(/,3,create,failed,409,external_user,2,,username-taken/);
		expect(await report()).toMatch(/,4,none,invalid,,external_user,3,,invalid/);
		expect(await readFile(file('hr.csv.report.html'), 'utf8')).toContain('<td>external_user 2</td>');
		expect(await ours()).toEqual(['s.1 Zoé']);
	});
});

describe('the state', () => {
	it('has no personal data, and only its owner reads it', async () => {
		await write(lines('100001'));
		await sync();
		const state = await readFile(file('hr.csv.state'), 'utf8');
		expect(state).not.toMatch(/100001|Zo|M.ller|s\.1|external/);
		for (const name of ['hr.csv.state', 'hr.csv.state.key', 'hr.csv.report.csv', 'hr.csv.passwords.csv']) {
			expect((await stat(file(name))).mode & 0o777, name).toBe(0o600);
		}
		expect((await readdir(folder)).filter((name) => /\.(new|lock)$/.test(name))).toEqual([]);
	});

	it('that is lost costs calls, but no password and no user', async () => {
		await write(lines('1', '2'));
		await sync();
		const passwords = async () => (await sandbox.state()).users.map((user) => user.password ?? user.passwordSha1);
		const before = await passwords();
		await rm(file('hr.csv.state'));
		await write(line('1', 'Ada') + line('2'));
		expect(await sync()).toMatchObject({ code: 0 });
		expect(await ours()).toEqual(['s.1 Ada', 's.2 Zoé']);
		expect(await passwords()).toEqual(before);
		expect(await readFile(file('hr.csv.passwords.csv'), 'utf8')).toMatch(/s\.1,.*\ns\.2,/);
	});

	it('of another campus is refused', async () => {
		await write(lines('1', '2', '3'));
		await sync();
		const elsewhere = start(['--yes'], gateway.url);
		expect([await elsewhere.ended(), elsewhere.output]).toEqual([
			2,
			expect.stringContaining('the state of another campus'),
		]);
		await sandbox.reset();
		await write(lines('1', '2', '3', '4'));
		const { code, output } = await sync();
		expect([code, output]).toEqual([2, expect.stringContaining('none of 3 users that it knows is there')]);
		expect(await ours()).toEqual([]);
		await writeFile(file('hr.csv.state'), 'notes of mine\n');
		expect(await sync()).toMatchObject({ code: 2 });
		expect(await readFile(file('hr.csv.state'), 'utf8')).toBe('notes of mine\n');
	});
});

describe('usernames from a template', () => {
	it('are the next free one, and stay with their user', async () => {
		await writeFile(file('hr.yaml'), TEMPLATE);
		await write(line('1') + line('2') + line('3', 'Max'));
		expect((await sync()).code).toBe(0);
		const logins = async () =>
			(await sandbox.state()).users
				.filter(({ extras }) => /^[1-4]$/.test(extras.external_user ?? ''))
				.map(({ username, extras, active }) => `${extras.external_user} ${username} ${active}`)
				.sort();
		const [first, second] = await logins();
		expect([first, second].map((text) => text?.split(' ')[1]).sort()).toEqual(['zoe.muller', 'zoe.muller2']);
		await write(line('2').replace('Müller', 'Muller') + line('3', 'Max') + line('4'));
		expect((await sync()).code).toBe(0);
		const kept = [first?.replace('true', 'false'), second, '3 max.muller true', '4 zoe.muller3 true'];
		expect(await logins()).toEqual(kept);
		await rm(file('hr.csv.state'));
		expect((await sync()).code).toBe(0);
		expect(await logins()).toEqual(kept);
	});
});

describe('a sync that is interrupted', () => {
	const many = Array.from({ length: 40 }, (_, index) => String(index + 100));

	it('by kill -9 goes on with the same command: nothing is lost, nothing doubled', async () => {
		await write(lines(...many));
		relay.withholdFrom = 2;
		const killed = start(['--yes', '--batch-size', '10', '--concurrency', '1']);
		await until(() => relay.writes.length >= 2 || killed.hasEnded);
		killed.signal('SIGKILL');
		await killed.ended();
		relay.release();
		const { code, output } = await sync('--batch-size', '10');
		expect([code, output]).toEqual([0, expect.stringContaining('+30 create, ~0 change, =10 unchanged')]);
		expect(await ours()).toEqual(many.map((nr) => `s.${nr} Zoé`));
		const passwords = (await readFile(file('hr.csv.passwords.csv'), 'utf8')).trimEnd().split('\n');
		expect(new Set(passwords.map((row) => row.split(',')[0])).size).toBeGreaterThan(30);
		expect(await sync()).toMatchObject({ code: 0, output: expect.stringContaining('=40 unchanged') });
	});

	it('in the middle of a line of the state ignores that line', async () => {
		await write(lines('1', '2'));
		await sync();
		const state = await readFile(file('hr.csv.state'), 'utf8');
		await writeFile(file('hr.csv.state'), state.slice(0, -20));
		expect(await sync()).toMatchObject({ code: 0 });
		expect(await sync()).toMatchObject({ code: 0, output: expect.stringContaining('=2 unchanged') });
		expect(await ours()).toEqual(['s.1 Zoé', 's.2 Zoé']);
	});

	it('by a campus that stays away stops with 3, and goes on once it is back', async () => {
		await write(lines('1', '2'));
		await sync();
		await write(line('1', 'Ada') + lines('2', '3'));
		await sandbox.fault({ kind: 'reset-before', times: 10_000 });
		const stopped = await sync('--wait', '0');
		expect([stopped.code, stopped.output]).toEqual([3, expect.stringContaining('The same command goes on.')]);
		await fetch(`${gateway.sandboxUrl}/sandbox/faults`, { method: 'DELETE' });
		// The circuit breaker of the gateway lets calls pass again after a moment.
		expect(await sync()).toMatchObject({ code: 0 });
		expect(await ours()).toEqual(['s.1 Ada', 's.2 Zoé', 's.3 Zoé']);
	});

	it('by a full disk stops with 3, and goes on once there is room', async () => {
		await write(lines(...many));
		const script = 'ulimit -f 4; exec "$0" "$@"';
		const args = ['sync', file('hr.csv'), '--mapping', file('hr.yaml'), '--yes', '--batch-size', '5'];
		const { PATH = '', HOME = '' } = process.env;
		const env = { PATH, HOME, CHAMILO_GATEWAY_URL: relay.url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '' };
		const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve) => {
			const child = execFile('bash', ['-c', script, process.execPath, cli, ...args], { env }, (_, out, err) =>
				resolve({ code: child.exitCode, output: out + err }),
			);
		});
		expect([code, output]).toEqual([3, expect.stringContaining('EFBIG')]);
		expect(await sync()).toMatchObject({ code: 0 });
		expect(await ours()).toEqual(many.map((nr) => `s.${nr} Zoé`));
	});
});

it('what the command line says is refused with 2 and a sentence', async () => {
	await write(lines('1'));
	for (const [args, message] of [
		[['--max-disable', 'x'], '--max-disable is a number or a percentage'],
		[['--map', 'a=b'], "Unknown option '--map'"],
		[['--mapping', file('none.yaml')], 'It is a file, or one of the profiles chamilo, oneroster'],
		[['--mapping', 'oneroster'], 'does not fit the mapping: users need "sourcedId"'],
		[['--set', 'password=x'], 'every user of this machine can read'],
	] as const) {
		const { code, output } = await sync(...args);
		expect([code, output], args.join(' ')).toEqual([2, expect.stringContaining(message)]);
		expect(output).not.toMatch(/\n\s+at /);
	}
	const unasked = start([]);
	expect([await unasked.ended(), unasked.output]).toEqual([2, expect.stringContaining('Say --yes')]);
	expect(await ours()).toEqual([]);
});

it('the OneRoster pair that ships is taken as it is', async () => {
	const pair = ['src/node/examples/oneroster/users.csv', 'src/node/examples/oneroster/enrollments.csv'];
	const places = ['--state', file('state'), '--report', file('report')];
	const environment = { CHAMILO_GATEWAY_URL: relay.url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '' };
	const args = ['sync', ...pair, '--mapping', 'oneroster', '--passwords', 'random', '--yes', ...places];
	const command = new Running(cli, args, environment);
	running.push(command);
	expect([await command.ended(), command.output]).toEqual([0, expect.stringContaining('4 done, 0 failed, 0 invalid.')]);
	const { courses, users } = await sandbox.state();
	const numbers = users.filter(({ extras }) => extras.external_user?.startsWith('or-')).map(({ id }) => id);
	const course = courses.find(({ code }) => code === 'FRANCAISA1');
	expect(
		course?.members
			.filter(({ userId }) => numbers.includes(userId))
			.map(({ status }) => status)
			.sort(),
	).toEqual([1, 5]);
});
