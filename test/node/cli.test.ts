import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type SmallServer, sendReply, serverPool, until } from '../chamilo/small-server.js';
import { buildCli, Running, run } from './command.js';

let cli: string;
const running: Running[] = [];
const servers = serverPool();

beforeAll(() => {
	cli = buildCli();
});

afterEach(async () => {
	await Promise.all(running.splice(0).map((command) => command.stop()));
	await servers.close();
});

function start(args: string[], settings: Record<string, string> = {}): Running {
	const command = new Running(cli, args, settings);
	running.push(command);
	return command;
}

describe('serve', () => {
	it('is what runs without a command, and prints address, docs, key and a line that works', async () => {
		const gateway = start([], { PORT: '0', LOG_LEVEL: 'silent' });
		const [, url] = await gateway.written(/listens on (http:\/\/127\.0\.0\.1:\d+)\n/);
		const [, header = '', key = '', target = ''] = await gateway.written(/curl -H '([\w-]+): ([^']+)' (\S+)\n/);
		expect(gateway.output).toContain(`docs     ${url}/docs`);
		expect(gateway.output).toContain(`key      ${key}`);
		expect(gateway.output).toMatch(/sandbox {2}http:\/\/127\.0\.0\.1:\d+/);
		expect(target.startsWith(`${url}/`)).toBe(true);
		const answer = await fetch(target, { headers: { [header]: key } });
		expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ field: 'external_user' })]);
		expect((await fetch(`${url}/docs`)).status).toBe(200);
		expect((await fetch(target)).status).toBe(401);
		gateway.signal('SIGTERM');
		expect(await gateway.ended()).toBe(0);
	});

	it('says which Chamilo the sandbox is', async () => {
		const gateway = start(['serve'], { PORT: '0', LOG_LEVEL: 'silent', CHAMILO_SANDBOX: '1.11-php7' });
		await gateway.written(/sandbox {2}http\S+ .*\n +a Chamilo 1\.11\.6 on PHP 7 /);
	});

	it('with keys of its own prints none', async () => {
		const hash = createHash('sha256').update('own-key').digest('hex');
		const gateway = start(['serve'], {
			PORT: '0',
			LOG_LEVEL: 'silent',
			CHAMILO_SANDBOX: '1.9',
			API_KEYS: `hr=*=${hash}`,
		});
		const [, url] = await gateway.written(/listens on (\S+)\n/);
		await gateway.written(/docs/);
		expect(gateway.output).not.toMatch(/demo|curl|own-key/);
		const answer = await fetch(`${url}/users/external_user/1504`, { headers: { 'X-API-Key': 'own-key' } });
		expect(answer.status).toBe(200);
		const demo = await fetch(`${url}/users/external_user/1504`, { headers: { 'X-API-Key': 'sandbox-demo-key' } });
		expect(demo.status).toBe(401);
	});

	it('with wrong settings ends with 1 and a line for each mistake, without a stack', () => {
		const { code, out, err } = run(cli, ['serve'], {
			PORT: 'x',
			CHAMILO_URL: 'https://campus.example.org',
			CHAMILO_TIMEOUT_MS: '1',
		});
		expect([code, out]).toEqual([1, '']);
		const [title, ...lines] = err.trimEnd().split('\n');
		expect(title).toContain('settings');
		expect(lines.map((line) => /^ {2}([A-Z_]+): \S/.exec(line)?.[1]).sort()).toEqual([
			'API_KEYS',
			'CHAMILO_SECURITY_KEY',
			'CHAMILO_TIMEOUT_MS',
			'PORT',
		]);
	});

	it('never takes the sandbox for the campus whose address is misspelled', () => {
		const campus = {
			CHAMILO_ULR: 'https://campus.example.org',
			CHAMILO_SECURITY_KEY: 'k',
			API_KEYS: `hr=*=${'0'.repeat(64)}`,
		};
		const { code, out, err } = run(cli, ['serve'], { PORT: '0', ...campus });
		expect([code, out]).toEqual([1, '']);
		expect(err).toContain('  CHAMILO_ULR: is no setting; write CHAMILO_URL\n');
		expect(err).toContain('  CHAMILO_URL: write the root of the campus: ');
	});

	it('with the sandbox says so in /readyz and in every response', async () => {
		const gateway = start(['serve'], { PORT: '0', LOG_LEVEL: 'silent' });
		const [, url] = await gateway.written(/listens on (\S+)\n/);
		const headers = { 'X-API-Key': 'sandbox-demo-key' };
		const ready = await fetch(`${url}/readyz`);
		expect(await ready.json()).toMatchObject({ status: 'ready', sandbox: true });
		const answers = [ready];
		for (const path of [
			'/',
			'/users/external_user/1504',
			'/users/external_user/1504',
			'/users/external_user/0',
			'/none',
		])
			answers.push(await fetch(url + path, { headers }));
		answers.push(await fetch(`${url}/users/external_user/1504`));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 404, 401]);
		for (const answer of answers) expect(answer.headers.get('Chamilo-Sandbox'), answer.url).toBe('true');
	});

	it('on a port in use ends with 1 and says to set another', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		const gateway = start(['serve'], { PORT: String(port), LOG_LEVEL: 'silent' });
		expect(await gateway.ended()).toBe(1);
		expect(gateway.output).toContain('port is in use');
		expect(gateway.output).toContain('PORT');
		expect(gateway.output).not.toMatch(/\n\s+at /);
		await new Promise((resolve) => other.close(resolve));
	});

	it('on an address that is not of this machine ends with 1 and says what to set', async () => {
		const hash = '0'.repeat(64);
		for (const host of ['203.0.113.7', 'nobody.invalid']) {
			const gateway = start(['serve'], {
				PORT: '0',
				HOST: host,
				API_KEYS: `hr=*=${hash}`,
				CHAMILO_SANDBOX: '1.9',
				LOG_LEVEL: 'silent',
			});
			expect(await gateway.ended(), host).toBe(1);
			expect(gateway.output, host).toContain('HOST');
			expect(gateway.output, host).not.toMatch(/\n\s+at /);
		}
	});
});

