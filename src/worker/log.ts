import type { CampusLog } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import type { Log } from '../http/log.js';

/** In ascending order of severity; `silent` is above all. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const satisfies Config['LOG_LEVEL'][];

const SECRET = new Set(['password', 'secret_key', 'key_value']);

/**
 * JSON lines on the console, from where the platform collects them (wrangler tail, Workers Logs). Secrets are never passed
 * to it; omitting members with names of secrets is a second safeguard.
 */
export function createConsoleLog(threshold: Config['LOG_LEVEL']): Log & CampusLog {
	function write(level: 'debug' | 'info' | 'warn' | 'error', fields: Record<string, unknown>, message: string): void {
		if (LEVELS.indexOf(level) < LEVELS.indexOf(threshold)) return;
		const line = { level, time: new Date().toISOString(), ...fields, msg: message };
		console[level](JSON.stringify(line, (name, value: unknown) => (SECRET.has(name) ? undefined : value)));
	}
	return {
		info: (fields, message) => write('info', fields, message),
		warn: (fields, message) => write('warn', fields, message),
		error: (fields, message) => write('error', fields, message),
		audit: (request, entry) => write('info', { audit: true, ...request, ...entry }, 'write'),
		request: (line) => write('info', { ...line }, 'request'),
		call: ({ operation, outcome, ms }) => write('debug', { soap: operation, outcome, ms: Math.round(ms) }, 'call'),
		kind: (event) => write('info', { ...event }, 'kind of the campus'),
	};
}
