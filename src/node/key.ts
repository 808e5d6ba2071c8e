import { createHash, randomBytes } from 'node:crypto';
import { isScope, SCOPES_IN_WORDS } from '../scopes.js';

/** SHA-256 of a key, as API_KEYS has it. */
export function hashKey(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

/** `npm run key -- NAME SCOPE[+SCOPE…]`: generates an API key and prints it once, with its entry for API_KEYS. */
export function keyCommand(args: string[]): number {
	const [name = '', ...scopeArguments] = args;
	const scopes = scopeArguments.flatMap((text) => text.split(/[+, ]/)).filter(Boolean);
	const unknown = scopes.filter((scope) => scope !== '*' && !isScope(scope));
	if (!/^[\w.-]{1,64}$/.test(name) || scopes.length === 0 || unknown.length > 0) {
		const reason = unknown.length > 0 ? `There is no scope ${unknown.join(', ')}.\n` : '';
		process.stderr.write(
			`${reason}usage: npm run key -- NAME SCOPE[+SCOPE…]\nNAME: letters, digits, ".", "_", "-". Scopes: ${SCOPES_IN_WORDS} or * for all.\n`,
		);
		return 2;
	}
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
