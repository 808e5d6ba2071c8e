import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORD_TYPES } from '../../src/node/import/record-types.js';
import { recordsOf } from '../../src/node/import/records.js';
import { UsageError } from '../../src/node/import/usage-error.js';
import { describeMistakes, Validator } from '../../src/node/import/validator.js';
import { dateReader } from '../../src/node/mapping/dates.js';
import { mappingSchema } from '../../src/node/mapping/definition.js';
import { compile, headerOf, thoseIn } from '../../src/node/mapping/for-file.js';
import { loadMapping, parseDefinition } from '../../src/node/mapping/load.js';
import { LoginNumbers, toLogin } from '../../src/node/mapping/login.js';
import { proposeMapping } from '../../src/node/mapping/propose.js';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'mapping-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a mapping makes of a file: items or mistakes, by type of records. */
async function mapped(mapping: string, content: string, as?: string): Promise<unknown[]> {
	const path = join(folder, 'file.csv');
	await writeFile(path, content);
	const definitions = mapping.includes(':') ? [parseDefinition('m.yaml', mapping)] : await loadMapping(mapping);
	const all = compile(definitions, { recordTypes: upserts });
	const found = thoseIn(await headerOf({ path }), 'file.csv', all).filter(({ records }) => records === (as ?? records));
	const results: unknown[] = [];
	for (const { mapping: reader, recordType } of found) {
		const validator = new Validator(recordType, reader);
		for await (const record of recordsOf({ path, format: 'csv' }, reader)) {
			const mistakes = validator.check(record);
			results.push(mistakes.length > 0 ? describeMistakes(mistakes) : record.item);
		}
	}
	return results;
}

const type = RECORD_TYPES.users?.create;
const upserts = type ? { users: type } : {};

const USERS = `users:
  firstname: Vorname
  lastname: Nachname
  loginname: { template: "{firstname:1}.{lastname}" }
  password: { constant: secret }
`;

describe('a mapping file', () => {
	it('has values, dates, templates, digits, defaults, constants and lists', async () => {
		const mapping = `${USERS}
  field: { constant: external_user }
  value: { column: Nr, digits: 6 }
  status: { column: Rolle, values: { Dozent: teacher, "*": student } }
  active: { column: Aktiv, values: { ja: true, nein: false }, default: true }
  expiration_date: { column: Ende, dates: [DD.MM.YYYY, YYYY/MM/DD], end_of_day: true, values: { "00.00.0000": null } }
  extras.site: { constant: North }
enrolments:
  user.field: { constant: external_user }
  user.value: { column: Nr, digits: 6 }
  course.field: { constant: code }
  course.value: { column: Kurse, list: "|" }
`;
		const file = `vorname;Nachname;Nr;Rolle;Aktiv;Ende;Kurse
Zoé;Żółkiewski;89;dozent;JA;31.12.2027;A | B
Zoé;Żółkiewski;000090;Gast;;00.00.0000;
Max;Groß;91;Gast;vielleicht;2027-12-31;A
`;
		const zoe = { firstname: 'Zoé', lastname: 'Żółkiewski', password: 'secret', extras: { site: 'North' } };
		const enrolled = (value: string, code: string) => ({
			user: { field: 'external_user', value },
			course: { field: 'code', value: code },
		});
		expect(await mapped(mapping, file)).toEqual([
			{
				...{ ...zoe, loginname: 'z.zolkiewski', field: 'external_user', value: '000089', status: 'teacher' },
				...{ active: true, expiration_date: '2027-12-31T23:59:59' },
			},
			{
				...{ ...zoe, loginname: 'z.zolkiewski2', field: 'external_user', value: '000090', status: 'student' },
				...{ active: true, expiration_date: null },
			},
			'Aktiv (active): is "vielleicht", which is none of the values of the mapping: "ja", "nein"; Ende (expiration_date): is no date in the form DD.MM.YYYY or YYYY/MM/DD',
			enrolled('000089', 'A'),
			enrolled('000089', 'B'),
			enrolled('000091', 'A'),
		]);
	});

	it('skips the lines that it says', async () => {
		const mapping = `${USERS}skip: [{ column: Rolle, values: [Eltern] }]\n`;
		const found = await mapped(mapping, 'Vorname;Nachname;Rolle\nAda;L;Eltern\nEva;L;Student\n');
		expect(found).toMatchObject([{ firstname: 'Eva' }]);
	});

	it('that does not fit is refused with what is wrong', async () => {
		for (const [mapping, message] of [
			['users: { firstname: { colum: x } }', /users\/firstname/],
			['users: [', 'neither YAML nor JSON (line 1)'],
			['shoes: {}', 'shoes'],
			['{}', 'has none of users, courses'],
			['users: { firstname: { column: A, constant: x } }', 'exactly one of column, constant and template'],
			['users: { expiration_date: { column: A, dates: DD.MM.YY } }', 'must be made of YYYY, MM and DD'],
		] as const) {
			const failure = (() => {
				try {
					return parseDefinition('m.yaml', mapping);
				} catch (thrown) {
					return thrown;
				}
			})();
			expect(failure, mapping).toBeInstanceOf(UsageError);
			expect((failure as Error).message).toMatch(message);
		}
		for (const [mapping, message] of [
			[`${USERS}  shoe: Schuh\n`, '"shoe" is no column'],
			['users: { firstname: Vorname }', 'lack lastname, loginname, password'],
			[`${USERS}  status: { column: Rolle }\n`, 'users need "Rolle" as well'],
			[`${USERS}  extras.a: { column: Nachname, list: "," }\n`, 'only one member of enrolments can be a list'],
		] as const) {
			await expect(mapped(mapping, 'Vorname;Nachname\nAda;L\n')).rejects.toThrow(message);
		}
	});

	it('says which cells a spreadsheet has damaged', async () => {
		const mapping = `${USERS}  field: { constant: external_user }\n  value: Nr\n`;
		expect(await mapped(mapping, 'Vorname;Nachname;Nr\nAda;L;1,504E+3\n#N/A;L;7\n')).toEqual([
			expect.stringContaining('Nr (value): is a number that a spreadsheet has shortened'),
			expect.stringContaining('Vorname (firstname): is an error of a spreadsheet formula'),
		]);
	});
});

