import { createHash, randomBytes } from 'node:crypto';
import { isScope, SCOPES_IN_WORDS } from '../scopes.js';
import { type Command, CommandLineError, calledAs, readArguments } from './command-line.js';

/** SHA-256 of a key, as API_KEYS has it. */
export function hashKey(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

/** `npm run key -- NAME SCOPE[+SCOPE…]`: generates an API key and prints it once, with its entry for API_KEYS. */
export const KEY: Command = {
	usage: `usage: ${calledAs('key')} NAME SCOPE[+SCOPE…]

Makes an API key and prints it, with its entry for API_KEYS.

NAME: letters, digits, ".", "_", "-". Scopes: ${SCOPES_IN_WORDS} or * for all.
`,
	run: makeKey,
};

function makeKey(args: string[]): number {
	const [name = '', ...scopeArguments] = readArguments({ args, allowPositionals: true, options: {} }).positionals;
	const scopes = scopeArguments.flatMap((text) => text.split(/[+, ]/)).filter(Boolean);
	const unknown = scopes.filter((scope) => scope !== '*' && !isScope(scope));
	if (unknown.length > 0) throw new CommandLineError(`There is no scope ${unknown.join(', ')}.`);
	if (!/^[\w.-]{1,64}$/.test(name)) throw new CommandLineError('A key needs a name.');
	if (scopes.length === 0) throw new CommandLineError('A key needs a scope.');
	const key = `cg_${randomBytes(24).toString('base64url')}`;
	process.stdout.write(
		[
			`The key of "${name}", shown only this once:`,
			'',
			`  ${key}`,
			'',
			'Its entry for API_KEYS (several are separated by commas); the key itself cannot be read from it:',
			'',
			`  ${name}=${scopes.join('+')}=${hashKey(key)}`,
			'',
		].join('\n'),
	);
	return 0;
}
