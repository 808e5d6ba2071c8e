import type { OperationContract, ServiceContract } from '../soap/contract.js';
import { NoSoapReply, readEnvelope } from '../soap/read-envelope.js';
import { decodeLargeReply, decodeReply, EmptyReply, type SoapReply, UnreadableReply } from '../soap/reply.js';
import { describeAnswer } from './other-answer.js';
import { type HttpResponse, LARGE_REPLY_BYTES, TransportError } from './transport.js';

/** What PHP puts before a reply with server_type=test, as HTML or as text (F8). */
const NOTICE = /<b>(Notice|Warning|Deprecated|Strict Standards)<\/b>:|^(PHP )?(Notice|Warning|Deprecated): /m;
/** A fatal error that is shown. One of the database is none: without server_type=test it is a page, not an empty 500. */
const FATAL = /<b>(Fatal|Parse|Recoverable fatal) error<\/b>:|^(PHP )?(Fatal|Parse) error: /m;
const DATABASE_FAILED = /PDOException|DBALException|SQLSTATE/;

/** Whether PHP notices are in a text. */
export function showsNotices(text: string): boolean {
	return NOTICE.test(text);
}

interface Expected {
	url: string;
	service: ServiceContract;
	name: string;
	operation: OperationContract;
	/** Largest reply in bytes. */
	limit: number;
}

/**
 * Reads the reply to a call. An envelope decides, not status or content type: 200 with text/html can be a reply behind
 * PHP notices.
 * @throws UnreadableReply saying what it is instead; TransportError
 */
export async function readReply(response: HttpResponse, expected: Expected): Promise<SoapReply> {
	const { service, name, operation, limit } = expected;
	const bytes = await readEnvelope(response.body, limit).catch((failure) => {
		throw explained(failure, response, expected.url);
	});
	const decode = bytes.length > LARGE_REPLY_BYTES ? decodeLargeReply : decodeReply;
	return decode(service, name, operation, bytes);
}

function explained(failure: unknown, { status, header }: HttpResponse, url: string): unknown {
	if (!(failure instanceof UnreadableReply)) return failure;
	if (failure.cause instanceof TransportError && failure.cause.failure !== 'broken') return failure.cause;
	// Where PHP dies the status is 500: this is a connection that ended early.
	if (failure instanceof EmptyReply && status === 200) {
		return new UnreadableReply('the reply is empty', { cause: new TransportError('broken', { cause: failure }) });
	}
	const text = failure instanceof NoSoapReply ? new TextDecoder().decode(failure.start) : '';
	if (FATAL.test(text) && !DATABASE_FAILED.test(text)) return new EmptyReply('it is an error of PHP, which died');
	if (showsNotices(text)) {
		const cure = 'Set server_type of the campus to "production"';
		return new UnreadableReply(`${failure.message} behind PHP notices. ${cure}`, { cause: failure });
	}
	return describeAnswer(status, header('location'), url, text) ?? failure;
}
