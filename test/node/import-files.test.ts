import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ColumnMapping, type MappingOptions } from '../../src/node/import/column-mapping.js';
import { Columns } from '../../src/node/import/columns.js';
import { LeadingZeros } from '../../src/node/import/excel-damage.js';
import { MistakeGroups } from '../../src/node/import/mistake-groups.js';
import { RECORD_TYPES, type RecordType } from '../../src/node/import/record-types.js';
import { recordsOf, type Source } from '../../src/node/import/records.js';
import { UsageError } from '../../src/node/import/usage-error.js';
import { describeMistakes, Validator } from '../../src/node/import/validator.js';

let folder: string;
let files = 0;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'import-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

function recordTypeOf(records: string, mode = 'create'): RecordType {
	const recordType = RECORD_TYPES[records]?.[mode];
	if (!recordType) throw new Error(`no record type ${records} ${mode}`);
	return recordType;
}

interface Reading extends Partial<MappingOptions>, Partial<Source> {
	recordType?: RecordType;
}

/** Every record of a file with this content, as [line, item] or [line, what is wrong]. */
async function read(content: string | Uint8Array, options: Reading = {}): Promise<[number, unknown][]> {
	const { recordType = recordTypeOf('users'), map = {}, set = {}, ignoreUnknown = false } = options;
	files += 1;
	const path = join(folder, `${files}`);
	await writeFile(path, content);
	const mapping = new ColumnMapping(new Columns(recordType.schema), { map, set, ignoreUnknown });
	const { format = 'csv', encoding, delimiter } = options;
	const validator = new Validator(recordType, mapping);
	const found: [number, unknown][] = [];
	for await (const record of recordsOf({ path, format, encoding, delimiter }, mapping)) {
		const repeated = validator.findDuplicates(record);
		const mistakes = [...validator.check(record), ...repeated];
		found.push([record.line, mistakes.length > 0 ? describeMistakes(mistakes) : record.item]);
	}
	return found;
}

const ADA = { firstname: 'Ada', lastname: 'Lovelace', loginname: 'ada', password: 'pw' };
const HEADER = 'firstname,lastname,loginname,password';

