import { pino } from 'pino';
import { type CampusLog, callFields } from '../chamilo/connect.js';
import { isGoodProbe, type Log } from '../http/log.js';
import { createBufferedOutput } from './fast/buffered-output.js';
import { createAuditFormat, createRequestFormat, type TraceIdOf } from './fast/log-format.js';

/** A second safeguard: secrets are never passed to the log in the first place. */
const REDACT = { paths: ['*.password', '*.secret_key', '*.key_value'], remove: true };

export interface ProcessLog extends Log, CampusLog {
	/**
	 * Has to be called before responses are sent: then a change that a client knows of is in the log, however the process
	 * ends.
	 */
	flushAudit(): void;
}

/**
 * The log of a process: JSON lines on standard output. Lines of requests and writes are formatted without pino and its
 * redaction, since all of their members are known.
 * @param isShared other processes write to the same standard output.
 * @param traceIdOf id of the running trace, where requests are traced.
 */
export function createLog(level: string, isShared = false, traceIdOf?: TraceIdOf): ProcessLog {
	const output = createBufferedOutput(isShared);
	const mixin = traceIdOf && (() => ({ trace_id: traceIdOf() }));
	const logger = pino({ level, redact: REDACT, ...(mixin ? { mixin } : {}) }, output);
	const isInfoEnabled = logger.isLevelEnabled('info');
	const formatRequest = createRequestFormat(traceIdOf);
	const formatAudit = createAuditFormat(traceIdOf);
	let hasAudit = false;
	return {
		info: (fields, message) => logger.info(fields, message),
		warn: (fields, message) => logger.warn(fields, message),
		error: (fields, message) => logger.error(fields, message),
		audit(request, entry) {
			if (!isInfoEnabled) return;
			output.write(formatAudit(request, entry));
			hasAudit = true;
		},
		flushAudit() {
			if (hasAudit) output.flush();
			hasAudit = false;
		},
		request(line) {
			if (isGoodProbe(line)) logger.debug(line, 'request');
			else if (isInfoEnabled) output.write(formatRequest(line));
		},
		call: (event) => logger.debug(callFields(event), 'call'),
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}
