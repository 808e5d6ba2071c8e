import { pino } from 'pino';
import { type CampusLog, callFields } from '../chamilo/connect.js';
import { isGoodProbe, type Log } from '../http/log.js';
import { createBufferedOutput } from './fast/buffered-output.js';
import { createAuditFormat, createRequestFormat, type TraceIdOf } from './fast/log-format.js';
import { createLogSink, type LineCounts, type LineKind } from './log-sink.js';

/** A second safeguard: secrets are never passed to the log in the first place. */
const REDACT = { paths: ['*.password', '*.secret_key', '*.key_value'], remove: true };

// It may be on the same full disk.
process.stderr.on('error', () => undefined);

/** Standard error is what is left where the log itself cannot be written. */
function complain(reason: string): void {
	process.stderr.write(`The log cannot be written: ${reason}\n`);
}

export interface ProcessLog extends Log, CampusLog {
	/**
	 * Has to be called before responses are sent: then a change that a client knows of is in the log, however the process
	 * ends.
	 */
	flushAudit(): void;
	/** Learns of each line that is dropped, because too many wait that cannot be written. */
	onDropped(listener: (kind: LineKind) => void): void;
}

/**
 * The log of a process: JSON lines on standard output. Lines of requests and writes are formatted without pino and its
 * redaction, since all of their members are known.
 * @param isShared other processes write to the same standard output.
 * @param traceIdOf id of the running trace, where requests are traced.
 */
export function createLog(level: string, isShared = false, traceIdOf?: TraceIdOf): ProcessLog {
	let dropped: LineCounts = { audit: 0, other: 0 };
	let countDropped: (kind: LineKind) => void = () => undefined;
	const sink = createLogSink({
		// A reader may be slow without anything being lost.
		stalled: ({ code, message }) => void (code !== 'EAGAIN' && complain(message)),
		recovered() {
			if (dropped.audit + dropped.other === 0) return;
			logger.warn({ dropped }, 'lines of the log were dropped while it could not be written');
			dropped = { audit: 0, other: 0 };
		},
	});
	const buffered = createBufferedOutput(sink, isShared);
	const output = {
		write(line: string, kind: LineKind = 'other') {
			if (buffered.write(escapeInvisible(line), kind)) return;
			if (dropped.audit + dropped.other === 0) complain('lines are dropped');
			dropped[kind] += 1;
			countDropped(kind);
		},
	};
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
			output.write(formatAudit(request, entry), 'audit');
			hasAudit = true;
		},
		flushAudit() {
			if (hasAudit) buffered.flush();
			hasAudit = false;
		},
		request(line) {
			if (isGoodProbe(line)) logger.debug(line, 'request');
			else if (isInfoEnabled) output.write(formatRequest(line));
		},
		call: (event) => logger.debug(callFields(event), 'call'),
		onDropped(listener) {
			countDropped = listener;
		},
		kind: (event) => logger.info({ ...event }, 'kind of the campus'),
	};
}

const ASCII = /^[\n -~]*$/;
/** Characters that JSON does not escape, and that make a terminal do something, or reorder or hide what it shows. */
const INVISIBLE = /[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A line of JSON that is safe to show on a terminal. Outside of its texts JSON has no such characters. */
function escapeInvisible(line: string): string {
	if (ASCII.test(line)) return line;
	return line.replace(INVISIBLE, (character) =>
		Array.from(
			{ length: character.length },
			(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
		).join(''),
	);
}
