import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env, getuid, stdout } from 'node:process';
import { root } from '../src/node/setup.mjs';

/** The programs the tests need beyond Node: `command` on the PATH, from the Debian package; `needs` says which test files. */
const PROGRAMS = [
	{ command: 'chromium', package: 'chromium', needs: (file) => file.startsWith('test/browser/') },
	{
		command: 'redis-server',
		package: 'redis-server',
		needs: (file) => readFileSync(join(root, file), 'utf8').includes('support/redis.js'),
	},
];

function find(command) {
	return (env.PATH ?? '').split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, command), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

function run(args) {
	const [command, ...rest] = args;
	return spawnSync(command, rest, { stdio: ['ignore', 1, 2] }).status === 0;
}

function rootPrefix() {
	if (getuid?.() === 0) return [];
	const sudo = find('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
	return sudo ? ['sudo', '-n'] : undefined;
}

/**
 * Installs the system packages that the test files need, where that is allowed; else says what to install. Never stops
 * the run. Nothing is installed where the files are not known.
 */
export function ensureSystem(files) {
	const wanted = PROGRAMS.filter(({ needs }) => files?.some(needs));
	const missing = wanted.filter(({ command }) => !find(command));
	if (missing.length === 0) return;
	const packages = missing.map((program) => program.package);
	const prefix = find('apt-get') ? rootPrefix() : undefined;
	if (prefix) {
		stdout.write(`Installing ${packages.join(', ')} (apt-get) …\n`);
		// sudo drops the environment, so it is set behind it; another apt may hold the lock for a while.
		const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
		if (run([...apt, 'update']) && run([...apt, 'install', '-y', '--no-install-recommends', ...packages])) return;
	}
	for (const program of missing) {
		stdout.write(`MISSING ${program.command}: tests that need it will fail. Debian, Ubuntu: `);
		stdout.write(`sudo apt-get install ${program.package}\n`);
	}
}
