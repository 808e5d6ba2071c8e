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

/**
 * JSON lines on standard output. Nothing secret is ever given to it; the redaction is a second fence. It costs more than
 * the line, so lines of requests and writes, whose members are all known, go without. Those of the last moment are written at the
 * exit.
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
	const known = pino({ level }, output);
	let hasAudit = false;
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		audit(line) {
			known.info({ audit: true, ...line }, 'write');
			hasAudit = true;
		},
		writeAudit() {
			if (hasAudit) output.flush();
			hasAudit = false;
		},
		request: (line) => known.info(line, 'request'),
		call: ({ operation, outcome, ms }) => logger.debug({ soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