describe('a signal', () => {
	/** A gateway before a campus that answers only when it is told to. */
	async function startSlow() {
		let answer: (() => void) | undefined;
		const campus = await servers.start((response) => {
			answer = () => sendReply(response, 'WSUser.DisableUser');
		});
		const gateway = start(['serve'], settingsFor(campus));
		const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
		const request = fetch(`${url}/users/chamilo_user_id/7/disable`, {
			method: 'POST',
			headers: { 'X-API-Key': 'own-key' },
		});
		const settled = request.catch((failure: unknown) => failure);
		await until(() => answer !== undefined || gateway.hasEnded);
		return { gateway, url, request: settled, answer: () => answer?.() };
	}

	function settingsFor(campus: SmallServer): Record<string, string> {
		return {
			HOST: '127.0.0.1',
			PORT: '0',
			LOG_LEVEL: 'silent',
			CHAMILO_URL: campus.url,
			CHAMILO_SECURITY_KEY: 'k',
			CHAMILO_KIND: '1.9',
			CHAMILO_SIGNING: 'static',
			CHAMILO_EGRESS_IP: '203.0.113.7',
			API_KEYS: `test=*=${createHash('sha256').update('own-key').digest('hex')}`,
		};
	}

	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		it(`${signal} lets the request under way finish, takes no new one, then ends with 0`, async () => {
			const { gateway, url, request, answer } = await startSlow();
			gateway.signal(signal);
			await gateway.written(/finishing what is under way/);
			await expect(fetch(`${url}/healthz`)).rejects.toThrow();
			expect(gateway.hasEnded).toBe(false);
			answer();
			expect(await request).toMatchObject({ status: 204 });
			expect(await gateway.ended()).toBe(0);
		});
	}

	it('that cannot be caught loses no line of a write that was answered', async () => {
		const campus = await servers.start((response) => sendReply(response, 'WSUser.DisableUser'));
		const gateway = start(['serve'], { ...settingsFor(campus), LOG_LEVEL: 'info' });
		const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
		const { status } = await fetch(`${url}/users/chamilo_user_id/7/disable`, {
			method: 'POST',
			headers: { 'X-API-Key': 'own-key' },
		});
		gateway.signal('SIGKILL');
		await gateway.ended();
		expect([status, /^.*"audit":true.*$/m.exec(gateway.output)?.[0]]).toEqual([
			204,
			expect.stringContaining('"operation":"disableUser"'),
		]);
	});

	it('a line of the log is one JSON object, whatever the path holds', async () => {
		const gateway = start(['serve'], { PORT: '0', LOG_LEVEL: 'info' });
		const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
		const headers = { 'X-API-Key': 'sandbox-demo-key', 'X-Request-Id': 'mine' };
		const path = '/users/external_user/a"b\\c\n{"level"}\u2028\u00e9';
		await fetch(`${url}/users/external_user/${encodeURIComponent(path.slice(21))}`, { headers });
		gateway.signal('SIGTERM');
		await gateway.ended();
		const lines = gateway.output.split('\n').filter((line) => line.includes('"msg":"request"'));
		expect(lines.map((line) => JSON.parse(line))).toEqual([
			{
				...{ level: 30, time: expect.any(Number), pid: expect.any(Number), hostname: expect.any(String) },
				...{ requestId: 'mine', key: 'demo', path, operation: 'getUser', method: 'GET', status: 400 },
				...{ ms: expect.any(Number), msg: 'request' },
			},
		]);
	});

	it('a second one, by hand, does not wait', async () => {
		const { gateway, request } = await startSlow();
		gateway.signal('SIGTERM');
		await gateway.written(/finishing what is under way/);
		const again = setInterval(() => gateway.signal('SIGTERM'), 200);
		expect(await gateway.ended()).toBe(1);
		clearInterval(again);
		expect(await request).toBeInstanceOf(Error);
	});

	it('without anything under way ends at once', async () => {
		const gateway = start(['serve'], { PORT: '0', LOG_LEVEL: 'silent' });
		const [, url] = await gateway.written(/listens on (\S+)\n/);
		// A connection that is kept alive and idle must not hold it up.
		await (await fetch(`${url}/healthz`)).text();
		gateway.signal('SIGTERM');
		expect(await gateway.ended()).toBe(0);
	});
});

