import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { CAMPUS_KINDS, type CampusKind } from '../support/kinds.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { buildCli, Running } from './command.js';

let cli: string;
let folder: string;
let gateway: Gateway;
let sandbox: SandboxControl;

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'nights-'));
});
afterEach(async () => {
	await gateway.close();
	await rm(folder, { recursive: true });
});

const MAPPING = `
users:
  field: { constant: external_user }
  value: Nr
  firstname: Vorname
  lastname: Nachname
  loginname: Konto
  status: { column: Rolle, values: { Dozent: teacher, "*": student } }
  email: { column: Mail, default: null }
  phone: { constant: null }
  language: { constant: english }
  expiration_date: { column: Ende, dates: DD.MM.YYYY, default: null }
enrolments:
  user.field: { constant: external_user }
  user.value: Nr
  course.field: { constant: external_course }
  course.value: { column: Kurse, list: "|", values: { ALGEBRA: "202", 2024OFFICE: "203" } }
passwords: generate
`;

interface Person {
	nr: string;
	first?: string;
	login?: string;
	role?: string;
	mail?: string;
	courses?: string[];
}

const person = ({
	nr,
	first = 'Zoé',
	login = `n.${nr}`,
	role = 'Student',
	mail = `${nr}@x.org`,
	courses = [],
}: Person) => ({
	...{ nr, first, login, role, mail, courses },
});

async function write(people: readonly Person[]): Promise<void> {
	const rows = people.map(person).map(({ nr, first, login, role, mail, courses }) => {
		return `${nr};${first};Müller;${login};${role};${mail};31.12.2031;${courses.join('|')}`;
	});
	await writeFile(join(folder, 'hr.csv'), `Nr;Vorname;Nachname;Konto;Rolle;Mail;Ende;Kurse\n${rows.join('\n')}\n`);
}

async function sync(...args: string[]) {
	const environment = { CHAMILO_GATEWAY_URL: gateway.url, CHAMILO_GATEWAY_KEY: gateway.demoKey ?? '' };
	const files = [join(folder, 'hr.csv'), '--mapping', join(folder, 'hr.yaml')];
	const command = new Running(cli, ['sync', ...files, '--max-disable', '60%', ...args], environment);
	const code = await command.ended();
	return { code, output: command.output };
}

const planIn = (output: string) => output.split('\n').filter((line) => /^(users|enrolments): /.test(line));

/** A night: the plan is looked at, then carried out, and is what happens. */
async function night(people: readonly Person[], plan: [string, string]): Promise<void> {
	await write(people);
	const looked = await sync('--dry-run');
	expect(planIn(looked.output), looked.output).toEqual([`users: ${plan[0]}`, `enrolments: ${plan[1]}`]);
	const done = await sync('--yes');
	expect([done.code, await readFile(join(folder, 'hr.csv.report.csv'), 'utf8')], done.output).toEqual([
		0,
		expect.not.stringMatching(/,(failed|invalid),/),
	]);
	expect(planIn(done.output)).toEqual(planIn(looked.output));
	await expectCampus(people);
}

/** The campus has the people of the file, active and as they are there, and no other active one with such a login. */
async function expectCampus(people: readonly Person[]): Promise<void> {
	const { users, courses } = await sandbox.state();
	const ours = users.filter(({ username }) => username.startsWith('n.'));
	const found = ours
		.filter(({ active }) => active)
		.map(({ id, username, firstname, lastname, status, email, extras }) => ({
			...{ nr: extras.external_user, login: username, first: firstname, lastname, status, email },
			courses: courses.filter(({ members }) => members.some(({ userId }) => userId === id)).map(({ code }) => code),
		}));
	const wanted = people.map(person).map(({ nr, first, login, role, mail, courses: codes }) => ({
		...{ nr, login, first, lastname: 'Müller', status: role === 'Dozent' ? 1 : 5, email: mail, courses: codes },
	}));
	const sorted = (all: typeof found) => [...all].sort((a, b) => String(a.nr).localeCompare(String(b.nr)));
	expect(sorted(found)).toEqual(sorted(wanted));
}

describe.each(CAMPUS_KINDS)('four nights, Chamilo %s', (kind: CampusKind) => {
	it('leave the campus as the file says, with the plan that was shown', async () => {
		gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent', CHAMILO_SANDBOX: kind });
		sandbox = createSandboxControl(gateway.sandboxUrl ?? '');
		await writeFile(join(folder, 'hr.yaml'), MAPPING);
		const people: Person[] = [
			{ nr: '1', role: 'Dozent', courses: ['ALGEBRA'] },
			{ nr: '2', courses: ['ALGEBRA'] },
			{ nr: '3', courses: ['ALGEBRA', '2024OFFICE'] },
			{ nr: '4' },
		];
		await night(people, ['+4 create, ~0 change, =0 unchanged, -0 gone', '+4 create, ~0 change, =0 unchanged, -0 gone']);

		const calls = (await sandbox.journal()).length;
		await night(people, ['+0 create, ~0 change, =4 unchanged, -0 gone', '+0 create, ~0 change, =4 unchanged, -0 gone']);
		expect((await sandbox.journal()).length).toBe(calls);

		const [one, two, three, four] = people as [Person, Person, Person, Person];
		const changed = [
			{ ...one, first: 'Łucja' },
			{ ...three, login: 'n.three', courses: ['ALGEBRA'] },
			four,
			{ nr: '5' },
		];
		await night(changed, [
			'+1 create, ~2 change, =1 unchanged, -1 gone',
			'+0 create, ~0 change, =2 unchanged, -2 gone',
		]);
		expect((await sandbox.usersWith('external_user', '2')).map(({ active }) => active)).toEqual([false]);

		await night(
			[...changed, two],
			['+0 create, ~1 change, =4 unchanged, -0 gone', '+1 create, ~0 change, =2 unchanged, -0 gone'],
		);
	});
});
