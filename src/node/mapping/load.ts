import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { toInputError } from '../../operations/input-error.js';
import { UsageError } from '../import/usage-error.js';
import { type Definition, definition, RECORD_NAMES } from './definition.js';
import { PROFILES } from './profiles.js';

const MOST_BYTES = 1024 * 1024;

/**
 * Loads a mapping: a profile by its name, or a file of YAML or JSON.
 * @returns the definitions of which a file may have one: a profile has several.
 * @throws UsageError that says what is wrong in the file.
 */
export async function loadMapping(name: string): Promise<Definition[]> {
	if (isProfile(name)) return [...PROFILES[name]];
	const given = parseDefinition(name, await readText(name));
	if (given.profile === undefined) return [given];
	return PROFILES[given.profile].map((profile) => merged(profile, given));
}

export function isProfile(name: string): name is keyof typeof PROFILES {
	return Object.hasOwn(PROFILES, name);
}

/** @throws UsageError that says what is wrong. */
export function parseDefinition(name: string, text: string): Definition {
	let content: unknown;
	try {
		// JSON is YAML as well. Aliases could make a small file a huge one.
		content = parse(text, { maxAliasCount: 100, prettyErrors: true });
	} catch (failure) {
		const where = failure instanceof YAMLParseError ? ` (line ${failure.linePos?.[0].line ?? '?'})` : '';
		throw new UsageError(`${name} is neither YAML nor JSON${where}: ${(failure as Error).message.split('\n')[0]}`);
	}
	const parsed = definition.safeParse(content);
	if (!parsed.success) {
		const { errors = [], message } = toInputError(parsed.error.issues, '');
		const lines = errors.map(({ pointer, detail }) => `  ${pointer || 'the file'}: ${detail}`);
		throw new UsageError(`${name} is no mapping:\n${lines.join('\n') || message}`);
	}
	if (parsed.data.profile === undefined && !RECORD_NAMES.some((records) => parsed.data[records])) {
		throw new UsageError(`${name} is no mapping: it has none of ${RECORD_NAMES.join(', ')}, and no profile.`);
	}
	return parsed.data;
}

/** A profile with what a file says instead. */
function merged(profile: Definition, given: Definition): Definition {
	const records = RECORD_NAMES.flatMap((name) =>
		profile[name] || given[name] ? [[name, { ...profile[name], ...given[name] }] as const] : [],
	);
	return { ...profile, ...given, ...Object.fromEntries(records) };
}

async function readText(path: string): Promise<string> {
	try {
		const bytes = await readFile(path);
		if (bytes.length > MOST_BYTES) throw new Error('is larger than 1 MiB');
		return bytes.toString('utf8').replace(/^\ufeff/, '');
	} catch (failure) {
		throw new UsageError(
			`--mapping ${path}: ${(failure as Error).message}. It is a file, or one of the profiles ${Object.keys(PROFILES).join(', ')}.`,
		);
	}
}
