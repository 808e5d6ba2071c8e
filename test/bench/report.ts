import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Counts, tableOf } from './calls/table.js';
import type { Results } from './measurements.js';
import { PROFILES, type WriteFigures } from './writes.js';

const README = fileURLToPath(new URL('README.md', import.meta.url));
const MARKS = ['<!-- npm run bench -- --readme -->', '<!-- end of bench -->'] as const;
const CALLS = ['<!-- npm run bench -- --only calls --readme -->', '<!-- end of calls -->'] as const;

const WRITES = ['<!-- npm run bench -- --only writes --readme -->', '<!-- end of writes -->'] as const;

/** Figures by the measurement, a line each. */
export function show(results: Results): string {
	return Object.entries(results)
		.map(([name, figures]) => `${name.padEnd(8)} ${Object.entries(figures).map(figure).join(', ')}\n`)
		.join('');
}

function figure([name, value]: [string, number]): string {
	return `${name} ${value.toFixed(value < 100 ? 2 : 0)}`;
}

const ratio = (value: number | undefined) => (value ?? Number.NaN).toFixed(2);
const whole = (value: number | undefined) => String(Math.round(value ?? Number.NaN));

/** Puts the ratios where the README of this folder has its table. All measurements must have been taken. */
export async function writeReadme({
	create,
	list,
	cached,
	latency,
	locks,
	p99,
	memory,
	start,
}: Results): Promise<void> {
	const rows = [
		['create a user, to a bare relay', ratio(create?.vs_ceiling)],
		['create a user, to Hono + `soap`', `${ratio(create?.vs_naive)} times`],
		['create a user, to Fastify + `soap`', `${ratio(create?.vs_fastify)} times`],
		['create a user, to Express + `strong-soap`', `${ratio(create?.vs_express)} times`],
		['list 100 courses, to Hono + `soap`', `${ratio(list?.vs_naive)} times`],
		['look-up from memory, to a bare Hono route', ratio(cached?.vs_hono)],
		['the same, to one with a key, the same headers and the same log line', ratio(cached?.vs_dressed)],
		['one call on one connection, over the relay', `+ ${ratio(latency?.added_ms)} ms`],
		['the lock of a write in Redis, over the one in the process', `+ ${ratio(locks?.added_ms)} ms`],
		['99th percentile at 256 connections, to the relay', ratio(p99?.vs_ceiling)],
		[
			'memory after 100,000 and 1,000,000 requests',
			`${whole(memory?.after_100_000_mib)} and ${whole(memory?.after_1_000_000_mib)} MiB`,
		],
		[
			'start to the first answer, and a bare Hono server',
			`${whole(start?.gateway_ms)} ms, ${whole(start?.hono_ms)} ms`,
		],
	];
	const table = ['| | gateway |', '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
	await put(table, MARKS);
}

/** Puts the counts of calls there. */
export function writeCalls(counts: Counts): Promise<void> {
	return put(tableOf(counts), CALLS);
}

/** What creations at once cost each campus, as a table in Markdown. */
export function tableOfWrites(writes: Record<string, WriteFigures>): string {
	const rows = Object.entries(PROFILES).map(([name, { title, baseMs, perUserMs }]) => {
		const { vs_plural, campus_ms, plural_ms, calls } = writes[name] ?? {};
		const times = `${baseMs} ms + ${perUserMs} ms a user`;
		return [title, times, whole(calls), `${whole(campus_ms)} ms`, `${whole(plural_ms)} ms`, ratio(vs_plural)];
	});
	const head = [
		'200 `POST /users` at once',
		'a call',
		'calls',
		'the campus is busy',
		'by the plural calls alone',
		'ratio',
	];
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts that table there. */
export function writeWrites(writes: Record<string, WriteFigures>): Promise<void> {
	return put(tableOfWrites(writes), WRITES);
}

async function put(table: string, [begin, end]: readonly [string, string]): Promise<void> {
	const readme = await readFile(README, 'utf8');
	const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
	if (from < 0 || to < from) throw new Error('test/bench/README.md has lost the marks of the benchmark');
	await writeFile(README, `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`);
}
