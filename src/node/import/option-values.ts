// The values of options of the command line, for the commands that read files of records.

import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** The one of the allowed words that was given. @throws UsageError */
export function oneOf<T extends string>(option: string, allowed: readonly T[], given: string): T {
	const found = allowed.find((each) => each === given);
	if (found === undefined) throw new UsageError(`${option} is ${allowed.join(', ')}, not "${given}".`);
	return found;
}

/** The delimiter of an option. @throws UsageError */
export function delimiterOf(given: string | undefined): string | undefined {
	const delimiter = given === 'tab' || given === '\\t' ? '\t' : given;
	if (delimiter === undefined || (delimiter.length === 1 && !/["\r\n]/.test(delimiter))) return delimiter;
	throw new UsageError('--delimiter is one character, or "tab".');
}

/** A whole number from 1. @throws UsageError */
export function wholeNumber(option: string, text: string, max: number): number {
	const number = Number(text);
	if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
	throw new UsageError(`${option} is a whole number from 1 to ${max}, not "${text}".`);
}

/** `NAME=VALUE` as an object. @throws UsageError */
export function pairs(option: string, texts: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		texts.map((text) => {
			const at = text.indexOf('=');
			if (at < 1 || at === text.length - 1) throw new UsageError(`${option}: "${text}" is not NAME=COLUMN.`);
			return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
		}),
	);
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The address of the gateway. @throws UsageError */
export function gatewayUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url: "${text}" is no http or https address.`);
	if (url.username || url.password || url.search || url.hash) {
		throw new UsageError('--url: must be the bare address, without a name, password, query or fragment.');
	}
	return url.href.replace(/\/$/, '');
}

/** The API key, from a file or the environment. @throws UsageError */
export async function readKey(path: string | undefined, fromEnvironment: string | undefined): Promise<string> {
	const key = path === undefined ? fromEnvironment?.trim() : (await readText('--key-file', path)).trim();
	if (!key)
		throw new UsageError('A key of the gateway is needed: set CHAMILO_GATEWAY_KEY, or name its file with --key-file.');
	if (/^[\x21-\x7e]+$/.test(key)) return key;
	throw new UsageError('The key of the gateway has characters that no key has.');
}

/** The text of a file that an option names. @throws UsageError */
export async function readText(option: string, path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (failure) {
		throw new UsageError(`${option} ${path}: ${(failure as Error).message}`);
	}
}
