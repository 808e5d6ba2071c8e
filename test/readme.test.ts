import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPENAPI } from '../src/node/openapi-command.js';
import { type Gateway, startGateway } from '../src/node/serve.js';
import { expectReadmeLines } from './suites/gateway/readme-lines.js';
import { CAMPUS_KINDS } from './support/kinds.js';
import { createSandboxControl } from './support/sandbox.js';

const readme = await readFile('README.md', 'utf8');
/** The response printed below each curl line; undefined where the text says what it is. */
const printed = [...readme.matchAll(/```sh\ncurl [\s\S]*?```\n(?:\n```json\n([\s\S]*?)```)?/g)].map(([, json]) => json);

describe.each(CAMPUS_KINDS)('the curl lines of the README, Chamilo %s', (kind) => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await startGateway({ PORT: '0', LOG_LEVEL: 'silent', CHAMILO_SANDBOX: kind });
	});
	afterAll(() => gateway.close());

	it('work as they are printed, get the responses below them, and leave the same behind', async () => {
		const answers = await expectReadmeLines(gateway.url);
		expect(printed.filter((json) => json !== undefined)).toHaveLength(4);
		for (const [index, json] of printed.entries()) {
			if (json !== undefined) expect(JSON.parse(answers[index] ?? '')).toMatchObject(JSON.parse(json));
		}
		const { users, courses, sessions } = await createSandboxControl(gateway.sandboxUrl ?? '').state();
		expect(users.filter(({ username }) => username === 'ada.obrien')).toMatchObject([
			{
				id: 12,
				firstname: 'Ada',
				lastname: "O'Brien",
				email: 'ada@example.org',
				active: true,
				extras: { external_user: '9001' },
			},
		]);
		const algebra = courses.find(({ code }) => code === 'ALGEBRA');
		expect(algebra?.members).toContainEqual(expect.objectContaining({ userId: 12, status: 5 }));
		expect(sessions.find(({ id }) => id === 1)?.users).toContain(12);
	});
});

describe('the README', () => {
	it('has the table of routes that the operations make, and the document is theirs', async () => {
		expect(await OPENAPI.run(['--check'])).toBe(0);
	});

	it('lists every setting that the gateway reads, and no other', async () => {
		const source = await readFile('src/config.ts', 'utf8');
		const settings = new Set([...source.matchAll(/^\t([A-Z][A-Z_]+):/gm)].map(([, name]) => name));
		const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('Scopes:'));
		// Read before the settings of each campus are.
		settings.add('CAMPUSES');
		const documented = new Set([...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name));
		expect([...documented].sort()).toEqual([...settings].sort());
	});
});
