import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openapiCommand } from '../src/node/openapi-command.js';
import { type Gateway, startGateway } from '../src/node/serve.js';

const run = promisify(execFile);
const PRINTED = 'http://127.0.0.1:8787';

const readme = await readFile('README.md', 'utf8');
const curls = [...readme.matchAll(/```sh\n(curl [\s\S]*?)```/g)].map(([, command = '']) => command);

describe('the README', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent' });
	});
	afterAll(() => gateway.close());

	it('has the table of routes that the operations make, and the document is theirs', async () => {
		expect(await openapiCommand(['--check'])).toBe(0);
	});

	// The lines build on each other, as somebody would type them.
	it('has curl lines that work as they are printed', async () => {
		expect(curls).toHaveLength(4);
		const answers: string[] = [];
		for (const command of curls) {
			const { stdout } = await run('bash', ['-c', command.replaceAll(PRINTED, gateway.url)]);
			answers.push(stdout);
		}
		const [read = '', created = '', disabled = '', batch = ''] = answers;
		expect(JSON.parse(read)).toMatchObject({ field: 'external_user', value: '1504', active: true });
		expect(JSON.parse(created)).toMatchObject({ field: 'external_user', value: '9001' });
		expect(disabled).toContain('204 No Content');
		expect(JSON.parse(batch)).toMatchObject({ succeeded: 1, failed: 1 });
	});

	it('lists every setting that the gateway reads, and no other', async () => {
		const source = await readFile('src/config.ts', 'utf8');
		const settings = new Set([...source.matchAll(/^\t([A-Z][A-Z_]+):/gm)].map(([, name]) => name));
		const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('Scopes:'));
		const told = new Set([...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name));
		expect([...told].sort()).toEqual([...settings].sort());
	});
});
