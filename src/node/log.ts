import { hostname } from 'node:os';
import { pino } from 'pino';
import type { CampusLog } from '../chamilo/connect.js';
import type { Log } from '../http/environment.js';
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
	let hasAudit = false;
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		audit({ requestId, key, operation }, entry) {
			if (!tellsAll) return;
			const by = `"audit":true,"requestId":"${requestId}","key":${JSON.stringify(key)},"operation":"${operation}"`;
			lines.write(infoLine(`${by},${JSON.stringify(entry).slice(1, -1)}`, 'write'));
			hasAudit = true;
		},
		writeAudit() {
			if (hasAudit) lines.flush();
			hasAudit = false;
		},
		request({ requestId, key, path, operation, method, status, ms }) {
			if (!tellsAll) return;
			const who = key === undefined ? '' : `"key":${JSON.stringify(key)},`;
			const what = operation === undefined ? '' : `"operation":"${operation}",`;
			// Names of requests and operations have nothing to escape; whatever else a caller sends may.
			const members = `"requestId":"${requestId}",${who}"path":${JSON.stringify(path)},${what}"method":${JSON.stringify(method)},"status":${status},"ms":${ms}`;
			lines.write(infoLine(members, 'request'));
		},
		call: ({ operation, outcome, ms }) => logger.debug({ soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
