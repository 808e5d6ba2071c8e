import { GatewayError } from '../errors.js';

/** The call was never sent: no slot came free for it. */
export function tooBusy(operation: string, cause: unknown): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'Chamilo is too busy: the call waited for its turn until its deadline and was not sent.',
		{ cause, chamilo: { operation }, headers: { 'Retry-After': '5' } },
	);
}