describe('CSV', () => {
	it('has a header that names the members; line numbers are those of an editor', async () => {
		expect(await read(`${HEADER}\nAda,Lovelace,ada,pw\nAlan,Turing,alan,pw\n`)).toEqual([
			[2, ADA],
			[3, { ...ADA, firstname: 'Alan', lastname: 'Turing', loginname: 'alan' }],
		]);
	});

	it('may have a byte order mark, CRLF, empty lines, and no end of the last line', async () => {
		expect(await read(`\ufeff${HEADER}\r\n\r\nAda,Lovelace,ada,pw\r\n\r\n\r\nAda,Lovelace,ada2,pw`)).toEqual([
			[3, ADA],
			[6, { ...ADA, loginname: 'ada2' }],
		]);
	});

	it('has quoted cells with delimiters, quotation marks and line breaks; a row is told by the line it begins in', async () => {
		const rows = await read(
			`${HEADER}\n"A ""da""",Lovelace,ada,"p,w"\n"A\r\nda",Lovelace,ada2,pw\nAda,Lovelace,ada3,pw\n`,
		);
		expect(rows.map(([line]) => line)).toEqual([2, 3, 5]);
		expect(rows[0]?.[1]).toEqual({ ...ADA, firstname: 'A "da"', password: 'p,w' });
		expect(rows[1]?.[1]).toMatch(/^firstname: /);
	});

	it('has the delimiter that its header has most of, or the one that is said', async () => {
		const semicolons = `${HEADER.replaceAll(',', ';')}\nAda;"Love;lace, L";ada;pw\n`;
		expect(await read(semicolons)).toEqual([[2, { ...ADA, lastname: 'Love;lace, L' }]]);
		expect(await read(semicolons.replaceAll(';', '\t'))).toEqual(
			[[2, { ...ADA, lastname: 'Love\tlace, L' }]].map(([line]) => [line, expect.stringMatching(/^lastname: /)]),
		);
		expect(await read(`${HEADER.replaceAll(',', '|')}\nAda|Lovelace|ada|pw\n`, { delimiter: '|' })).toEqual([[2, ADA]]);
	});

	it('leaves out empty cells, turns words into booleans and numbers, and sets members of members', async () => {
		const header = 'name,nolimit,nb_days_access_before,coach.field,coach.value,extras.campus_site,field,value';
		const rows = await read(`${header}\nSpring,yes,3,username,ada,North,,\nAutumn,FALSE,x,username,ada,,,\n`, {
			recordType: recordTypeOf('sessions'),
		});
		expect(rows[0]?.[1]).toEqual({
			name: 'Spring',
			nolimit: true,
			nb_days_access_before: 3,
			coach: { field: 'username', value: 'ada' },
			extras: { campus_site: 'North' },
		});
		expect(rows[1]?.[1]).toMatch(/nb_days_access_before: must be a/);
	});

	it('gives null for the empty cells of what an upsert must say', async () => {
		const header = 'field,value,firstname,lastname,loginname,status,email,language,phone,expiration_date,password';
		const recordType = recordTypeOf('users', 'upsert');
		expect(await read(`${header}\nexternal_user,7,Ada,Lovelace,ada,student,,,,,\n`, { recordType })).toEqual([
			[
				2,
				{
					...{ field: 'external_user', value: '7', firstname: 'Ada', lastname: 'Lovelace', loginname: 'ada' },
					...{ status: 'student', email: null, language: null, phone: null, expiration_date: null },
				},
			],
		]);
		await expect(read('field,value,firstname\nexternal_user,7,Ada\n', { recordType })).rejects.toThrow(
			'lacks the column lastname, loginname, status, email, language, phone, expiration_date',
		);
	});

	it('says which line has too few or too many cells', async () => {
		expect(await read(`${HEADER}\nAda\nAda,Lovelace,ada,pw,more\nAda,Lovelace,ada,pw\n`)).toEqual([
			[2, expect.stringContaining('has 1 cell, the header 4')],
			[3, expect.stringContaining('has 5 cells, the header 4')],
			[4, ADA],
		]);
	});

	for (const [what, content, message] of [
		['nothing', '', 'is empty'],
		['a column twice', `${HEADER},password\n`, '"password" appears twice'],
		['an unknown column', `${HEADER},shoe\n`, /Unknown in the header: "shoe"\. Known are firstname, .*extras\.NAME/],
		['a column without a name', `${HEADER},\n`, 'number 5, which has no name'],
		['a column that would be a prototype', `${HEADER},extras.__proto__\n`, 'Unknown in the header: "extras.__proto__"'],
		['no column for what every record needs', 'firstname,lastname\n', 'lacks the column loginname, password'],
		['a quotation mark within a cell', `${HEADER}\nA"da,secret,ada,pw\n`, /not quoted.*: see line 2\.$/],
		['something behind a quoted cell', `${HEADER}\n"Ada"x,secret,ada,pw\n`, /ends a cell.*: see line 2\.$/],
		['a quoted cell without an end', `${HEADER}\n"Ada,secret,ada,pw\n`, /has no end: see line 2\.$/],
	] as const) {
		it(`with ${what} is refused as a whole`, async () => {
			const failure = await read(content).catch((thrown: unknown) => thrown);
			expect(failure).toBeInstanceOf(UsageError);
			expect((failure as Error).message).toMatch(message);
			expect((failure as Error).message).not.toContain('secret');
		});
	}
});

describe('the names of columns', () => {
	it('are mapped; mistakes are told by the name in the file', async () => {
		const map = { Vorname: 'firstname', Nachname: 'lastname', Konto: 'loginname' };
		const rows = await read('Vorname,Nachname,Konto,password\nAda,Lovelace,ada,pw\nAda,,ada2,pw\n', { map });
		expect(rows).toEqual([
			[2, ADA],
			[3, 'Nachname (lastname): is missing'],
		]);
	});

	it('are refused where the mapping does not fit', async () => {
		const content = `${HEADER}\n`;
		for (const [naming, message] of [
			[{ map: { Vorname: 'firstname' } }, 'no column "Vorname". It has "firstname", "lastname"'],
			[{ map: { firstname: 'shoe' } }, '"shoe" is no column'],
			[{ map: { a: 'email', b: 'email' } }, 'cannot both be "email"'],
			[{ map: { firstname: 'lastname' } }, 'Two columns of the file are "lastname"'],
			[{ set: { shoe: '1' } }, '--set shoe=…: "shoe" is no column'],
			[{ set: { firstname: 'Ada' } }, 'the file has this column as well'],
		] as const) {
			await expect(read(content, naming)).rejects.toThrow(message);
		}
	});

	it('that are unknown are left out when that is said', async () => {
		expect(await read(`${HEADER},shoe,\nAda,Lovelace,ada,pw,43,x\n`, { ignoreUnknown: true })).toEqual([[2, ADA]]);
	});

	it('can stand for the same value in every line', async () => {
		const set = { field: 'external_user', active: 'false' };
		expect(await read(`${HEADER},value\nAda,Lovelace,ada,pw,7\n`, { set })).toEqual([
			[2, { ...ADA, field: 'external_user', value: '7', active: false }],
		]);
	});

	it('of a constant make no course where the line has none', async () => {
		const set = { 'user.field': 'external_user', 'course.field': 'code', 'session.field': 'external_session' };
		const header = 'user.value,course.value,session.value,status';
		const rows = await read(`${header}\n7,MATH,,teacher\n7,,301,\n7,,,\n7,MATH,301,\n7,,301,student\n`, {
			recordType: recordTypeOf('enrolments'),
			set,
		});
		const user = { field: 'external_user', value: '7' };
		expect(rows).toEqual([
			[2, { user, course: { field: 'code', value: 'MATH' }, status: 'teacher' }],
			[3, { user, session: { field: 'external_session', value: '301' } }],
			[4, expect.stringContaining('course: is missing')],
			[5, expect.stringContaining('session: must be empty')],
			[6, expect.stringContaining('status: is for courses only')],
		]);
	});
});

