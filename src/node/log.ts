import { hostname } from 'node:os';
import { pino } from 'pino';
import type { CampusLog } from '../chamilo/connect.js';
import type { Log, RequestLine } from '../http/request-context.js';
import { createLogLines } from './log-lines.js';

const REDACT = { paths: ['*.password', '*.secret_key', '*.key_value'], remove: true };

export interface LogOutput extends Log, CampusLog {
	/** To be called before answers go out: a write that was told is in the log, however the process ends. */
	writeAudit(): void;
}

/** What every line of this process says, as pino writes it. */
const PROCESS = `"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`;

/** A line of the level info. @param members of a JSON object, without its braces */
function infoLine(members: string, message: string): string {
	return `{"level":30,"time":${Date.now()},${PROCESS},${members},"msg":"${message}"}\n`;
}

/** What stands in JSON as it is; it is quicker to see that of nearly all than to have JSON.stringify look. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
	return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/**
 * Tells who asked for what, and how it ended. That is the same again and again: of each operation the last is kept, since
 * a line of many pieces takes half as long again as one of few. Names of requests and operations have nothing to escape.
 */
function createOutcomes(): (line: RequestLine) => string {
	const latest = new Map<string | undefined, { line: RequestLine; members: string }>();
	return (line) => {
		const { key, operation, method, status } = line;
		const last = latest.get(operation);
		const isSame = last?.line.key === key && last?.line.method === method && last?.line.status === status;
		if (last && isSame) return last.members;
		const who = key === undefined ? '' : `,"key":${quoted(key)}`;
		const what = operation === undefined ? '' : `,"operation":"${operation}"`;
		const members = `${who}${what},"method":${quoted(method)},"status":${status}`;
		latest.set(operation, { line, members });
		return members;
	};
}

/**
 * JSON lines on standard output. Nothing secret is ever given to it; the redaction is a second fence. It costs more than
 * the line, and pino takes 3 us for one, as long as all else the gateway does for an answer from memory; so lines of
 * requests and writes, whose members are all known, are put together here.
 * @param isShared other processes write to the same standard output.
 */
export function createLog(level: string, isShared = false): LogOutput {
	const lines = createLogLines(isShared);
	const logger = pino({ level, redact: REDACT }, lines);
	const tellsAll = logger.isLevelEnabled('info');
	const outcomeOf = createOutcomes();
	let hasAudit = false;
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		audit({ requestId, key, operation }, entry) {
			if (!tellsAll) return;
			const by = `"audit":true,"requestId":"${requestId}","key":${quoted(key)},"operation":"${operation}"`;
			lines.write(infoLine(`${by},${JSON.stringify(entry).slice(1, -1)}`, 'write'));
			hasAudit = true;
		},
		writeAudit() {
			if (hasAudit) lines.flush();
			hasAudit = false;
		},
		request(line) {
			if (!tellsAll) return;
			const { requestId, path, ms } = line;
			lines.write(
				infoLine(`"requestId":"${requestId}"${outcomeOf(line)},"path":${quoted(path)},"ms":${ms}`, 'request'),
			);
		},
		call: ({ operation, outcome, ms }) => logger.debug({ soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
