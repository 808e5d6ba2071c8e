import { resolveType } from '../soap/contract.js';
import { notices, withNotices } from './nusoap/notices.js';
import type { HttpReply } from './nusoap/reply.js';
import type { SoapRequest } from './soap-request.js';

/** What PHP puts before a reply with server_type=test. @param operation that was answered; none for a fault */
export function asShown(request: SoapRequest, reply: HttpReply, operation?: string): HttpReply {
	const { settings, profile } = request;
	const count = settings.testServer ? countOf(request, operation) : 0;
	if (count === 0) return reply;
	// As the recorded servers were set up.
	const { outputBuffering = profile.release.chamilo === '1.11' ? 4096 : 0 } = settings;
	return withNotices(notices(count), reply, outputBuffering);
}

/** How many notices there are (F8, F191, F320). */
function countOf({ profile, serviceName, service, headers }: SoapRequest, operation: string | undefined): number {
	const { chamilo, php } = profile.release;
	if (php >= 8) return 60;
	// The second entry of X-Forwarded-For is read, whether there is one or not.
	const ofAddress = /^[^,]+$/.test(String(headers['x-forwarded-for'] ?? '')) ? 1 : 0;
	if (chamilo === '1.11.32') return serviceName === 'WSService' ? ofAddress : 0;
	if (chamilo === '1.11') return 2 + ofAddress;
	if (operation === undefined) return ofAddress;
	const output = service.operations[operation]?.output ?? null;
	return ofAddress + (output === null || resolveType(service, output).kind === 'list' ? 1 : 0);
}
