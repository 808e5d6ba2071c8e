import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { dateTime } from '../../src/operations/fields/date.js';
import { extraChanges, extras } from '../../src/operations/fields/extras.js';
import { fieldName, identifier, line, password, text } from '../../src/operations/fields/text.js';
import { toInputError } from '../../src/operations/input-error.js';
import { firstNonXmlCharacter } from '../../src/soap/value.js';

/** The value a schema makes of an input, or the code of the problem. */
function outcome(schema: z.ZodType, input: unknown): { value: unknown } | { problem: string } {
	const result = schema.safeParse(input);
	return result.success ? { value: result.data } : { problem: toInputError(result.error.issues, '').code };
}

/** Holds that each input is refused with the problem it stands under. */
function refuses(schema: z.ZodType, inputs: Record<string, unknown[]>): void {
	for (const [problem, values] of Object.entries(inputs)) {
		for (const value of values) expect(outcome(schema, value), JSON.stringify(value)).toEqual({ problem });
	}
}

/** Holds that each input is taken as it is. */
function keeps(schema: z.ZodType, values: unknown[]): void {
	for (const value of values) expect(outcome(schema, value), JSON.stringify(value)).toEqual({ value });
}

const NOT_TEXT = [undefined, null, 5, true, [], ['a'], {}, { $xml: '<x/>' }];
const CONTROL = ['a\0b', '\u0001', 'a\u001fb', 'a\u007fb', 'a\u0085b', 'a\u009fb'];
const SURROGATES = ['a\ud800', '\udc00a', '\udc00\ud800'];
const EMOJI = ['Ada 😀', '𠮷野', '\u{10ffff}'];

describe('a line of text', () => {
	const schema = line(10);

	it('takes what Chamilo can store', () => {
		keeps(schema, [
			'Ada',
			"O'Brien",
			'José',
			'漢字',
			'a & <b>',
			'"x"',
			'\\',
			'%_;--',
			'00',
			'ﬁ',
			'a\u0301',
			'x'.repeat(10),
		]);
	});

	it('has no blanks at its ends', () => {
		for (const input of [' Ada', 'Ada ', '  Ada  ', '\u00a0Ada\u00a0', '\tAda\n']) {
			expect(outcome(schema, input), JSON.stringify(input)).toEqual({ value: 'Ada' });
		}
	});

	it('is refused where something else would be stored', () => {
		refuses(schema, {
			'invalid-request': [
				...NOT_TEXT,
				'',
				' ',
				'\n',
				'x'.repeat(11),
				'a\nb',
				'a\tb',
				'a\rb',
				...CONTROL,
				...SURROGATES,
			],
			'unsupported-by-chamilo': [...EMOJI, '0', ' 0 '],
		});
	});
});

describe('a text of several lines', () => {
	const schema = text(10);

	it('is kept as it is', () => {
		keeps(schema, ['', ' a ', 'a\nb', 'a\r\n\tb', '<p>é</p>', '0', 'x'.repeat(10)]);
	});

	it('is refused where something else would be stored', () => {
		refuses(schema, {
			'invalid-request': [...NOT_TEXT, 'x'.repeat(11), ...CONTROL, ...SURROGATES],
			'unsupported-by-chamilo': EMOJI.filter((value) => value.length <= 10),
		});
	});
});

describe('a password', () => {
	it('is kept as it is, blanks and emoji included', () => {
		keeps(password, ['x', ' a ', 'a\'b"c\\d', '<&>', 'pass 😀', 'é漢', '00', 'x'.repeat(1000)]);
	});

	it('is refused where XML cannot carry it or Chamilo takes it for none', () => {
		refuses(password, {
			'invalid-request': [...NOT_TEXT, '', 'x'.repeat(1001), 'a\nb', 'a\tb', 'a\rb', ...CONTROL, ...SURROGATES],
			'unsupported-by-chamilo': ['0'],
		});
	});
});

describe('an identifier', () => {
	const schema = identifier(10);

	it('takes what is safe in SQL', () => {
		keeps(schema, [
			'1504',
			'0',
			'a.b-c_d@e',
			'José',
			'漢字',
			'a b',
			'50%',
			'a;b--c',
			'/*x*/',
			'#',
			'€',
			'x'.repeat(10),
			'...',
		]);
	});

	it('is refused where it could leave its quotes in SQL', () => {
		const meta = [
			"'",
			'"',
			'\\',
			'`',
			"a' OR '1'='1",
			"'; DROP",
			'a\\',
			"\\'",
			" '",
			'a\u0000',
			'a\nb',
			'a\tb',
			'a\rb',
			'\u001a',
		];
		refuses(schema, { 'unsafe-identifier': [...meta.map((value) => value.slice(0, 10)), ...CONTROL] });
	});

	it('is refused where it would find nothing, or anything', () => {
		refuses(schema, {
			'invalid-request': [
				...NOT_TEXT,
				'',
				' ',
				' a',
				'a ',
				'\u00a0a',
				'\u3000',
				'.',
				'..',
				'x'.repeat(11),
				...[
					'\u200b',
					'a\u200bb',
					'\u200ea',
					'a\u202eb',
					'\u00ad',
					'\ufeffa',
					'a\ufeff',
					'\u2060',
					'\ue000',
					'\ufdd0',
					'\uffff',
				],
				...['\u0301', '\u20dd', '\u0301\u0302'],
				...SURROGATES,
			],
			'unsupported-by-chamilo': ['a😀', '𠮷'],
		});
	});
});

