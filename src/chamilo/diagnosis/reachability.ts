import { addressIn } from '../egress-ip.js';
import { type Transport, TransportError } from '../transport.js';
import type { Check } from './check.js';
import { type CampusAccess, shownUrl } from './target.js';

const ID = 'reachability';
const TITLE = 'Reachability';
const MAX_BYTES = 16 * 1024;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What testip.php answered: an address, or something else with its HTTP status. */
export interface Seen {
	address: string | undefined;
	status: number;
}

/** Asks the campus at which address it sees the asker. @throws TransportError */
async function askAddress(target: CampusAccess): Promise<Seen> {
	const { transport, config } = target;
	const url = `${target.url}/main/webservices/testip.php`;
	const { status, text } = await readText(transport, url, config.CHAMILO_TIMEOUT_MS);
	return { address: status === 200 ? addressIn(text) : undefined, status };
}

async function readText(
	transport: Transport,
	url: string,
	timeoutMs: number,
): Promise<{ status: number; text: string }> {
	const response = await transport({ method: 'GET', url, headers: {}, timeoutMs });
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of response.body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > MAX_BYTES) break;
	}
	return { status: response.status, text };
}

/** Whether anything answers at all, and how; the address it saw goes to the next check. */
export async function checkReachability(target: CampusAccess): Promise<{ check: Check; seen?: Seen }> {
	const { protocol, hostname } = new URL(target.url);
	try {
		const seen = await askAddress(target);
		const found = `${shownUrl(target.url)} answers${protocol === 'https:' ? ', its certificate is good' : ''}.`;
		if (protocol === 'http:' && !LOOPBACK.test(hostname)) {
			return { check: inClear(found), seen };
		}
		return { check: { id: ID, title: TITLE, status: 'ok', detail: found }, seen };
	} catch (thrown) {
		if (!(thrown instanceof TransportError)) throw thrown;
		return { check: { id: ID, title: TITLE, status: 'failure', ...explain(thrown, target) } };
	}
}

function inClear(found: string): Check {
	return {
		id: ID,
		title: TITLE,
		status: 'warning',
		detail: `${found} The connection is not encrypted: signatures and passwords travel readable.`,
		remedy: 'Use https in CHAMILO_URL, unless the way to the campus is private.',
	};
}

function explain(
	{ failure, cause }: TransportError,
	{ url, config }: CampusAccess,
): { detail: string; remedy: string } {
	const shown = shownUrl(url);
	const code = causeCode(cause);
	if (failure === 'timeout' || code === 'UND_ERR_CONNECT_TIMEOUT') {
		return {
			detail: `${shown} gave no answer within ${config.CHAMILO_TIMEOUT_MS} ms.`,
			remedy: 'Check host, port and firewall; a slow campus needs a higher CHAMILO_TIMEOUT_MS.',
		};
	}
	if (code === 'ECONNREFUSED') {
		return {
			detail: `Nothing listens at ${shown}: the connection was refused.`,
			remedy: 'Start the web server of the campus, or correct host and port in CHAMILO_URL.',
		};
	}
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return {
			detail: `The host name of ${shown} is not known.`,
			remedy: 'Correct CHAMILO_URL, or the name service of this machine.',
		};
	}
	if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
		return {
			detail: `The certificate of ${shown} is not accepted (${code}).`,
			remedy: 'Let the campus send its whole chain; for an authority of your own set NODE_EXTRA_CA_CERTS.',
		};
	}
	if (/EPROTO|SSL|TLS/.test(code)) {
		return {
			detail: `${shown} does not speak TLS in a form this machine understands (${code}).`,
			remedy: 'Check http or https and the port in CHAMILO_URL.',
		};
	}
	return {
		detail: `The connection to ${shown} broke${code ? ` (${code})` : ''}.`,
		remedy: 'Check that CHAMILO_URL leads to a web server, and what stands between it and this machine.',
	};
}

/** The code that the runtime gives a failed connection; empty where it has none. */
function causeCode(cause: unknown): string {
	for (let error = cause; error instanceof Error; error = error.cause) {
		if ('code' in error && typeof error.code === 'string') return error.code;
	}
	return '';
}
