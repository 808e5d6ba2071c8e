import { hostname } from 'node:os';
import { destination, pino } from 'pino';
import type { CampusLog } from '../chamilo/connect.js';
import type { Log } from '../http/environment.js';

/**
 * Lines are written together: so many bytes at most, and so many milliseconds late. A pipe takes as many in one piece
 * (PIPE_BUF), so lines of several workers never stand in each other.
 */
const MOST_TOGETHER = 4096;
const LATEST_MS = 100;
const REDACT = { paths: ['*.password', '*.secret_key', '*.key_value'], remove: true };

/** Those of this process: what is left in them is written when it ends. */
const outputs = new Set<ReturnType<typeof destination>>();
process.once('exit', () => {
	for (const output of outputs) output.flush();
});

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

/**
 * JSON lines on standard output. Nothing secret is ever given to it; the redaction is a second fence. It costs more than
 * the line, and pino takes 3 us for one, as long as all else the gateway does for an answer from memory; so lines of
 * requests and writes, whose members are all known, are put together here. Those of the last moment are written at the exit.
 */
export function createLog(level: string): LogOutput {
	const output = destination({
		sync: true,
		minLength: MOST_TOGETHER - 1,
		maxWrite: MOST_TOGETHER,
		periodicFlush: LATEST_MS,
	});
	outputs.add(output);
	const logger = pino({ level, redact: REDACT }, output);
	const tellsAll = logger.isLevelEnabled('info');
	let hasAudit = false;
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		audit({ requestId, key, operation }, entry) {
			if (!tellsAll) return;
			const by = `"audit":true,"requestId":"${requestId}","key":${JSON.stringify(key)},"operation":"${operation}"`;
			output.write(infoLine(`${by},${JSON.stringify(entry).slice(1, -1)}`, 'write'));
			hasAudit = true;
		},
		writeAudit() {
			if (hasAudit) output.flush();
			hasAudit = false;
		},
		request({ requestId, key, path, operation, method, status, ms }) {
			if (!tellsAll) return;
			const who = key === undefined ? '' : `"key":${JSON.stringify(key)},`;
			const what = operation === undefined ? '' : `"operation":"${operation}",`;
			// Names of requests and operations have nothing to escape; whatever else a caller sends may.
			const members = `"requestId":"${requestId}",${who}"path":${JSON.stringify(path)},${what}"method":${JSON.stringify(method)},"status":${status},"ms":${ms}`;
			output.write(infoLine(members, 'request'));
		},
		call: ({ operation, outcome, ms }) => logger.debug({ soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
