/** What a campus can do: each capability with its probe, and with how an administrator gets there. */
import type { SoapOperationName } from '../soap/typed-call.js';
import type { SoapArguments, SoapValue } from '../soap/value.js';

/** What is observed of a campus to find out what it can do. Nothing here changes anything. */
export interface Evidence {
	/** soap.php takes requests: it has answered WS.test. */
	readonly soapPhpAnswers: boolean;
	/** Whether one of the services declares an operation. Needs no key. */
	declares(operation: SoapOperationName): Promise<boolean>;
	/** Whether Chamilo's own JSON API takes the key of the gateway. */
	takesApiKey(): Promise<boolean>;
	/** Whether a signed read is answered, where PHP dies of it on some campuses; undefined where that cannot be known. */
	answers(operation: SoapOperationName, args: SoapArguments): Promise<boolean | undefined>;
}

/** What any reply shows of the campus, whatever it was asked. */
export interface ReplyHints {
	/** Name of the service that was called, without `urn:`. */
	service: string;
	/** Header X-SOAP-Server: the release of NuSOAP. */
	server: string | null;
	operation: string;
	/** Text of the fault, where the reply was one. */
	fault?: string;
	/** The result, where there was one. */
	value?: SoapValue;
	/** The reply had no content: PHP died of the call. */
	isEmpty?: boolean;
}

interface CapabilityDefinition {
	/** Completes the sentence "this needs a campus where …". */
	needs: string;
	/** How an administrator, or the caller, gets there. */
	cure: string;
	/** Whether a campus has it, by evidence. */
	probe(evidence: Evidence): boolean | Promise<boolean>;
	/** Whether a reply shows that the campus does not have it (any more). */
	isContradictedBy?(reply: ReplyHints): boolean;
}

/** WSSearchSession came with Chamilo 1.11: the sign of everything that 1.11 changed without another trace. */
const since111 = ({ declares }: Evidence) => declares('WSSearchSession');
const before111 = async (evidence: Evidence) => !(await since111(evidence));
/** WSUpdateUserOriginalIdFromUsername came with Chamilo 1.11.8: the sign of everything else that came with it (F67). */
const since1118 = ({ declares }: Evidence) => declares('WSUpdateUserOriginalIdFromUsername');
const before1118 = async (evidence: Evidence) => !(await since1118(evidence));
const from1110To1116 = async (evidence: Evidence) => (await since111(evidence)) && (await before1118(evidence));
const soapPhpSince111 = async (evidence: Evidence) => evidence.soapPhpAnswers && since111(evidence);
const soapPhpAnswers = (evidence: Evidence) => evidence.soapPhpAnswers;

/** What soap.php answers to every call where PHP does not give it the request. */
export function isDeadSoapPhp(fault: string | undefined): boolean {
	return fault?.includes('xml was empty') ?? false;
}

/** From 1.11.8 on the look-up by username answers one more member, whomever it finds (F65). */
function isLookUpSince1118({ operation, value }: ReplyHints): boolean {
	if (operation !== 'WSGetUserFromUsername' || typeof value !== 'object' || value === null) return false;
	return 'extra_fields' in value && typeof value.extra_fields === 'string';
}

function isNotDefined(fault: string | undefined): boolean {
	return fault?.includes('is not defined') ?? false;
}

const ON_1_11 = 'It is so on Chamilo 1.11.';
const ON_1_11_8 = 'It is so from Chamilo 1.11.8 on.';

/**
 * What a campus can do, as far as the ways of the operations depend on it. Each is found out by its own probe when the
 * gateway first speaks to the campus, and again when a reply contradicts it.
 */
