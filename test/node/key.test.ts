import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { SCOPES } from '../../src/scopes.js';
import { buildCli, run } from './command.js';

let cli: string;

beforeAll(() => {
	cli = buildCli();
});

function makeKey(...args: string[]) {
	const { code, out, err } = run(cli, ['key', ...args]);
	expect(err).toBe('');
	expect(code).toBe(0);
	const key = /^ {2}(cg_\S+)$/m.exec(out)?.[1] ?? '';
	const entry = /^ {2}(\S+=\S+=\S+)$/m.exec(out)?.[1] ?? '';
	return { key, entry, out };
}

describe('npm run key', () => {
	it('prints a key and its entry, which the settings take and which has the hash of the key', () => {
		const { key, entry } = makeKey('hr', 'users:read+users:write');
		expect(key).toMatch(/^cg_[\w-]{32}$/);
		expect(parseConfig({ API_KEYS: entry, CHAMILO_SANDBOX: '1.9' }).API_KEYS).toEqual([
			{
				name: 'hr',
				scopes: new Set(['users:read', 'users:write']),
				hash: createHash('sha256').update(key).digest('hex'),
			},
		]);
	});

	it('shows the key once, not within its entry, and makes another each time', () => {
		const { key, entry, out } = makeKey('hr', '*');
		expect(out.split(key)).toHaveLength(2);
		expect(entry).not.toContain(key);
		expect(makeKey('hr', '*').key).not.toBe(key);
	});

	it('takes scopes separated by plus signs, commas, blanks or as arguments of their own', () => {
		for (const args of [['a,b'], ['a b'], ['a', 'b']]) {
			const scopes = args.map((text) => text.replace('a', 'users:read').replace('b', 'soap:call'));
			expect(makeKey('hr', ...scopes).entry, args.join('|')).toMatch(/^hr=users:read\+soap:call=[0-9a-f]{64}$/);
		}
	});

	it('takes every scope there is', () => {
		expect(makeKey('all', ...SCOPES).entry).toContain(SCOPES.join('+'));
	});

	it('says how it is used where it is used wrongly, and makes no key', () => {
		const wrong = [[], ['hr'], ['hr', '+'], ['h=r', '*'], ['x'.repeat(65), '*'], ['hr', 'toString']];
		for (const args of wrong) {
			const { code, out, err } = run(cli, ['key', ...args]);
			expect([code, out], JSON.stringify(args)).toEqual([2, '']);
			expect(err).toContain('usage: chamilo-gateway key');
		}
		expect(run(cli, ['key', 'hr', 'users:raed']).err).toContain('There is no scope users:raed');
	});
});
