import type { Config } from '../../config.js';
import { GatewayError } from '../../errors.js';
import type { Check } from './check.js';
import { type CampusAccess, NO_SUCH_FIELD, NO_SUCH_VALUE, soapClientFor } from './target.js';

type Service = 'soap.php' | 'registration.soap.php';
export type Acceptance = 'accepted' | 'refused' | { failed: string };

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

/** Whether a service accepts calls signed by the settings. */
export async function signatureAcceptance(
	target: CampusAccess,
	service: Service,
	changes: Partial<Config> = {},
): Promise<Acceptance> {
	const [operation, args] = QUESTIONS[service];
	try {
		await soapClientFor(target, changes)(operation, args);
		return 'accepted';
	} catch (thrown) {
		if (!(thrown instanceof GatewayError)) throw thrown;
		if (thrown.code === 'chamilo-refused-signature') return 'refused';
		return thrown.chamilo?.faultcode === undefined ? { failed: thrown.message } : 'accepted';
	}
}

export async function checkSignature(target: CampusAccess, service: Service): Promise<Check> {
	const common = { id: `signature-${service.split('.')[0]}`, title: `Signature, ${service}` };
	const acceptance = await signatureAcceptance(target, service);
	const [operation] = QUESTIONS[service];
	if (acceptance === 'accepted') {
		const detail = `A signed ${operation}, which only reads, passed the check of the key.`;
		return { ...common, status: 'ok', detail };
	}
	if (acceptance === 'refused') {
		const mode = target.config.CHAMILO_SIGNING;
		const detail = `${service} refuses calls signed by CHAMILO_SIGNING=${mode}.`;
		return { ...common, status: 'failure', detail, remedy: await remedyFor(target, service) };
	}
	const remedy = 'Look into the PHP log of the campus.';
	return { ...common, status: 'failure', detail: `${service} could not be asked: ${acceptance.failed}`, remedy };
}

/** Tries the other ways to sign, so that the remedy is one that works. */
async function remedyFor(target: CampusAccess, service: Service): Promise<string> {
	const others: Config['CHAMILO_SIGNING'][] = service === 'soap.php' ? ['auto'] : ['auto', 'key-only'];
	for (const mode of others) {
		if (mode === target.config.CHAMILO_SIGNING) continue;
		if ((await signatureAcceptance(target, service, { CHAMILO_SIGNING: mode })) === 'accepted') {
			return `Set CHAMILO_SIGNING=${mode}: calls signed that way were accepted just now.`;
		}
	}
	return "The other ways to sign were refused too, so the key is most likely wrong: copy $_configuration['security_key'] from main/inc/conf/configuration.php (1.11: app/config/configuration.php) of the campus into CHAMILO_SECURITY_KEY.";
}
