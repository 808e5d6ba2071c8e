// Plain JavaScript without dependencies: this runs on a fresh clone, before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { argv, env, execPath, exit, platform, stderr, version } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root of the repository, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const OLDEST_NODE = 20;

/** Writes one line for people; standard output belongs to the command that follows. */
export function say(line) {
	stderr.write(`${line}\n`);
}

/** Ends the process with one clear sentence where Node is too old for the gateway. */
export function ensureNode() {
	if (Number.parseInt(version.slice(1), 10) >= OLDEST_NODE) return;
	say(`chamilo-rest-gateway needs Node.js ${OLDEST_NODE} or newer; this is ${version} (${execPath}).`);
	say('Install a newer one from https://nodejs.org/ or your package manager, then run the command again.');
	exit(1);
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(root + file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/** Whether node_modules holds what package-lock.json asks for (dates say nothing after a checkout, so versions do). */
export function modulesAreCurrent() {
	const wanted = readPackages('package-lock.json');
	// npm writes this file last, so an interrupted installation has none.
	const present = readPackages('node_modules/.package-lock.json');
	if (!wanted || !present) return false;
	return Object.entries(wanted).every(([path, { version, optional, link }]) => {
		if (path === '' || link || (optional && !present[path])) return true;
		return present[path]?.version === version && existsSync(root + path);
	});
}

/** Installs what package-lock.json asks for, unless it is there already. */
export function ensureModules() {
	if (modulesAreCurrent()) return;
	say('Installing the dependencies (npm ci) …');
	// The build and the tests need the development dependencies, whatever NODE_ENV says. No package here needs its
	// install script, and that of @scarf/scarf (below swagger-ui-dist) reports the installation to its makers.
	const args = ['ci', '--include=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
	const npm = env.npm_execpath;
	const stdio = ['ignore', 2, 2];
	const result = npm?.endsWith('npm-cli.js')
		? spawnSync(execPath, [npm, ...args], { cwd: root, stdio })
		: spawnSync('npm', args, { cwd: root, stdio, shell: platform === 'win32' });
	if (result.status === 0) return;
	if (result.error) say(`npm could not be started: ${result.error.message}`);
	say('The dependencies could not be installed; the lines of npm above say why.');
	exit(result.status || 1);
}

/** Everything a command of the repository needs before it can run. */
export function setup() {
	ensureNode();
	ensureModules();
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) setup();
