import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { API_KEYS } from './stack.js';

const run = promisify(execFile);

/** Keeps wrangler from calling anybody: no metrics, no look for updates, no question where this machine stands. */
export const OFFLINE = {
	WRANGLER_SEND_METRICS: 'false',
	WRANGLER_HIDE_BANNER: 'true',
	CLOUDFLARE_CF_FETCH_ENABLED: 'false',
	CI: 'true',
};

/** A file of the bundle that `wrangler deploy` would upload. */
export interface BundledModule {
	name: string;
	contents: string;
}

export interface Bundle {
	/** The entry first. */
	modules: BundledModule[];
	/** Files that went into the entry. */
	sources: string[];
	/** What wrangler said. */
	output: string;
}

/** Where bundles lie until a source changes, so that the files of a test run share one. */
const BUNDLES = 'node_modules/.cache/chamilo-gateway-edge';

/** Bundles the Worker as `npm run deploy` does, and uploads nothing. */
export async function bundleWorker(): Promise<Bundle> {
	const folder = join(BUNDLES, String(newest(['src', 'openapi', 'wrangler.toml', 'package-lock.json'])));
	if (!existsSync(folder)) await bundleTo(folder);
	const files = (await readdir(folder)).filter((name) => !/\.(map|md|txt)$/.test(name));
	const modules = await Promise.all(
		files.map(async (name) => ({ name, contents: await readFile(join(folder, name), 'utf8') })),
	);
	const map = JSON.parse(await readFile(join(folder, 'index.js.map'), 'utf8')) as { sources: string[] };
	modules.sort((left, right) => Number(right.name === 'index.js') - Number(left.name === 'index.js'));
	return { modules, sources: map.sources, output: await readFile(join(folder, 'output.txt'), 'utf8') };
}

/** Puts a bundle in its place at once and whole: two may do so at the same time. */
async function bundleTo(folder: string): Promise<void> {
	await mkdir(BUNDLES, { recursive: true });
	const work = await mkdtemp(join(BUNDLES, 'work-'));
	const args = ['node_modules/wrangler/bin/wrangler.js', 'deploy', '--dry-run', '--outdir', work];
	const { stdout, stderr } = await run(process.execPath, args, { env: { ...process.env, ...OFFLINE } });
	await writeFile(join(work, 'output.txt'), stdout + stderr);
	await rename(work, folder).catch(() => rm(work, { recursive: true, force: true }));
}

/** Time of the latest change, in milliseconds. */
function newest(paths: readonly string[]): number {
	return Math.max(
		...paths.map((path) => {
			const stat = statSync(path);
			const inside = stat.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
			return Math.max(stat.mtimeMs, inside.length > 0 ? newest(inside) : 0);
		}),
	);
}

/** Bundles a Worker of the tests, which holds a part of ours. */
export async function bundleScript(path: string): Promise<Pick<Bundle, 'modules'>> {
	const { build } = await import('esbuild');
	const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: 'esm', write: false });
	return { modules: outputFiles.map(({ text }) => ({ name: 'index.js', contents: text })) };
}

export interface Edge {
	url: string;
	/** Lines the Worker wrote to its console. */
	logged: string[];
	close(): Promise<void>;
}

export interface EdgeOptions {
	/** Classes of Durable Objects by the name of their binding; those of wrangler.toml where left out. */
	objects?: Record<string, string>;
	/** Folder in which the objects keep what they store; without it, it is gone at the end. */
	storage?: string;
}

/** Runs a bundle in workerd on a real port, with the date, flags and objects of wrangler.toml. */
export async function startEdge(
	bundle: Pick<Bundle, 'modules'>,
	bindings: Record<string, string>,
	options: EdgeOptions = {},
): Promise<Edge> {
	// Loaded only here: together they take seconds, and most files that use this one start no Worker.
	const [{ Log, LogLevel, Miniflare }, { unstable_readConfig }] = await Promise.all([
		import('miniflare'),
		import('wrangler'),
	]);
	const config: WranglerConfig = unstable_readConfig({ config: 'wrangler.toml' });
	const declared = config.durable_objects.bindings.map(({ name, class_name }) => [name, class_name]);
	const objects: Record<string, string> = options.objects ?? Object.fromEntries(declared);
	const logged: string[] = [];
	const worker = new Miniflare({
		host: '127.0.0.1',
		port: 0,
		cf: false,
		log: new Log(LogLevel.NONE),
		handleRuntimeStdio(stdout: Readable, stderr: Readable) {
			for (const stream of [stdout, stderr]) {
				createInterface(stream).on('line', (line) => logged.push(line));
			}
		},
		compatibilityDate: config.compatibility_date,
		compatibilityFlags: config.compatibility_flags,
		modules: bundle.modules.map(({ name, contents }) => ({
			type: name.endsWith('.js') ? 'ESModule' : 'Text',
			path: name,
			contents,
		})),
		durableObjects: Object.fromEntries(
			Object.entries(objects).map(([name, className]) => [name, { className, useSQLite: true }]),
		),
		...(options.storage ? { durableObjectsPersist: options.storage } : {}),
		bindings,
	});
	const url = await worker.ready.catch((cause) => {
		throw new Error(`workerd did not start: ${logged.join('\n')}`, { cause });
	});
	return { url: url.origin, logged, close: () => worker.dispose() };
}

/** The part of wrangler.toml that the tests go by. */
interface WranglerConfig {
	compatibility_date: string;
	compatibility_flags: string[];
	durable_objects: { bindings: { name: string; class_name: string }[] };
}

/** The settings README names for the edge. */
export const EDGE_SETTINGS = {
	LOG_LEVEL: 'silent',
	CHAMILO_SIGNING: 'forwarded',
	CHAMILO_EGRESS_IP: '203.0.113.7',
	API_KEYS,
};
