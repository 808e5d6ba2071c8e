import { expect, it } from 'vitest';
import { languageName } from '../../src/operations/fields/language.js';

it.each([
	['de', 'german'],
	['DE-at', 'german'],
	['en-US', 'english'],
	['pt-BR', 'brazilian'],
	['pt_BR', 'brazilian'],
	['pt-PT', 'portuguese'],
	['pt', 'portuguese'],
	['zh', 'simpl_chinese'],
	['zh-Hant-TW', 'trad_chinese'],
	['zh-TW', 'trad_chinese'],
	['nb', 'norwegian'],
	['es-419', 'spanish_latin'],
	['ast', 'asturian'],
	['German', 'german'],
	['simpl_chinese', 'simpl_chinese'],
	['spanish2', 'spanish2'],
	['simpl_chinese_corp', 'simpl_chinese_corp'],
])('the language %s is %s', (text, name) => {
	expect(languageName(text)).toBe(name);
});

it.each(['', 'x', 'tlh', 'klingon', 'germann', 'de'.repeat(20), '-', '_2', 'english-2', '__proto__', 'constructor'])(
	'the language "%s" is none',
	(text) => {
		expect(languageName(text)).toBeUndefined();
	},
);