describe('the profiles', () => {
	it('read the files of Chamilo: users with their courses, sessions with their users, courses, classes', async () => {
		const users = readFileSync('src/node/examples/chamilo-users.csv', 'utf8');
		expect(await mapped('chamilo', users)).toEqual([
			expect.objectContaining({ loginname: 'emmy.noether', status: 'teacher', expiration_date: null, active: true }),
			expect.objectContaining({ loginname: 'alan.turing', status: 'student', expiration_date: '2031-12-31T00:00:00' }),
			...['ALGEBRA', 'ALGEBRA', 'ARCHIVE'].map((code) =>
				expect.objectContaining({ course: { field: 'code', value: code } }),
			),
		]);
		const sessions = 'SessionName;Coach;DateStart;DateEnd;Visibility;SessionCategory;Users;Courses\n';
		expect(await mapped('chamilo', `${sessions}Spring;ada;2030/01/31;2030-06-30;1;;ada|zoe;MATH[ada][zoe]\n`)).toEqual([
			{
				...{ name: 'Spring', coach: { field: 'username', value: 'ada' }, visibility: 'read-only' },
				...{ start_date: '2030-01-31', end_date: '2030-06-30' },
			},
			...['ada', 'zoe'].map((name) => ({
				user: { field: 'username', value: name },
				session: { field: 'name', value: 'Spring' },
			})),
		]);
		const courses = 'Code;Title;CourseCategory;Teacher;Language\nMATH;Maths;LANG;ada;english\n';
		expect(await mapped('chamilo', courses)).toMatchObject([
			{ code: 'MATH', teacher: { field: 'username', value: 'ada' } },
		]);
		expect(await mapped('chamilo', 'name;description;users\n1a;First;ada,zoe\n')).toEqual(
			Array(2).fill(expect.stringContaining('course: is missing')),
		);
	});

	it('read the pair of OneRoster', async () => {
		const users = readFileSync('src/node/examples/oneroster/users.csv', 'utf8');
		const withPasswords = users.replaceAll(/,$/gm, ',pw');
		expect(await mapped('oneroster', withPasswords)).toMatchObject([
			{ field: 'external_user', value: 'or-u1', loginname: 'grace.hopper', status: 'teacher', active: true },
			{ value: 'or-u2', status: 'student' },
		]);
		expect(
			await mapped('oneroster', readFileSync('src/node/examples/oneroster/enrollments.csv', 'utf8')),
		).toMatchObject([
			{ user: { value: 'or-u1' }, course: { field: 'external_course', value: '201' }, status: 'teacher' },
			{ user: { value: 'or-u2' }, status: 'student' },
		]);
	});
});

it('a proposal is a mapping that fits the file', async () => {
	const [header = '', ...lines] = readFileSync('src/node/examples/hr.csv', 'utf8').trimEnd().split('\n');
	const rows = lines.map((line) => line.split(';'));
	const proposed = proposeMapping({ header: header.split(';'), rows });
	expect(proposed).toContain('#   extras.abteilung: Abteilung');
	const { users, enrolments, passwords } = parseDefinition('proposal', proposed);
	expect(passwords).toBe('generate');
	expect(users).toMatchObject({
		value: 'Personalnummer',
		email: 'E-Mail',
		loginname: { template: '{firstname}.{lastname}' },
		status: { column: 'Rolle', values: { Dozent: 'teacher', Student: 'student', '*': 'student' } },
		expiration_date: { column: 'Austritt', dates: 'DD.MM.YYYY' },
	});
	expect(enrolments).toMatchObject({ 'course.value': { column: 'Kurse', list: '|' } });
});

it('the JSON Schema that ships is that of the mapping (chamilo-gateway mapping --schema)', () => {
	expect(JSON.parse(readFileSync('src/node/examples/mapping.schema.json', 'utf8'))).toEqual(mappingSchema());
});

it('usernames are what every Chamilo takes, and numbered in the order of the file', () => {
	for (const [text, login] of [
		['Zoé.Müller', 'zoe.muller'],
		['Łukasz.Żółkiewski', 'lukasz.zolkiewski'],
		["Ada.O'Brien de la Cruz", 'ada.obriendelacruz'],
		['Σωκράτης', 'sokratis'],
		['..', ''],
		['x'.repeat(60), 'x'.repeat(50)],
	] as const) {
		expect(toLogin(text)).toBe(login);
	}
	const numbers = new LoginNumbers();
	expect(['ada', 'ada2', 'ada', 'ada', 'zoe'].map((login) => numbers.next(login))).toEqual([
		...['ada', 'ada2', 'ada3', 'ada4', 'zoe'],
	]);
});

it('dates are read by their formats only', () => {
	const read = dateReader(['DD.MM.YYYY', 'YYYY-MM-DD HH:mm'], false);
	expect(['1.2.2027', '31.12.2027', '2027-12-31 08:15', '31/12/2027', '31.12.27'].map(read)).toEqual([
		...['2027-02-01', '2027-12-31', '2027-12-31T08:15:00', undefined, undefined],
	]);
});
