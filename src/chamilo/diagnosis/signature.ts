import type { Config } from '../../config.js';
import { GatewayError } from '../../errors.js';
import { createCampusSigner } from '../connect.js';
import type { DetectedCampus } from '../detect.js';
import { signedFor, signedForAll } from '../signing-addresses.js';
import type { Check } from './check.js';
import { likelyCause } from './likely-cause.js';
import type { Seen } from './reachability.js';
import { NO_SUCH_FIELD, NO_SUCH_VALUE, type SignedAccess, soapClientFor } from './target.js';

export type Service = 'soap.php' | 'registration.soap.php';
export type Acceptance = 'accepted' | 'refused' | { failed: string };

/** The services as the signer names them. */
export const SERVICE_NAMES: Record<Service, string> = {
	'soap.php': 'WSService',
	'registration.soap.php': 'WSRegistration',
};

/**
 * Calls that only read, about records that cannot exist: the descriptions of course 0, and the user with a value in a
 * field nobody made. Chamilo checks the key before anything else, so whatever else it answers, the key has passed.
 */
const QUESTIONS: Record<Service, [operation: string, args: Record<string, string>]> = {
	'soap.php': ['WSCourse.GetCourseDescriptions', { course_id_field_name: 'chamilo_course_id', course_id_value: '0' }],
	'registration.soap.php': [
		'WSGetUser',
		{ original_user_id_name: NO_SUCH_FIELD, original_user_id_value: NO_SUCH_VALUE },
	],
};

/** Whether a service accepts signed calls. */
export async function signatureAcceptance(target: SignedAccess, service: Service): Promise<Acceptance> {
	const [operation, args] = QUESTIONS[service];
	try {
		await soapClientFor(target)(operation, args);
		return 'accepted';
	} catch (thrown) {
		if (!(thrown instanceof GatewayError)) throw thrown;
		if (thrown.code === 'chamilo-refused-signature') return 'refused';
		return thrown.chamilo?.faultcode === undefined ? { failed: thrown.message } : 'accepted';
	}
}

/** @param seen what testip.php answers; a hint only: what counts is whether signed calls are accepted. */
export async function checkSignature(
	target: SignedAccess,
	service: Service,
	seen: Seen,
	{ capabilities }: DetectedCampus,
): Promise<Check> {
	const common = { id: `signature-${service.split('.')[0]}`, title: `Signature, ${service}` };
	const acceptance = await signatureAcceptance(target, service);
	if (acceptance === 'accepted') {
		const [operation] = QUESTIONS[service];
		const detail = `A signed ${operation}, which only reads, passed the check of the key.`;
		return { ...common, status: 'ok', detail };
	}
	const { CHAMILO_SIGNING: mode } = target.config;
	if (acceptance === 'refused') {
		const name = SERVICE_NAMES[service];
		const tried = target.signer.refused(name);
		const addresses = tried.length > 0 ? tried : [(await target.signer.sign(name)).address];
		const shown = capabilities.has('services-of-1.11') ? seen.address : undefined;
		const detail = `${service} refuses calls signed ${signedForAll(addresses)} (CHAMILO_SIGNING=${mode}).`;
		return { ...common, status: 'failure', detail, remedy: await remedyFor(target, service, shown) };
	}
	const needsTestip = seen.address === undefined && (mode === 'auto' || mode === 'key-only');
	const remedy = needsTestip
		? 'CHAMILO_URL must be the root of the campus, the part before /main/webservices. If testip.php was removed, set CHAMILO_SIGNING=static and CHAMILO_EGRESS_IP.'
		: 'Look into the PHP log of the campus.';
	return { ...common, status: 'failure', detail: `${service} could not be asked: ${acceptance.failed}`, remedy };
}

/** Tries the other ways to sign, so that the remedy is one that works. */
async function remedyFor(target: SignedAccess, service: Service, shown: string | undefined): Promise<string> {
	const own = target.config.CHAMILO_SIGNING;
	const auto = own === 'auto' ? target : signingBy(target, 'auto');
	if (own !== 'auto' && (await signatureAcceptance(auto, service)) === 'accepted') {
		const { address } = await auto.signer.sign(SERVICE_NAMES[service]);
		const kept = own === 'static' && address ? `, or CHAMILO_EGRESS_IP=${address.ip}` : '';
		return `Set CHAMILO_SIGNING=auto${kept}: calls signed ${signedFor(address)} were accepted just now.`;
	}
	if (service === 'registration.soap.php' && own !== 'key-only') {
		const keyOnly = signingBy(target, 'key-only');
		if ((await signatureAcceptance(keyOnly, service)) === 'accepted') {
			return 'Set CHAMILO_SIGNING=key-only: calls signed that way were accepted just now.';
		}
	}
	return likelyCause(auto.signer.refused(SERVICE_NAMES[service]), shown);
}

function signingBy({ config, transport, ...target }: SignedAccess, mode: Config['CHAMILO_SIGNING']): SignedAccess {
	const signer = createCampusSigner({ ...config, CHAMILO_SIGNING: mode }, target, transport);
	return { ...target, config, transport, signer };
}