describe('other commands', () => {
	it('unknown ones end with 2 and say which there are', () => {
		for (const name of ['server', 'toString']) {
			const { code, out, err } = run(cli, [name]);
			expect([code, out], name).toEqual([2, '']);
			expect(err).toContain(`There is no command "${name}"`);
			expect(err).toContain('usage: chamilo-gateway');
		}
	});

	it('help goes to standard output', () => {
		for (const name of ['help', '--help']) {
			const { code, out, err } = run(cli, [name]);
			expect([code, err], name).toEqual([0, '']);
			for (const command of ['serve', 'sandbox', 'doctor', 'import', 'key']) expect(out).toContain(command);
			// These write files of the repository, and are no part of the package.
			for (const command of ['contract', 'openapi']) expect(out).not.toContain(command);
		}
	});

	it.each(['serve', 'sandbox', 'doctor', 'import', 'sync', 'mapping', 'key'])(
		'%s answers --help, --version and options it does not have, without a stack',
		(command) => {
			const help = run(cli, [command, '--help']);
			expect([help.code, help.err], command).toEqual([0, '']);
			expect(help.out, command).toMatch(new RegExp(`^usage: chamilo-gateway ${command} `));
			expect(run(cli, [command, '--version']).out).toBe(`${packageJson.version}\n`);
			const wrong = run(cli, [command, '--frobnicate']);
			expect([wrong.code, wrong.out], command).toEqual([2, '']);
			expect(wrong.err, command).toMatch(/^Unknown option '--frobnicate'\.\n\nusage: /);
			expect(wrong.err, command).not.toMatch(/\n\s+at /);
		},
	);

	it('--version is that of the package', () => {
		for (const name of ['--version', '-v', 'version']) expect(run(cli, [name]).out).toBe(`${packageJson.version}\n`);
	});

	it('serve takes its port from the command line, with or without its name', async () => {
		const gateway = start(['--port', '0', '--host', '127.0.0.1'], { PORT: '1', LOG_LEVEL: 'silent' });
		await gateway.written(/listens on http:\/\/127\.0\.0\.1:\d{4,}\n/);
		expect(run(cli, ['serve', '--port', 'x']).err).toContain('PORT: write a whole number');
	});

	it('files that are not there and readers that end early are no defects', () => {
		const missing = run(cli, ['import', '/nowhere/users.csv'], { CHAMILO_GATEWAY_KEY: 'k' });
		expect(missing.code).toBe(2);
		expect(missing.err).toContain('There is no such file or folder');
		expect(missing.err).not.toMatch(/\n\s+at /);
		for (const args of ['import --help', 'key hr users:read']) {
			const { stdout, stderr } = spawnSync(
				'bash',
				['-c', `"${process.execPath}" "${cli}" ${args} | true; echo "\${PIPESTATUS[0]}"`],
				{
					encoding: 'utf8',
				},
			);
			expect([stdout, stderr], args).toEqual(['0\n', '']);
		}
	});

	it('the program starts where env knows no options, as in BusyBox', () => {
		expect(readFileSync(cli, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
	});

	it('sandbox runs a Chamilo alone and says how to reach it', async () => {
		const sandbox = start(['sandbox', '--port', '0']);
		const [, url] = await sandbox.written(/listens on (http:\S+)/);
		await sandbox.written(/security key\s+\S+/);
		const wsdl = await fetch(`${url}/main/webservices/soap.php?wsdl`);
		expect(await wsdl.text()).toContain('WSUser.CreateUser');
		sandbox.signal('SIGTERM');
		expect(await sandbox.ended()).toBe(0);
	});

	it('options nobody knows are refused in a line, without a stack', () => {
		for (const args of [
			['sandbox', '--prot', '1'],
			['sandbox', '--port', 'x'],
			['sandbox', '--port', '65536'],
			['sandbox', '--php', '4'],
		]) {
			const { code, err } = run(cli, args);
			expect(code, args.join(' ')).not.toBe(0);
			expect(err, args.join(' ')).not.toMatch(/\n\s+at /);
		}
	});
});
