import type { Config } from '../config.js';
import type { Transport } from './transport.js';

/** Sends the headers of the settings with each request to the campus: what stands before it asks for them. */
export function withCampusHeaders(
	transport: Transport,
	{ CHAMILO_HEADERS, CHAMILO_USER_AGENT }: Pick<Config, 'CHAMILO_HEADERS' | 'CHAMILO_USER_AGENT'>,
): Transport {
	const added: Record<string, string> = {
		...(CHAMILO_USER_AGENT ? { 'user-agent': CHAMILO_USER_AGENT } : {}),
		...CHAMILO_HEADERS,
	};
	if (Object.keys(added).length === 0) return transport;
	return (request) => transport({ ...request, headers: { ...added, ...request.headers } });
}
