import { GatewayError } from '../../errors.js';
import { CAPABILITIES } from '../../operations/capabilities.js';
import { type CampusKind, capabilitiesOf, distance, KINDS } from '../../operations/kinds.js';
import { NEWEST_CONTRACT } from '../../soap/contracts.js';
import { soapClients } from '../connect.js';
import { type DetectedCampus, detectCampus } from '../detect.js';
import { OtherAnswer } from '../other-answer.js';
import type { Check, CheckStatus } from './check.js';
import { isLaterChamilo, LATER_CHAMILO } from './later-chamilo.js';
import type { CampusAccess } from './target.js';

const ID = 'kind';
const TITLE = 'Version';

/** What kind of campus it is, by harmless questions that need no key. */
export async function checkKind(
	target: CampusAccess,
): Promise<{ check: Check; campus?: DetectedCampus; answer?: OtherAnswer; isLater?: boolean }> {
	const { config, url, transport } = target;
	try {
		const campus = await detectCampus({
			url,
			transport,
			text: config.CHAMILO_TEXT,
			timeoutMs: config.CHAMILO_TIMEOUT_MS,
			client: soapClients(config, target, transport)(NEWEST_CONTRACT),
		});
		return { campus, check: describe(campus, config.CHAMILO_KIND) };
	} catch (thrown) {
		if (!(thrown instanceof GatewayError)) throw thrown;
		const common = { id: ID, title: TITLE, status: 'failure' } as const;
		// Before what it looks like from outside: a page.
		if (await isLaterChamilo(target)) {
			const remedy = 'Set CHAMILO_URL to a campus of Chamilo 1.9 to 1.11. Chamilo 2 has an API of its own, below /api.';
			return { isLater: true, check: { ...common, detail: LATER_CHAMILO, remedy } };
		}
		if (thrown.cause instanceof OtherAnswer) {
			const { seenInFull, cure } = thrown.cause;
			const detail = `What answers at /main/webservices/soap.php is ${seenInFull}.`;
			return { answer: thrown.cause, check: { ...common, detail, remedy: `${cure}.` } };
		}
		return {
			check: {
				...common,
				detail: `No Chamilo answers WS.test at /main/webservices/soap.php: ${thrown.message}`,
				remedy:
					'CHAMILO_URL must be the root of the campus, the part before /main/webservices. Look for a login page, a redirect or a blocked folder there.',
			},
		};
	}
}

/** How bad a wrong CHAMILO_KIND is: one that knows of less than there is only does without it; others answer wrongly. */
export function statusOfSetting({ kind, capabilities }: DetectedCampus, setting: CampusKind | 'auto'): CheckStatus {
	if (setting === 'auto' || setting === kind) return 'ok';
	return [...capabilitiesOf(setting)].every((one) => capabilities.has(one)) ? 'warning' : 'failure';
}

/** The title of the kind, or of the one that comes closest. */
export function titleOf({ kind, capabilities }: DetectedCampus): string {
	const { title } = KINDS[kind];
	return distance(capabilities, kind) === 0 ? title : `something close to ${title}`;
}

function describe(campus: DetectedCampus, setting: CampusKind | 'auto'): Check {
	const found = `WS.test and X-SOAP-Server say ${titleOf(campus)}.`;
	const status = statusOfSetting(campus, setting);
	if (status !== 'ok') {
		const effect =
			status === 'warning' ? 'what the campus can do besides is refused' : 'answers of the gateway can be wrong';
		return {
			id: ID,
			title: TITLE,
			status,
			detail: `${found} CHAMILO_KIND says ${setting}, and it counts: ${effect}.`,
			remedy: 'Set CHAMILO_KIND=auto.',
		};
	}
	if (campus.capabilities.has('soap-php')) return { id: ID, title: TITLE, status: 'ok', detail: found };
	const detail = `${found} soap.php takes no request there; registration.soap.php works.`;
	return { id: ID, title: TITLE, status: 'warning', detail, remedy: CAPABILITIES['soap-php'].cure };
}
