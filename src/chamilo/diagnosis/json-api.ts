import type { Credentials } from '../../json-api/form.js';
import { type JsonApiState, probeJsonApi } from '../json-api/probe.js';
import type { Check } from './check.js';
import type { CampusAccess } from './target.js';

const BY_HAND =
	"a random text of 32 characters (`openssl rand -base64 24`) in the table user_api_key of the campus: user_id of the administrator, api_service 'MsgREST', api_key the text";

/** What is wrong in each state, and what to do about it. */
const PROBLEMS: Record<Exclude<JsonApiState, 'ready'>, { detail: string; remedy: string }> = {
	unreachable: {
		detail: '/main/webservices/api/v2.php did not answer in time.',
		remedy: 'Look whether a firewall or the web server of the campus keeps the gateway from it.',
	},
	absent: {
		detail: 'What answers at /main/webservices/api/v2.php is no JSON API of Chamilo.',
		remedy:
			'Chamilo 1.11 has it. Look whether the web server blocks the folder, and whether disable_webservices is set in configuration.php.',
	},
	'wrong-key': {
		detail: 'v2.php refuses CHAMILO_API_KEY for CHAMILO_API_USER.',
		remedy: `Compare both with the campus. A key is ${BY_HAND}.`,
	},
	'no-administrator': {
		detail: 'v2.php takes the key, but its owner is no administrator of the platform.',
		remedy: 'Take the key of an account that is a platform administrator; one for the gateway alone is best.',
	},
	'too-old': {
		detail: 'v2.php of this campus lacks actions that came with Chamilo 1.11.30.',
		remedy: 'Upgrade the campus to 1.11.38 or later.',
	},
};

/** The state of the JSON API; undefined without a key, when nothing is sent to it. */
export async function jsonApiState(target: CampusAccess): Promise<JsonApiState | undefined> {
	const { url, apiCredentials: credentials, transport, config } = target;
	if (!credentials) return undefined;
	return (await probeJsonApi({ url, credentials, transport, timeoutMs: config.CHAMILO_TIMEOUT_MS })).state;
}

/** Whether Chamilo's own JSON API takes the key of the gateway, and whether the key is a good one. */
export async function checkJsonApi(target: CampusAccess): Promise<{ check: Check; isReady: boolean } | undefined> {
	const state = await jsonApiState(target);
	if (state === undefined || !target.apiCredentials) return undefined;
	const about = { id: 'json-api', title: 'JSON API of Chamilo (v2.php)' };
	if (state !== 'ready') {
		const { detail, remedy } = PROBLEMS[state];
		const without = 'Without it the gateway does what SOAP can do.';
		return { isReady: false, check: { ...about, status: 'failure', detail: `${detail} ${without}`, remedy } };
	}
	if (!looksMade(target.apiCredentials)) {
		return { isReady: true, check: { ...about, status: 'ok', detail: 'v2.php takes the key of the gateway.' } };
	}
	const detail =
		'v2.php takes the key of the gateway. It looks like one that Chamilo makes: before 1.11.38 those can be computed by others.';
	return { isReady: true, check: { ...about, status: 'warning', detail, remedy: `Replace it by ${BY_HAND}.` } };
}

/** Chamilo makes keys of 32 hexadecimal digits (F363). */
function looksMade({ key }: Credentials): boolean {
	return /^[0-9a-f]{32}$/.test(key);
}