describe('encodings', () => {
	it('other than UTF-8 are refused unless they are said, never guessed', async () => {
		const latin = Buffer.from(`${HEADER}\nZoé,Müller,zoe,pw\n`, 'latin1');
		const zoe = { ...ADA, firstname: 'Zoé', lastname: 'Müller', loginname: 'zoe' };
		await expect(read(latin)).rejects.toThrow('is not encoded in utf-8');
		expect(await read(latin, { encoding: 'windows-1252' })).toEqual([[2, zoe]]);
		const wide = Buffer.from(`\ufeff${HEADER}\nZoé,Müller,zoe,pw\n`, 'utf16le');
		expect(await read(wide, { encoding: 'utf-16le' })).toEqual([[2, zoe]]);
	});

	it('keep characters whole that the pieces of a large file part', async () => {
		const rows = 20_000;
		const lines = Array.from({ length: rows }, (_, index) => `Zoé,Müller,zoé.${index},pw`);
		const found = await read(`${HEADER}\n${lines.join('\n')}`);
		expect(found).toHaveLength(rows);
		expect(found.filter(([, item]) => (item as typeof ADA).lastname !== 'Müller')).toEqual([]);
	});
});

describe('NDJSON', () => {
	const ndjson = (content: string, options: Reading = {}) => read(content, { format: 'ndjson', ...options });

	it('has one object a line; blank lines, CRLF and a byte order mark do not matter', async () => {
		const content = `\ufeff${JSON.stringify(ADA)}\r\n\r\n  \n${JSON.stringify({ ...ADA, loginname: 'ada2' })}`;
		expect(await ndjson(content)).toEqual([
			[1, ADA],
			[4, { ...ADA, loginname: 'ada2' }],
		]);
	});

	it('keeps types, members of members, and line separators within texts', async () => {
		const item = { ...ADA, password: 'a\u2028b', active: false, email: null, extras: { site: 'North' } };
		const wrong = { ...ADA, loginname: 'x', active: 'no' };
		expect(await ndjson(`${JSON.stringify(item)}\n${JSON.stringify(wrong)}\n`)).toEqual([
			[1, item],
			[2, 'active: must be a boolean'],
		]);
	});

	it('tells each line that is none, without quoting it', async () => {
		const content = `{"password":"secret"\n["secret"]\nnull\n{"firstname":{"__proto__":1}}\n{"\\u005f_proto__":1}\n`;
		expect(await ndjson(content)).toEqual([
			[1, 'is not JSON; each line must be one JSON object'],
			[2, 'must be a JSON object'],
			[3, 'must be a JSON object'],
			[4, 'has a member called __proto__'],
			[5, 'has a member called __proto__'],
		]);
	});

	it('has names mapped, and constants', async () => {
		const { firstname, ...rest } = ADA;
		const content = `${JSON.stringify({ Vorname: firstname, ...rest })}\n${JSON.stringify({ Vorname: 'A', ...ADA })}\n`;
		expect(await ndjson(content, { map: { Vorname: 'firstname' }, set: { active: 'no' } })).toEqual([
			[1, { ...ADA, active: false }],
			[2, expect.stringContaining('firstname: is given twice')],
		]);
	});

	it('tells unknown members, and leaves them out when that is said', async () => {
		const content = `${JSON.stringify({ ...ADA, shoe: 43 })}\n`;
		expect(await ndjson(content)).toEqual([[1, expect.stringMatching(/^shoe: is unknown\. Known are firstname, /)]]);
		expect(await ndjson(content, { ignoreUnknown: true })).toEqual([[1, ADA]]);
	});

	it('with an endless line is refused before memory is full', async () => {
		await expect(ndjson(`${JSON.stringify(ADA)}\n"${'x'.repeat(2 * 1024 * 1024)}`)).rejects.toThrow(
			'Line 2 is longer than',
		);
	});
});