describe('the name of an extra field', () => {
	it('has letters, digits, _ and -', () => {
		keeps(fieldName, ['external_user', 'A', '0', '-', '_', 'x'.repeat(64), 'toString', 'chamilo_user_id']);
	});

	it('has nothing else', () => {
		refuses(fieldName, {
			'invalid-request': [...NOT_TEXT, '', ' ', 'a b', 'a.b', 'é', 'a/b', 'a%b', 'a;b', 'x'.repeat(65), 'a😀', '１'],
			'unsafe-identifier': ["a'b", 'a"b', 'a\\b', 'a`b', 'a\nb', 'a\n', 'a\0'],
		});
	});
});

describe('extra fields', () => {
	it('are texts by the names of fields', () => {
		keeps(extras, [{}, { department: 'Research', room_2: 'B 12' }]);
	});

	it('are refused with the code of what is wrong in them', () => {
		const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, 'x']));
		refuses(extras, {
			'invalid-request': [
				null,
				[],
				'a',
				{ a: true },
				{ a: [] },
				{ a: 1e300 },
				{ a: '' },
				{ a: ' b' },
				{ a: 'b\n' },
				{ 'a b': 'x' },
				{ username: 'x' },
				{ code: 'x' },
				many,
			],
			'unsafe-identifier': [{ a: "O'Brien" }, { "a'b": 'x' }, { a: 'b\u0000c' }],
			'unsupported-by-chamilo': [{ a: '😀' }],
		});
	});

	it('take numbers and line breaks; null is nothing in a new record, and clears in a change', () => {
		const given = { a: 0, b: -1.5, c: 'x\r\ny\tz', d: null };
		const texts = { a: '0', b: '-1.5', c: 'x\ny\tz' };
		expect(extras.parse(given)).toEqual(texts);
		expect(extraChanges.parse(given)).toEqual({ ...texts, d: '' });
		refuses(extraChanges, { 'invalid-request': [{ a: '' }, { a: false }] });
	});
});

describe('a date', () => {
	it('becomes the form every Chamilo reads right, in UTC', () => {
		const dates: [input: string, value: string][] = [
			['2027-01-31', '2027-01-31 00:00:00'],
			['2028-02-29', '2028-02-29 00:00:00'],
			['2000-02-29', '2000-02-29 00:00:00'],
			['1900-01-01', '1900-01-01 00:00:00'],
			['9999-12-31T23:59:59Z', '9999-12-31 23:59:59'],
			['2027-01-31T18:00', '2027-01-31 18:00:00'],
			['2027-01-31 18:00:07', '2027-01-31 18:00:07'],
			['2027-01-31T18:00:00Z', '2027-01-31 18:00:00'],
			['2027-01-31T18:00:00.987Z', '2027-01-31 18:00:00'],
			['2027-01-31T18:00:00+02:00', '2027-01-31 16:00:00'],
			['2027-01-31T23:30:00-05:30', '2027-02-01 05:00:00'],
			['2027-01-01T00:30+01:00', '2026-12-31 23:30:00'],
			['2028-02-29T00:00:00+14:00', '2028-02-28 10:00:00'],
			['2027-01-31T18:00:00-00:00', '2027-01-31 18:00:00'],
		];
		for (const [input, value] of dates) expect(outcome(dateTime, input), input).toEqual({ value });
	});

	it('is refused where there is no such moment', () => {
		const wrong = [
			...['', ' ', 'tomorrow', '2027', '2027-01', '20270131', '31.01.2027', '01/31/2027', '2027-1-31', ' 2027-01-31'],
			...[
				'2027-02-29',
				'2100-02-29',
				'2027-02-30',
				'2027-04-31',
				'2027-13-01',
				'2027-00-10',
				'2027-01-00',
				'2027-01-32',
			],
			...['2027-01-31T24:00:00', '2027-01-31T25:00', '2027-01-31T18:60', '2027-01-31T18:00:60', '2027-01-31T18'],
			...['0000-00-00', '0000-00-00 00:00:00', '0001-01-01', '1899-12-31', '+012027-01-01', '-2027-01-01'],
			...[
				'2027-01-31Z',
				'2027-01-31T18:00:00 Z',
				'2027-01-31T18:00:00+0200',
				'2027-01-31T18:00:00+2',
				'2027-01-31T18:00:00z',
			],
			...['2027-01-31\n', '2027-01-31T18:00:00Z\n', '２０２７-01-31', '1800000000'],
		];
		refuses(dateTime, { 'invalid-request': [...wrong, ...NOT_TEXT] });
	});

	it('is refused where the offset is none, or leaves the years Chamilo can store', () => {
		const wrong = ['2027-01-31T18:00:00+25:00', '2027-01-31T18:00:00-99:99', '2027-01-31T18:00:00+14:75'];
		refuses(dateTime, { 'invalid-request': [...wrong, '9999-12-31T23:59:59-05:00'] });
	});
});

it('what the rules let pass, XML can carry: no character of the first plane slips through', () => {
	const schemas = { line: line(10), text: text(10), password, identifier: identifier(10) };
	const slipped: string[] = [];
	for (const [name, schema] of Object.entries(schemas)) {
		for (let code = 0; code <= 0xffff; code += 1) {
			const character = String.fromCharCode(code);
			if (firstNonXmlCharacter(character) === undefined) continue;
			if (schema.safeParse(`a${character}b`).success) slipped.push(`${name} U+${code.toString(16)}`);
		}
	}
	expect(slipped).toEqual([]);
});
