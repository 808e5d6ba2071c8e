import { type CampusLog, callFields } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import { isGoodProbe, type Log } from '../http/log.js';

/** The numbers that pino has for the levels, so that lines are the same as on Node. */
const LEVELS: Record<Config['LOG_LEVEL'], number> = {
	trace: 10,
	debug: 20,
	info: 30,
	warn: 40,
	error: 50,
	fatal: 60,
	silent: Number.POSITIVE_INFINITY,
};

const SECRET = new Set(['password', 'secret_key', 'key_value']);

/**
 * JSON lines on the console, from where the platform collects them (wrangler tail, Workers Logs). Secrets are never passed
 * to it; omitting members with names of secrets is a second safeguard.
 */
export function createConsoleLog(threshold: Config['LOG_LEVEL']): Log & CampusLog {
	function write(level: 'debug' | 'info' | 'warn' | 'error', fields: Record<string, unknown>, message: string): void {
		if (LEVELS[level] < LEVELS[threshold]) return;
		const line = { level: LEVELS[level], time: Date.now(), ...fields, msg: message };
		console[level](JSON.stringify(line, (name, value: unknown) => (SECRET.has(name) ? undefined : value)));
	}
	return {
		info: (fields, message) => write('info', fields, message),
		warn: (fields, message) => write('warn', fields, message),
		error: (fields, message) => write('error', fields, message),
		audit: (request, entry) => write('info', { audit: true, ...request, ...entry }, 'write'),
		request: (line) => write(isGoodProbe(line) ? 'debug' : 'info', { ...line }, 'request'),
		call: (event) => write('debug', callFields(event), 'call'),
		kind: (event) => write('info', { ...event }, 'kind of the campus'),
	};
}