describe('records that are the same', () => {
	it('are told by identifier and login name, without regard to case', async () => {
		const header = `${HEADER},field,value`;
		const rows = await read(
			`${header}\nAda,L,ada,pw,external_user,A7\nAda,L,ada2,pw,external_user,a7\nAda,L,ADA,pw,,\nAda,L,ada3,pw,other,A7\n`,
		);
		expect(rows.map(([, found]) => (typeof found === 'string' ? found : 'good'))).toEqual([
			'good',
			expect.stringContaining('is the same record as line 2'),
			expect.stringContaining('is the same record as line 2'),
			'good',
		]);
	});

	it('may be enrolments', async () => {
		const line = 'username,ada,code,MATH';
		const rows = await read(`user.field,user.value,course.field,course.value\n${line}\n${line}\n`, {
			recordType: recordTypeOf('enrolments'),
		});
		expect(rows.filter(([, found]) => typeof found === 'string')).toEqual([]);
	});
});

describe('files as they are', () => {
	const zoe = { ...ADA, firstname: 'Zoé', lastname: 'Müller', loginname: 'zoe' };

	it('may be UTF-16 with a byte order mark, of both kinds', async () => {
		const little = Buffer.from(`\ufeff${HEADER}\nZoé,Müller,zoe,pw\n`, 'utf16le');
		expect(await read(little)).toEqual([[2, zoe]]);
		expect(await read(Buffer.from(little).swap16())).toEqual([[2, zoe]]);
		await expect(read(little.subarray(2))).rejects.toThrow('perhaps it is UTF-16 without a byte order mark');
	});

	it('may have the line in which Excel says the delimiter', async () => {
		const rows = `${HEADER.replaceAll(',', ';')}\nZoé;Müller, A.;zoe;pw\n`;
		for (const line of ['sep=;\n', '"sep=;"\n', '\ufeffSEP=;\n']) {
			expect(await read(line + rows), line).toEqual([[3, { ...zoe, lastname: 'Müller, A.' }]]);
		}
	});

	it('that are spreadsheets are named', async () => {
		await expect(read(Buffer.from('PK\x03\x04…'))).rejects.toThrow('.xlsx');
		await expect(read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).rejects.toThrow('.xls');
	});

	it('with a wrong byte are refused with its place', async () => {
		const before = `${HEADER}\n${'Zoé,\ufffd,zoe,pw\n'.repeat(20_000)}`;
		const wrong = Buffer.concat([Buffer.from(before), Buffer.from('Zo\xe9,M', 'latin1')]);
		await expect(read(wrong)).rejects.toThrow(
			`is not encoded in utf-8: see byte ${Buffer.byteLength(before) + 2}, in line 20002.`,
		);
		await expect(read(Buffer.from('firstname\nZo\xc3', 'latin1'))).rejects.toThrow('see byte 12, in line 2.');
	});

	it('with numbers that a spreadsheet has shortened are refused', async () => {
		expect(await read(`${HEADER},field,value\nAda,Lovelace,ada,pw,external_user,1.504E+3\n`)).toEqual([
			[2, expect.stringMatching(/^value: is a number that a spreadsheet has shortened/)],
		]);
	});

	it('with numbers that lack leading zeros are warned of', () => {
		const zeros = new LeadingZeros();
		for (const [index, value] of ['000101', '89', '000090', '123456', '7'].entries()) zeros.see(index + 2, { value });
		expect(zeros.warnings(() => 'Nr')).toEqual([
			expect.stringMatching(/^Nr: 2 values have fewer digits than others, which begin with 0 \(line 3, 6\)\./),
		]);
		const none = new LeadingZeros();
		for (const value of ['101', '89']) none.see(2, { value });
		expect(none.warnings(() => 'Nr')).toEqual([]);
	});

	it('have constants in extra fields, and a course that is the same in every line', async () => {
		expect(await read(`${HEADER},extras.site\nAda,Lovelace,ada,pw,\n`, { set: { 'extras.department': 'HR' } })).toEqual(
			[[2, { ...ADA, extras: { department: 'HR' } }]],
		);
		const set = { 'user.field': 'username', 'course.field': 'code', 'course.value': 'MATH' };
		expect(await read('user.value\nada\n', { recordType: recordTypeOf('enrolments'), set })).toEqual([
			[2, { user: { field: 'username', value: 'ada' }, course: { field: 'code', value: 'MATH' } }],
		]);
	});
});

it('mistakes of many lines are grouped by cause', () => {
	const groups = new MistakeGroups();
	for (let line = 2; line < 2_000; line += 1) groups.add(line, `has ${line} cells`);
	groups.add(3_000, 'has 1 cells');
	groups.add(5, 'email: is wrong');
	expect(groups.texts()).toEqual(['1999 lines: has 2 cells (lines 2–1999, 3000)', 'line 5: email: is wrong']);
});