export const CAPABILITIES = {
	'soap-php': {
		needs: 'soap.php answers',
		cure: "On PHP 7 and later soap.php of Chamilo 1.11 is dead. One line of PHP cures it: `<?php $HTTP_RAW_POST_DATA = file_get_contents('php://input');` in a file that the PHP settings of the campus name as auto_prepend_file.",
		probe: soapPhpAnswers,
		isContradictedBy: ({ service, fault }) => service === 'WSService' && isDeadSoapPhp(fault),
	},
	'username-lookup': {
		needs: 'WSGetUserFromUsername finds users by their username',
		cure: 'Chamilo 1.11.0 to 1.11.6 reads the username as a number. Address the user by an external id instead, or upgrade the campus: it is mended from 1.11.8 on.',
		probe: async (evidence) => (await before111(evidence)) || (await since1118(evidence)),
	},
	'number-lookup': {
		needs: 'WSGetUserFromUsername reads the user of a number',
		cure: 'It is so on Chamilo 1.11.0 to 1.11.6.',
		probe: from1110To1116,
		isContradictedBy: isLookUpSince1118,
	},
	'external-id-by-username': {
		needs: 'WSUpdateUserOriginalIdFromUsername gives users an external id',
		cure: ON_1_11_8,
		probe: since1118,
		isContradictedBy: ({ operation, fault }) =>
			operation === 'WSUpdateUserOriginalIdFromUsername' && isNotDefined(fault),
	},
	'create-takes-any-text': {
		needs: 'a creation takes users without e-mail, and any username',
		cure: 'It is so before Chamilo 1.11.8.',
		probe: before1118,
		isContradictedBy: isLookUpSince1118,
	},
	'quota-of-the-portal': {
		needs: 'an empty disk quota is that of the portal',
		cure: 'It is so on Chamilo 1.11.0 to 1.11.6.',
		probe: from1110To1116,
		isContradictedBy: isLookUpSince1118,
	},
	'session-course-counts': {
		needs: 'WSFetchSession counts the courses of a session',
		cure: ON_1_11_8,
		probe: since1118,
	},
	'session-dates': {
		needs: 'WSListSessions works',
		cure: 'PHP 8 breaks it, in every release of Chamilo 1.11. PHP 7.4 runs it.',
		// Only later releases run on PHP 8. One session is enough to see whether PHP dies of it (F169).
		probe: async (evidence) =>
			(await before1118(evidence)) ||
			(await evidence.answers('WSListSessions', { date_start: '', date_end: '', from: 0, to: 1 })) !== false,
		isContradictedBy: ({ operation, isEmpty }) => operation === 'WSListSessions' && isEmpty === true,
	},
	'create-keeps-external-id': {
		needs: 'WSUser.CreateUser stores the external id',
		cure: 'It is so on Chamilo 1.9.',
		probe: before111,
	},
	'plural-outcomes': {
		needs: 'WSEnableUsers, WSDisableUsers and WSDeleteUsers tell what became of each user',
		cure: ON_1_11,
		probe: since111,
	},
	'complete-edits': {
		needs: 'edits of a user store its status, language and extra fields',
		cure: ON_1_11,
		probe: since111,
	},
	'course-external-ids': {
		needs: 'WSListCourses tells the external ids of courses',
		cure: ON_1_11,
		probe: since111,
	},
	'course-creation-category': {
		needs: 'WSCreateCourse stores the category of a course',
		cure: ON_1_11,
		probe: since111,
	},
	'course-subscription-status': {
		needs: 'registration.soap.php subscribes users to courses in the role it is told',
		cure: ON_1_11,
		probe: since111,
	},
	'partial-course-edit': {
		needs: 'WSCourse.EditCourse changes what it is given and nothing else',
		cure: 'It is so on Chamilo 1.11, where soap.php answers.',
		probe: soapPhpSince111,
	},
	'course-deletion': {
		needs: 'its WSCourse.DeleteCourse works',
		cure: 'Of SOAP nothing but soap.php deletes courses. Closing one works on every campus: PATCH /courses/:field/:value with {"visibility": "closed"}.',
		probe: soapPhpAnswers,
	},
	'descriptions-by-type': {
		needs: 'WSEditCourseDescription finds descriptions by their type',
		cure: ON_1_11,
		probe: since111,
	},
	'session-search': {
		needs: 'sessions can be searched (WSSearchSession)',
		cure: ON_1_11,
		probe: since111,
	},
	'session-course-coaches': {
		needs: 'courses of a session have coaches (WSSubscribeTeacherToSessionCourse)',
		cure: 'On 1.9 only the session itself has one (PUT /sessions/:field/:value).',
		probe: ({ declares }) => declares('WSSubscribeTeacherToSessionCourse'),
	},
	'services-of-1.9': {
		needs: 'both services declare their operations as Chamilo 1.9 does',
		cure: 'Later versions declare the operation differently or not at all.',
		probe: before111,
	},
	'services-of-1.11': {
		needs: 'both services declare their operations as Chamilo 1.11 does',
		cure: 'Chamilo 1.9 declares the operation differently or not at all; an upgrade of the campus brings it.',
		probe: since111,
	},
	'active-probe': {
		needs: 'WSUnsubscribeUserFromCourse tells which users are active',
		cure: 'The campus must offer registration.soap.php.',
		probe: ({ declares }) => declares('WSUnsubscribeUserFromCourse'),
	},
	'json-api': {
		needs: "Chamilo's own JSON API takes an API key of the gateway",
		cure: 'Chamilo 1.11.30 and later have it, on every PHP, without any change to the campus: set CHAMILO_API_USER and CHAMILO_API_KEY to the username and API key of a platform administrator.',
		probe: ({ takesApiKey }) => takesApiKey(),
	},
} as const satisfies Record<string, CapabilityDefinition>;

export type Capability = keyof typeof CAPABILITIES;

/** Names of all capabilities. */
export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as Capability[];

/** What a campus can do, by the probe of each capability. */
export async function probeCapabilities(evidence: Evidence): Promise<ReadonlySet<Capability>> {
	const found = new Set<Capability>();
	for (const name of CAPABILITY_NAMES) if (await CAPABILITIES[name].probe(evidence)) found.add(name);
	return found;
}

/** Those that a reply can contradict; few, because every reply is checked. */
const CONTRADICTABLE = CAPABILITY_NAMES.flatMap((name) => {
	const { isContradictedBy }: CapabilityDefinition = CAPABILITIES[name];
	return isContradictedBy ? [{ name, isContradictedBy }] : [];
});

/** Whether a reply shows that a campus lacks something it was found to have. */
export function areContradictedBy(capabilities: ReadonlySet<Capability>, reply: ReplyHints): boolean {
	return CONTRADICTABLE.some(({ name, isContradictedBy }) => capabilities.has(name) && isContradictedBy(reply));
}
