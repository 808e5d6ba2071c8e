import { TransportError } from '../transport.js';
import type { Check } from './check.js';
import { askAddress, type Seen } from './reachability.js';
import type { CampusAccess } from './target.js';

const ID = 'address';
const TITLE = 'Address in the signature';

/** Whether the address in the signature is the one Chamilo will check it with. */
export async function checkAddress(target: CampusAccess, seen: Seen): Promise<Check> {
	const { CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: configured = '' } = target.config;
	if (mode === 'forwarded') return checkForwarded(target, configured);
	const { address } = seen;
	if (address === undefined) return withoutTestip(mode, seen.status);
	if (mode === 'static' && address !== configured) {
		return failure(
			`Calls are signed for ${configured} (CHAMILO_EGRESS_IP), but the campus sees ${address}.`,
			`Set CHAMILO_EGRESS_IP=${address}, or CHAMILO_SIGNING=auto.`,
		);
	}
	const note =
		mode === 'key-only' ? ' registration.soap.php is called without an address in the signature (key-only).' : '';
	return ok(`The campus sees this machine at ${address}, and calls are signed for it (${mode}).${note}`);
}

async function checkForwarded(target: CampusAccess, configured: string): Promise<Check> {
	try {
		const { address } = await askAddress(target, { 'X-Forwarded-For': configured });
		if (address === configured) {
			return ok(`The campus takes the address ${configured} from X-Forwarded-For, and calls are signed for it.`);
		}
		return failure(
			`The campus does not take the address ${configured} from X-Forwarded-For: it sees ${address ?? 'something else'}.`,
			'A proxy before the campus changes the header. Use CHAMILO_SIGNING=auto, or let the proxy pass it on.',
		);
	} catch (thrown) {
		if (!(thrown instanceof TransportError)) throw thrown;
		return failure('testip.php could not be asked.', 'Run the doctor again.');
	}
}

function withoutTestip(mode: string, status: number): Check {
	const detail = `testip.php of the campus answers no address (HTTP ${status}).`;
	if (mode === 'static') {
		const remedy = 'Nothing, if the signature is accepted below.';
		return {
			id: ID,
			title: TITLE,
			status: 'warning',
			detail: `${detail} CHAMILO_EGRESS_IP is taken as it is.`,
			remedy,
		};
	}
	return failure(
		detail,
		'CHAMILO_URL must be the root of the campus, the part before /main/webservices. If testip.php was removed, set CHAMILO_SIGNING=static and CHAMILO_EGRESS_IP.',
	);
}

function ok(detail: string): Check {
	return { id: ID, title: TITLE, status: 'ok', detail };
}

function failure(detail: string, remedy: string): Check {
	return { id: ID, title: TITLE, status: 'failure', detail, remedy };
}
