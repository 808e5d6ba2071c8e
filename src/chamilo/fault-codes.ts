import { type ChamiloFaultInfo, GatewayError, type ProblemCode } from '../errors.js';
import { CAPABILITIES, isDeadSoapPhp } from '../operations/capabilities.js';

/** Chamilo's own fault codes (F45): what each means for the caller. */
const FAULTS: Record<string, { code: ProblemCode; detail: string }> = {
	'100': { code: 'user-not-found', detail: 'Chamilo knows no user with this identifier.' },
	'101': {
		code: 'rejected-by-chamilo',
		detail:
			'Chamilo did not delete the user: the only teacher of a course cannot be deleted, and a campus may forbid deletions.',
	},
	'102': { code: 'username-taken', detail: 'Another user of the campus has this username.' },
	'103': {
		code: 'password-encryption-refused',
		detail: 'Chamilo refused `encrypt_method` or the form of the hashed password.',
	},
	'104': { code: 'rejected-by-chamilo', detail: 'Chamilo could not create the user and gave no reason.' },
	'105': { code: 'rejected-by-chamilo', detail: 'Chamilo could not store the changes of the user and gave no reason.' },
	'200': { code: 'course-not-found', detail: 'Chamilo knows no course with this identifier.' },
	'203': { code: 'already-subscribed', detail: 'The user is subscribed to the course already.' },
	'300': { code: 'session-not-found', detail: 'Chamilo knows no session with this identifier.' },
	'301': { code: 'rejected-by-chamilo', detail: 'Chamilo could not create the session and gave no reason.' },
	'303': { code: 'rejected-by-chamilo', detail: 'Chamilo could not take the user out of the session.' },
	'304': { code: 'rejected-by-chamilo', detail: 'Chamilo could not take the course out of the session.' },
};

/** Upstream text is shown only from Chamilo's short list; anything else could repeat what was sent. */
const KNOWN_TEXT = /^[A-Za-z ,.']{1,120}$/;
/** Chamilo's own numbers, and the words of SOAP 1.1. */
const KNOWN_CODE = /^(\d{1,3}|(SOAP-ENV:)?(Client|Server|VersionMismatch|MustUnderstand))$/;

/** Turns a fault, or the code of one item of a plural reply, into the problem it means. */
export function faultToError(operation: string, faultcode: string, faultstring: string): GatewayError {
	const known = Object.hasOwn(FAULTS, faultcode) ? FAULTS[faultcode] : undefined;
	const chamilo: ChamiloFaultInfo = { operation };
	if (KNOWN_CODE.test(faultcode)) chamilo.faultcode = faultcode;
	if (KNOWN_TEXT.test(faultstring)) chamilo.faultstring = faultstring;
	if (known) return new GatewayError(known.code, known.detail, { chamilo });
	if (faultcode === 'SOAP-ENV:Client' && faultstring.includes('is not defined in the WSDL')) {
		return new GatewayError('unsupported-by-chamilo', `This Chamilo has no operation ${operation}.`, { chamilo });
	}
	// Callers see this only where CHAMILO_KIND says that soap.php works; else the campus is detected again.
	if (isDeadSoapPhp(faultstring)) {
		const detail = `soap.php of this campus takes no request. ${CAPABILITIES['soap-php'].cure}`;
		return new GatewayError('unsupported-by-chamilo', detail, { chamilo });
	}
	return new GatewayError('chamilo-error', 'Chamilo answered with a fault that the gateway does not expect here.', {
		chamilo,
		cause: new Error(`fault ${chamilo.faultcode ?? 'of an unknown code'} of ${operation}`),
	});
}

/** True for the faults with which soap.php and registration.soap.php refuse a signature. */
export function isSignatureRefusal(faultcode: string, faultstring: string): boolean {
	return faultcode === '1' || (faultcode === 'Server' && faultstring.startsWith('Secret key'));
}
