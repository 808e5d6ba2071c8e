import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { checkRows } from './replay-rows.js';
import { prepareFor } from './replay-setup.js';
import { type Sandbox, startSandbox } from './server.js';

/** A recorded call as the folder holds it: NNN-operation-case.{meta.json,request.xml,response.xml}. */
interface Recording {
	number: number;
	operation: string;
	name: string;
	path: string;
	headers: Record<string, string>;
	body: Buffer;
	status: number;
	contentType: string;
	response: Buffer;
	/** Rows read from the database after the call. */
	rowsAfter: unknown;
}

interface Answer {
	status: number;
	contentType: string;
	body: Buffer;
}

/** One call whose answer differs from the recorded one. */
export interface Difference {
	call: string;
	what: string;
	recorded: string;
	answered: string;
}

export interface ReplayResult {
	total: number;
	alike: number;
	differences: Difference[];
	/** Columns compared with the rows that were read from the recorded database, and those that differ. */
	columns: number;
	columnDifferences: string[];
}

/** Calls that no sandbox with one configuration can answer, with the reason. */
const SKIPPED: [reason: string, numbers: number[]][] = [
	['server_type=test: PHP notices with paths and lines', [352, 354, 355, 356]],
	['webservice-auth-ip.conf.php set', [358, 360]],
	['other services than the two', [...range(505, 515), ...range(528, 530)]],
];

/** The runs recorded with a database of their own: each starts from a fresh campus. */
const RUN_STARTS = [400];

/**
 * Sends recorded calls to a sandbox, in their order, and compares the answers byte by byte.
 * @param only Prefix of the operations that count; all are sent, since later ones need what earlier ones did.
 */
export async function replay(folder: string, only = ''): Promise<ReplayResult> {
	const recordings = readRecordings(folder);
	const valid = validSignatures(recordings);
	const sandbox = await startSandbox({
		seed: 'recorded',
		rootUrl: 'http://127.0.0.1:8088/',
		acceptSignature: (signature, ip) => valid.has(`${ip} ${signature}`),
	});
	const differences: Difference[] = [];
	let total = 0;
	let columns = 0;
	const columnDifferences: string[] = [];
	try {
		for (const recording of recordings) {
			if (RUN_STARTS.includes(recording.number)) sandbox.reset();
			prepareFor(recording.number, sandbox.campus);
			const answer = await send(sandbox, recording);
			if (!recording.operation.startsWith(only) || isSkipped(recording)) continue;
			total++;
			const rows = checkRows(sandbox.campus, recording.rowsAfter);
			columns += rows.checked;
			columnDifferences.push(...rows.differences.map((text) => `${recording.name}: ${text}`));
			const difference = compare(recording, answer);
			if (difference) differences.push(difference);
		}
	} finally {
		await sandbox.close();
	}
	return { total, alike: total - differences.length, differences, columns, columnDifferences };
}

function range(first: number, last: number): number[] {
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function isSkipped({ number }: Recording): boolean {
	return SKIPPED.some(([, numbers]) => numbers.includes(number));
}

function readRecordings(folder: string): Recording[] {
	const metas = readdirSync(folder).filter((file) => /^\d{3}-.*\.meta\.json$/.test(file));
	return metas.sort().map((file) => {
		const name = file.slice(0, -'.meta.json'.length);
		const meta = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
		const headers = Object.entries(meta.request_headers as Record<string, string | null>);
		return {
			number: Number(meta.n),
			operation: String(meta.operation),
			name,
			path: String(meta.endpoint ?? '/main/webservices/soap.php'),
			headers: Object.fromEntries(headers.filter((header): header is [string, string] => header[1] !== null)),
			body: readFileSync(join(folder, `${name}.request.xml`)),
			status: Number(meta.status),
			contentType: String(meta.content_type),
			response: readFileSync(join(folder, `${name}.response.xml`)),
			rowsAfter: meta.db_after,
		};
	});
}

/**
 * The security key of the recordings is not known, but which signatures it accepted is: those of all calls that were
 * answered with anything but the fault about the key.
 */
function validSignatures(recordings: Recording[]): Set<string> {
	const valid = new Set<string>();
	for (const recording of recordings) {
		const text = recording.response.toString('latin1');
		const key = /<secret_key[^>]*>([0-9a-f]{40})</.exec(recording.body.toString('latin1'))?.[1];
		const unchecked = /^WS(Report|DisableUsers|EnableUsers|DeleteUsers|EditCourseDescription)|wrong-key/.test(
			recording.name.slice(4),
		);
		if (!key || unchecked || /API key is invalid|Secret key is not correct/.test(text)) continue;
		const forwarded = Object.entries(recording.headers).find(([name]) => /^x-forwarded-for$/i.test(name))?.[1];
		valid.add(`${forwarded ? (forwarded.split(',')[0] ?? '').trim() : '127.0.0.1'} ${key}`);
	}
	return valid;
}

function send(sandbox: Sandbox, recording: Recording): Promise<Answer> {
	const headers: Record<string, string | string[]> = {
		host: '127.0.0.1:8088',
		'content-length': String(recording.body.length),
	};
	// Names that differ only in case are two headers of the same name (call 41).
	for (const [name, value] of Object.entries(recording.headers)) {
		headers[name.toLowerCase()] = [headers[name.toLowerCase()] ?? [], value].flat();
	}
	return new Promise((resolve, reject) => {
		const outgoing = request(sandbox.url + recording.path, { method: 'POST', headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const raw = Buffer.concat(chunks);
				const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
				resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', body });
			});
		});
		outgoing.on('error', reject);
		outgoing.end(recording.body);
	});
}

function compare(recording: Recording, answer: Answer): Difference | undefined {
	const pairs: [string, string, string][] = [
		['status', String(recording.status), String(answer.status)],
		['content type', recording.contentType, answer.contentType],
		['body', stable(recording.response), stable(answer.body)],
	];
	const different = pairs.find(([, recorded, answered]) => recorded !== answered);
	if (!different) return undefined;
	const [what, recorded, answered] = different;
	return { call: recording.name, what, recorded, answered };
}

/** API keys are random; everything else has to be the same. */
function stable(body: Buffer): string {
	return body.toString('utf8').replace(/>[0-9a-f]{32}</g, '>API KEY<');
}

async function main(): Promise<void> {
	const [folder, ...flags] = argv.slice(2);
	if (!folder) throw new Error('usage: replay.ts <folder> [--verbose] [--only <operation prefix>]');
	const only = flags.includes('--only') ? (flags[flags.indexOf('--only') + 1] ?? '') : '';
	const { total, alike, differences, columns, columnDifferences } = await replay(folder, only);
	for (const { call, what, recorded, answered } of differences) {
		stdout.write(`${call}: ${what}\n`);
		if (flags.includes('--verbose')) stdout.write(`  recorded ${recorded}\n  answered ${answered}\n`);
	}
	for (const text of columnDifferences) stdout.write(`${text}\n`);
	stdout.write(`${columns - columnDifferences.length} of ${columns} columns of database rows alike\n`);
	for (const [reason, numbers] of SKIPPED) stdout.write(`not compared, ${reason}: ${numbers.join(' ')}\n`);
	stdout.write('not replayed: size-*, concurrency-* (timings of other runs), calls without files (25, 96, 166, 361)\n');
	stdout.write(`${alike} of ${total} alike (${((100 * alike) / total).toFixed(1)} %)\n`);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await main();
