import { GatewayError } from '../errors.js';
import { EmptyReply, UnreadableReply } from '../soap/reply.js';
import { OtherAnswer } from './other-answer.js';
import { TransportError } from './transport.js';

/** What a failed exchange means for the caller, and whether Chamilo may have done the work all the same. */
export function toCallError(operation: string, thrown: unknown): GatewayError {
	if (thrown instanceof UnreadableReply) {
		return new GatewayError('chamilo-error', `Chamilo gave no valid reply to ${operation}: ${thrown.message}.`, {
			cause: thrown,
			chamilo: { operation },
			outcomeUnknown: !(thrown instanceof OtherAnswer && thrown.isUntouched),
			emptyReply: thrown instanceof EmptyReply,
		});
	}
	if (!(thrown instanceof TransportError)) throw thrown;
	if (thrown.failure === 'timeout') {
		return new GatewayError('chamilo-timeout', `Chamilo did not answer ${operation} in time.`, {
			cause: thrown,
			chamilo: { operation },
			outcomeUnknown: true,
		});
	}
	const broken = thrown.failure === 'broken';
	const detail = broken ? `Chamilo broke the connection during ${operation}.` : 'Chamilo cannot be reached.';
	return new GatewayError('chamilo-unavailable', detail, {
		cause: thrown,
		chamilo: { operation },
		outcomeUnknown: broken,
		headers: { 'Retry-After': '5' },
	});
}
