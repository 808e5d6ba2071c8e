import type { CampusLog } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import type { Log } from '../http/request-context.js';

/** From the least to the gravest; `silent` is above all of them. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const satisfies Config['LOG_LEVEL'][];

const SECRET = new Set(['password', 'secret_key', 'key_value']);

/**
 * JSON lines on the console, where the platform picks them up (wrangler tail, Workers Logs). Nothing secret is ever
 * given to it; leaving out what is called like a secret is a second fence.
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
