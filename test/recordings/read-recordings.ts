import { readdirSync, readFileSync } from 'node:fs';

/** A row of the recorded database. */
export type Row = Record<string, string | null>;

/** What a campus answered, and the rows that were read from its database after that. */
export interface RecordedAnswer {
	status: number;
	contentType: string;
	/** Up to the end of the envelope; of a page nothing but its first line. */
	body: Buffer;
	/** Bytes of the debug comment that followed the envelope (F37). */
	debugBytes: number;
	/** Bytes of an error page (F47). */
	pageBytes: number;
	/** Lists of rows under the names that the queries gave them. */
	rows: [name: string, rows: Row[]][];
}

/** A call to a real campus. */
export interface Recording {
	number: number;
	/** Number, operation and case, such as `076 WSUser.CreateUser utf8-accent`. */
	name: string;
	operation: string;
	method: string;
	path: string;
	headers: [name: string, value: string][];
	body: Buffer;
	/** Absent where the answer cannot be compared; such a call is sent for what it does. */
	answer?: RecordedAnswer;
	/** Taken from the recordings of another version, for its effect only. */
	isAdded?: boolean;
}

const ENCODINGS = { latin1: 'latin1', base64: 'base64' } as const;

/**
 * Gives recordings without a request that of the same number in another folder. Recordings that only the other folder
 * has are added before the number `until`, without their answers: they are sent for their effect.
 */
export function withRequestsOf(recordings: Recording[], others: Recording[], until: number): Recording[] {
	const requests = new Map(others.map((other) => [other.number, other]));
	const own = new Set(recordings.map(({ number }) => number));
	const completed = recordings.map((recording) => {
		const { path, headers, body } = requests.get(recording.number) ?? recording;
		return recording.path === '' ? { ...recording, path, headers, body } : recording;
	});
	const added = others
		.filter(({ number }) => number < until && !own.has(number))
		.map(({ answer, ...request }) => ({ ...request, isAdded: true }));
	return [...completed, ...added].sort((one, other) => one.number - other.number);
}

/** Reads the recordings of a folder, in the form that README.md describes, in their order. */
export function readRecordings(folder: URL): Recording[] {
	const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
	return files.sort().flatMap((file) => {
		const lists = new Map<string, Row[]>();
		const text = readFileSync(new URL(file, `${folder.href}/`), 'utf8');
		const blocks = text.replace(/\n$/, '').split(/(?:^|\n)#### /);
		return blocks.slice(1).map((block) => readRecording(block, lists));
	});
}

/** @param lists of the file so far, by name and the number of the call they were read after. */
function readRecording(block: string, lists: Map<string, Row[]>): Recording {
	const lines = block.split('\n');
	const name = lines.shift() ?? '';
	const number = Number.parseInt(name, 10);
	const hasRequest = /^> (?:GET|POST) /.test(lines[0] ?? '');
	const [method = 'POST', path = '', encoding] = hasRequest ? (lines.shift() ?? '').slice('> '.length).split(' ') : [];
	const headers: [string, string][] = [];
	while (lines[0]?.startsWith('> ')) {
		const [, key = '', value = ''] = /^> ([^:]+): ?(.*)$/.exec(lines.shift() ?? '') ?? [];
		headers.push([key, value]);
	}
	const body = bytesOf(linesBefore(lines, '< '), encoding);
	const recording = { number, name, operation: name.split(' ')[1] ?? '', method, path, headers, body };
	const first = lines.shift();
	if (first === undefined) return recording;
	const [, status, contentType = '', replyEncoding, size, bytes] =
		/^< (\d+) (.*?)(?: (latin1|base64))?(?: (debug|page)=(\d+))?$/.exec(first) ?? [];
	const answer: RecordedAnswer = {
		status: Number(status),
		contentType,
		body: bytesOf(linesBefore(lines, '= '), replyEncoding),
		debugBytes: size === 'debug' ? Number(bytes) : 0,
		pageBytes: size === 'page' ? Number(bytes) : 0,
		rows: [],
	};
	while (lines.length > 0) {
		const [, list = '', text = ''] = /^= (\S+) (.*)$/.exec(lines.shift() ?? '') ?? [];
		const earlier = /^as after (\d+)$/.exec(text)?.[1];
		const rows = earlier
			? lists.get(`${list} ${Number(earlier)}`)
			: (JSON.parse([text, ...linesBefore(lines, '= ')].join('')) as Row[]);
		if (!rows) throw new Error(`${name}: no list ${list} after ${earlier}`);
		lists.set(`${list} ${number}`, rows);
		answer.rows.push([list, rows]);
	}
	return { ...recording, answer };
}

/** Takes lines up to one that starts a further part. */
function linesBefore(lines: string[], start: string): string[] {
	const end = lines.findIndex((line) => line.startsWith(start));
	return lines.splice(0, end < 0 ? lines.length : end);
}

function bytesOf(lines: string[], encoding: string | undefined): Buffer {
	const known = ENCODINGS[encoding as keyof typeof ENCODINGS] ?? 'utf8';
	return Buffer.from(lines.join(known === 'base64' ? '' : '\n'), known);
}
