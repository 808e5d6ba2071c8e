import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { checkRows } from './replay-rows.js';
import { RECORDED_SETS, type RecordedSet } from './replay-sets.js';
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
	/** Bytes of the debug comment, which most files do not keep. */
	debugBytes: number;
	/** Bytes of the answer as it was sent. */
	bytes: number;
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

/**
 * Sends recorded calls to a sandbox, in their order, and compares the answers byte by byte.
 * @param only Prefix of the operations that count; all are sent, since later ones need what earlier ones did.
 */
export async function replay(
	folder: string,
	{ only = '', chamilo = '1.9' }: { only?: string; chamilo?: '1.9' | '1.11' } = {},
): Promise<ReplayResult> {
	const set = RECORDED_SETS[chamilo];
	const recordings = readRecordings(folder).filter(
		({ number }) => !set.skipped.some(([, skip]) => skip.includes(number)),
	);
	const valid = validSignatures(recordings);
	const sandbox = await startSandbox({
		...set.kindAt(0),
		seed: 'recorded',
		rootUrl: `http://${set.host}/`,
		acceptSignature: (signature, ip) => valid.has(`${ip} ${signature}`),
	});
	const differences: Difference[] = [];
	let total = 0;
	let columns = 0;
	let last = 0;
	const columnDifferences: string[] = [];
	try {
		for (const recording of recordings) {
			if (set.startsRun(recording.number, last)) sandbox.reset();
			for (let number = last + 1; number <= recording.number; number++) set.steps[number]?.(sandbox.campus);
			last = recording.number;
			sandbox.switchTo(set.kindAt(recording.number));
			// The recordings took less than a second from one change of an extra to the next (#11-290, #11-649).
			for (const fields of [sandbox.campus.userFields, sandbox.campus.courseFields]) fields.clock = () => 0;
			const answer = await send(sandbox, recording, set);
			if (!recording.operation.startsWith(only)) continue;
			if (set.notCompared.some(([, numbers]) => numbers.includes(recording.number))) continue;
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
			response: readResponse(join(folder, `${name}.response.xml`)),
			debugBytes: Number(meta.debug_comment_bytes ?? 0),
			bytes: Number(meta.bytes_out ?? 0),
			rowsAfter: meta.db_after,
		};
	});
}

/** The answer, unzipped where it was kept as it came; nothing where it was not kept. */
function readResponse(file: string): Buffer {
	if (!existsSync(file)) return Buffer.alloc(0);
	const raw = readFileSync(file);
	return raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
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
		const unchecked =
			/^WS(Report|DisableUsers|EnableUsers|DeleteUsers|EditCourseDescription|CertificatesList)|wrong-key/.test(
				recording.name.slice(4),
			);
		if (!key || unchecked || /API key is invalid|Secret key is not correct/.test(text)) continue;
		const forwarded = Object.entries(recording.headers).find(([name]) => /^x-forwarded-for$/i.test(name))?.[1];
		valid.add(`${forwarded ? (forwarded.split(',')[0] ?? '').trim() : '127.0.0.1'} ${key}`);
	}
	return valid;
}

function send(sandbox: Sandbox, recording: Recording, { host }: RecordedSet): Promise<Answer> {
	const headers: Record<string, string | string[]> = {
		host,
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
		[
			'debug',
			sizeClass(recording.debugBytes, recording.debugBytes),
			sizeClass(recording.debugBytes, debugBytes(answer.body)),
		],
	];
	if (stable(answer.body) === 'HTML') {
		pairs.push(['page', sizeClass(recording.bytes, recording.bytes), sizeClass(recording.bytes, answer.body.length)]);
	}
	const different = pairs.find(([, recorded, answered]) => recorded !== answered);
	if (!different) return undefined;
	const [what, recorded, answered] = different;
	return { call: recording.name, what, recorded, answered };
}

/** Where the pages and debug comments of 1.11 are cut in the files, and what of them is never twice the same. */
const ENVELOPE_END = '</SOAP-ENV:Envelope>';

/** What has to be the same: all but API keys, the debug in a fault's detail, and what follows the envelope. */
function stable(body: Buffer): string {
	const text = body.toString('utf8').replace(/>[0-9a-f]{32}</g, '>API KEY<');
	if (/^<!DOCTYPE html>/.test(text)) return 'HTML';
	const end = text.indexOf(ENVELOPE_END);
	const envelope = end < 0 ? text : text.slice(0, end + ENVELOPE_END.length);
	return envelope.replace(/(<detail[^>]*>)[^<]+/, '$1DEBUG');
}

/** Whether what is not compared byte by byte is there, and half to twice as big. */
function sizeClass(recorded: number, answered: number): string {
	if (recorded === 0) return answered === 0 ? 'none' : `unexpected ${answered} bytes`;
	return answered > recorded / 2 && answered < recorded * 2 ? `about ${recorded} bytes` : `${answered} bytes`;
}

function debugBytes(body: Buffer): number {
	const end = body.indexOf(`${ENVELOPE_END}<!--`);
	return end < 0 ? 0 : body.length - end - ENVELOPE_END.length;
}

async function main(): Promise<void> {
	const [folder, ...flags] = argv.slice(2);
	if (!folder) throw new Error('usage: replay.ts <folder> [--chamilo 1.11] [--verbose] [--only <operation prefix>]');
	const after = (flag: string) => (flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined);
	const chamilo = after('--chamilo') === '1.11' ? '1.11' : '1.9';
	const { notCompared, skipped, note } = RECORDED_SETS[chamilo];
	const { total, alike, differences, columns, columnDifferences } = await replay(folder, {
		only: after('--only') ?? '',
		chamilo,
	});
	for (const { call, what, recorded, answered } of differences) {
		stdout.write(`${call}: ${what}\n`);
		if (flags.includes('--verbose')) stdout.write(`  recorded ${recorded}\n  answered ${answered}\n`);
	}
	for (const text of columnDifferences) stdout.write(`${text}\n`);
	stdout.write(`${columns - columnDifferences.length} of ${columns} columns of database rows alike\n`);
	for (const [reason, numbers] of [...notCompared, ...skipped]) {
		stdout.write(`not compared, ${reason}: ${numbers.join(' ')}\n`);
	}
	stdout.write(`${note}\n`);
	stdout.write(`${alike} of ${total} alike (${((100 * alike) / total).toFixed(1)} %)\n`);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await main();
