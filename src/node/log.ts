import { pino } from 'pino';
import type { CampusLog } from '../chamilo/connect.js';
import type { Log } from '../http/environment.js';

/** JSON lines on standard output. Nothing secret is ever given to it; the redaction is a second fence. */
export function createLog(level: string): Log & CampusLog {
	const logger = pino({ level, redact: { paths: ['*.password', '*.secret_key', '*.key_value'], remove: true } });
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		call: ({ operation, outcome, ms }) => logger.debug({ soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
