import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.js';
import { type RecordedAnswer, type Recording, readRecordings, withRequestsOf } from './read-recordings.js';
import { checkChanges } from './row-changes.js';
import { checkRows } from './rows.js';
import type { RecordedSet } from './sets.js';

/** Stands in the recordings where the security key of the recorded campus was. */
const SECURITY_KEY = 'recorded-security-key';

interface Answer {
	status: number;
	contentType: string;
	body: Buffer;
}

export interface Replay {
	/** Numbers of the calls that were compared. */
	compared: number[];
	/** Numbers of the calls that were sent only. */
	notCompared: number[];
	/** What differs, by the number of the call. */
	differences: Map<number, string>;
	/** Columns compared with the rows that were read from the recorded database. */
	columns: number;
}

/** Sends recorded calls to a sandbox, in their order, and compares answers and database rows. */
export async function replay(set: RecordedSet): Promise<Replay> {
	const read = (folder: string) => readRecordings(new URL(folder, import.meta.url));
	const { requestsOf } = set;
	const recordings = requestsOf
		? withRequestsOf(read(set.folder), read(requestsOf.folder), requestsOf.until)
		: read(set.folder);
	const sandbox = await startSandbox({
		...set.releaseAt(0),
		seed: 'recorded',
		rootUrl: `http://${set.host}/`,
		securityKey: SECURITY_KEY,
	});
	const found: Replay = { compared: [], notCompared: [], differences: new Map(), columns: 0 };
	let last = 0;
	try {
		for (const recording of recordings) {
			const { number } = recording;
			if (set.runs.some((first) => first > last && first <= number)) sandbox.reset();
			while (last < number) set.steps[++last]?.(sandbox.campus);
			sandbox.switchTo(set.releaseAt(number));
			// The recordings took less than a second from one change of an extra to the next (F95).
			for (const fields of [sandbox.campus.userFields, sandbox.campus.courseFields]) fields.clock = () => 0;
			const before = set.tablesOf?.(sandbox.campus);
			const answer = await send(sandbox, recording, set.host);
			if (!recording.answer) {
				if (!recording.isAdded) found.notCompared.push(number);
				continue;
			}
			found.compared.push(number);
			const rows = before
				? checkChanges(before, set.tablesOf?.(sandbox.campus) ?? new Map(), recording.answer.rows)
				: checkRows(sandbox.campus, recording.answer.rows);
			found.columns += rows.checked;
			const difference = compare(recording.answer, answer) ?? rows.differences[0];
			if (difference) found.differences.set(number, `${recording.name}: ${difference}`);
		}
	} finally {
		await sandbox.close();
	}
	return found;
}

function send({ url }: Sandbox, { method, path, headers, body }: Recording, host: string): Promise<Answer> {
	const sent: Record<string, string | string[]> = { host, 'content-length': String(body.length) };
	// Names that differ only in case are two headers of the same name (F36).
	for (const [name, value] of headers) sent[name.toLowerCase()] = [sent[name.toLowerCase()] ?? [], value].flat();
	return new Promise((resolve, reject) => {
		const outgoing = request(url + path, { method, headers: sent }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const raw = Buffer.concat(chunks);
				const isZipped = response.headers['content-encoding'] === 'gzip';
				resolve({
					status: response.statusCode ?? 0,
					contentType: response.headers['content-type'] ?? '',
					body: isZipped ? gunzipSync(raw) : raw,
				});
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

/** The first difference between a recorded answer and ours. */
function compare(recorded: RecordedAnswer, { status, contentType, body }: Answer): string | undefined {
	const isPage = comparable(body) === PAGE;
	const pairs: [what: string, recorded: string, answered: string][] = [
		['status', String(recorded.status), String(status)],
		['content type', recorded.contentType, contentType],
		['body', recorded.pageBytes > 0 ? PAGE : comparable(recorded.body), comparable(body)],
		['debug comment', ...sizes(recorded.debugBytes, debugBytes(body))],
		['page', ...sizes(recorded.pageBytes, isPage ? body.length : 0)],
	];
	const different = pairs.find(([, ours, theirs]) => ours !== theirs);
	return different && `${different[0]}: recorded ${different[1]}, answered ${different[2]}`;
}

const PAGE = 'a page of HTML';
/** Where the answers of 1.11 are cut in the files: what follows is never twice the same. */
const ENVELOPE_END = '</SOAP-ENV:Envelope>';

/** What has to be the same, byte for byte: all but API keys, the debug in a fault's detail, and what follows it all. */
function comparable(body: Buffer): string {
	const text = body.toString('utf8').replace(/>[0-9a-f]{32}</g, '>API KEY<');
	// v2.php: PHP notices before the JSON, keys that Chamilo makes, and the times of the call.
	const json = text.indexOf('{\n    "error"');
	if (/^(?:<br|\{)/.test(text)) {
		return (json > 0 ? `NOTICES${text.slice(json)}` : text)
			.replace(/("api_?key": ?)"[0-9a-f]{32}"/gi, '$1"API KEY"')
			.replace(/("(?:last_edit|creation_date|expiration_date)": ?)"[-0-9: ]+"/g, '$1"WHEN"');
	}
	if (text.startsWith('<!DOCTYPE html>')) return PAGE;
	const end = text.indexOf(ENVELOPE_END);
	const envelope = end < 0 ? text : text.slice(0, end + ENVELOPE_END.length);
	return envelope.replace(/(<detail[^>]*>)[^<]+/, '$1DEBUG');
}

/** Two sizes as texts that are the same where ours is half to twice as big as the recorded one. */
function sizes(recorded: number, answered: number): [recorded: string, answered: string] {
	const isAlike = recorded === 0 ? answered === 0 : answered > recorded / 2 && answered < recorded * 2;
	return [`${recorded} bytes`, `${isAlike ? recorded : answered} bytes`];
}

function debugBytes(body: Buffer): number {
	const end = body.indexOf(`${ENVELOPE_END}<!--`);
	return end < 0 ? 0 : body.length - end - ENVELOPE_END.length;
}
