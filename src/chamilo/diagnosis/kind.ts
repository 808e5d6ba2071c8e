import { GatewayError } from '../../errors.js';
import { CAPABILITIES, type CampusKind } from '../../operations/capabilities.js';
import { CONTRACT } from '../../soap/contracts.js';
import { detectKind } from '../kind.js';
import type { Check, CheckStatus } from './check.js';
import type { CampusAccess } from './target.js';

const ID = 'kind';
const TITLE = 'Version';

const NAMES: Record<CampusKind, string> = {
	'1.9': 'Chamilo 1.9',
	'1.11': 'Chamilo 1.11 with both services',
	'1.11-php7': 'Chamilo 1.11 on PHP 7 or later',
};

/** What WS.test and the header X-SOAP-Server tell about the campus; WS.test needs no key and does nothing. */
export async function checkKind(target: CampusAccess): Promise<{ check: Check; kind?: CampusKind }> {
	const { config, url, transport } = target;
	try {
		const kind = await detectKind({
			url,
			transport,
			contract: CONTRACT,
			text: config.CHAMILO_TEXT,
			timeoutMs: config.CHAMILO_TIMEOUT_MS,
		});
		return { kind, check: describe(kind, config.CHAMILO_KIND) };
	} catch (thrown) {
		if (!(thrown instanceof GatewayError)) throw thrown;
		return {
			check: {
				id: ID,
				title: TITLE,
				status: 'failure',
				detail: `No Chamilo answers WS.test at /main/webservices/soap.php: ${thrown.message}`,
				remedy:
					'CHAMILO_URL must be the root of the campus, the part before /main/webservices. Look for a login page, a redirect or a blocked folder there.',
			},
		};
	}
}

/** How bad it is what CHAMILO_KIND says: `1.11-php7` only forgoes soap.php, another wrong kind makes wrong answers. */
export function statusOfSetting(kind: CampusKind, setting: CampusKind | 'auto'): CheckStatus {
	if (setting === 'auto' || setting === kind) return 'ok';
	return kind === '1.11' && setting === '1.11-php7' ? 'warning' : 'failure';
}

function describe(kind: CampusKind, setting: CampusKind | 'auto'): Check {
	const found = `WS.test and X-SOAP-Server say ${NAMES[kind]}.`;
	const status = statusOfSetting(kind, setting);
	if (status !== 'ok') {
		const effect = status === 'warning' ? 'what needs soap.php is refused' : 'answers of the gateway can be wrong';
		return {
			id: ID,
			title: TITLE,
			status,
			detail: `${found} CHAMILO_KIND says ${setting}, and it counts: ${effect}.`,
			remedy: 'Set CHAMILO_KIND=auto.',
		};
	}
	if (kind !== '1.11-php7') return { id: ID, title: TITLE, status: 'ok', detail: found };
	const detail = `${found} soap.php takes no request there; registration.soap.php works.`;
	return { id: ID, title: TITLE, status: 'warning', detail, remedy: CAPABILITIES['soap-php'].cure };
}
