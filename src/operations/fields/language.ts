/** Languages: callers name them by tags (BCP 47, ISO 639-1) or by Chamilo's own names. */
import { z } from '@hono/zod-openapi';
import { issueWith, refusing } from './text.js';

/** The languages that Chamilo comes with: their names there, each with the tags that mean it. */
const LANGUAGES: Readonly<Record<string, string>> = {
	arabic: 'ar',
	asturian: 'ast',
	basque: 'eu',
	bengali: 'bn',
	bosnian: 'bs',
	brazilian: 'pt-br',
	bulgarian: 'bg',
	catalan: 'ca',
	croatian: 'hr',
	czech: 'cs',
	danish: 'da',
	dari: 'prs fa-af',
	dutch: 'nl',
	english: 'en',
	esperanto: 'eo',
	estonian: 'et',
	faroese: 'fo',
	finnish: 'fi',
	french: 'fr',
	friulian: 'fur',
	galician: 'gl',
	georgian: 'ka',
	german: 'de',
	greek: 'el',
	hebrew: 'he iw',
	hindi: 'hi',
	hungarian: 'hu',
	indonesian: 'id in',
	italian: 'it',
	japanese: 'ja',
	korean: 'ko',
	latvian: 'lv',
	lithuanian: 'lt',
	macedonian: 'mk',
	malay: 'ms',
	norwegian: 'no nb nn',
	occitan: 'oc',
	pashto: 'ps',
	persian: 'fa',
	polish: 'pl',
	portuguese: 'pt',
	quechua_cusco: 'qu quz',
	romanian: 'ro',
	russian: 'ru',
	serbian: 'sr',
	simpl_chinese: 'zh zh-hans',
	slovak: 'sk',
	slovenian: 'sl',
	somali: 'so',
	spanish: 'es',
	spanish_latin: 'es-419 es-mx',
	swahili: 'sw',
	swedish: 'sv',
	tagalog: 'tl fil',
	thai: 'th',
	tibetan: 'bo',
	trad_chinese: 'zh-hant zh-tw zh-hk zh-mo',
	turkish: 'tr',
	ukrainian: 'uk',
	vietnamese: 'vi',
	xhosa: 'xh',
	yoruba: 'yo',
};

const NAMES_OF_TAGS = new Map(
	Object.entries(LANGUAGES).flatMap(([name, tags]) => tags.split(' ').map((tag): [string, string] => [tag, name])),
);

/** The language tag (BCP 47) of a language of Chamilo; undefined where it is none of them. */
export function languageTag(name: string): string | undefined {
	const [tag] = Object.hasOwn(LANGUAGES, name) ? (LANGUAGES[name as keyof typeof LANGUAGES] as string).split(' ') : [];
	const [language, ...subtags] = tag?.split('-') ?? [];
	return language && [language, ...subtags.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-');
}

/** A sub-language of a campus begins with the name of its parent: `spanish2`, `french_corp`. */
const SUB_LANGUAGE = /^[\d_][a-z\d_]*$/;

/**
 * Chamilo's name of a language; undefined where Chamilo has none. A tag with a region that Chamilo does not tell apart
 * means its language (`de-AT` is `german`), as in RFC 4647, lookup.
 */
export function languageName(text: string): string | undefined {
	const name = text.toLowerCase();
	if (Object.hasOwn(LANGUAGES, name)) return name;
	const subtags = name.replaceAll('_', '-').split('-', 8);
	for (; subtags.length > 0; subtags.pop()) {
		const found = NAMES_OF_TAGS.get(subtags.join('-'));
		if (found) return found;
	}
	const hasParent = (parent: string) => name.startsWith(parent) && SUB_LANGUAGE.test(name.slice(parent.length));
	return Object.keys(LANGUAGES).some(hasParent) ? name : undefined;
}

/** @param most length of the column */
export function language(most: number) {
	return z
		.string()
		.min(1, 'must not be empty')
		.max(most, `at most ${most} characters`)
		.check(
			refusing((text) =>
				languageName(text) === undefined
					? issueWith(
							'unsupported-by-chamilo',
							'is no language that Chamilo knows; write a tag as en, pt-BR or zh-Hant, or a name as english, brazilian',
						)
					: undefined,
			),
		)
		.transform((text) => languageName(text) ?? text);
}
