/** The table of the kinds of campuses, and nothing that is computed from it. */
import type { Capability } from './capabilities.js';

/** What is known of a kind of campus. */
export interface Kind {
	/** What people call it, in a sentence. */
	title: string;
	/** What people call it, in the heading of a column. */
	heading: string;
	/** Version of the compiled WSDLs that it reads; see `src/soap/contracts.ts`. */
	contract: string;
	capabilities: readonly Capability[];
	/** Chamilo's own JSON API is there, from 1.11.30 on: an API key brings the capability `json-api`. */
	jsonApi?: true;
	/** How the sandbox becomes a campus of this kind. */
	sandbox: { chamilo: '1.9' | '1.11' | '1.11.32'; php: 5 | 7 | 8; rawPostData?: boolean };
}

/** What registration.soap.php of every Chamilo 1.11 can do, whether soap.php works or not. */
const REGISTRATION_OF_1_11 = [
	'plural-outcomes',
	'complete-edits',
	'course-external-ids',
	'course-creation-category',
	'course-subscription-status',
	'descriptions-by-type',
	'session-search',
	'session-course-coaches',
	'services-of-1.11',
	'active-probe',
] as const satisfies readonly Capability[];

/** The same of 1.11.0 to 1.11.6. */
const REGISTRATION_OF_1_11_6 = [
	'number-lookup',
	'create-takes-any-text',
	'quota-of-the-portal',
	'session-dates',
	...REGISTRATION_OF_1_11,
] as const satisfies readonly Capability[];

/** The same from 1.11.8 on, on PHP 8. */
const REGISTRATION_OF_1_11_32 = [
	'username-lookup',
	'external-id-by-username',
	'session-course-counts',
	...REGISTRATION_OF_1_11,
] as const satisfies readonly Capability[];

/** What soap.php of Chamilo 1.11 can do, where it answers. */
const SOAP_OF_1_11 = ['soap-php', 'partial-course-edit', 'course-deletion'] as const satisfies readonly Capability[];

/**
 * The kinds of campuses: presets of capabilities, with labels for people. Settings, detection, contracts, doctor,
 * documentation, sandbox and tests all read this one table; adding a kind is adding an entry here.
 */
export const KINDS = {
	'1.9': {
		title: 'Chamilo 1.9',
		heading: '1.9',
		contract: '1.9',
		capabilities: [
			'soap-php',
			'username-lookup',
			'create-keeps-external-id',
			'create-takes-any-text',
			'session-dates',
			'course-deletion',
			'services-of-1.9',
			'active-probe',
		],
		sandbox: { chamilo: '1.9', php: 5 },
	},
	'1.11': {
		title: 'Chamilo 1.11.0 to 1.11.6 with both services',
		heading: '1.11.6',
		contract: '1.11',
		capabilities: [...SOAP_OF_1_11, ...REGISTRATION_OF_1_11_6],
		sandbox: { chamilo: '1.11', php: 5 },
	},
	'1.11-php7': {
		title: 'Chamilo 1.11.0 to 1.11.6 on PHP 7',
		heading: '1.11.6 on PHP 7',
		contract: '1.11',
		capabilities: REGISTRATION_OF_1_11_6,
		sandbox: { chamilo: '1.11', php: 7 },
	},
	'1.11.32-php7': {
		title: 'Chamilo 1.11.8 or later on PHP 7',
		heading: '1.11.32 on PHP 7',
		contract: '1.11.32',
		capabilities: ['session-dates', ...REGISTRATION_OF_1_11_32],
		jsonApi: true,
		sandbox: { chamilo: '1.11.32', php: 7 },
	},
	'1.11.32-php7-cured': {
		title: 'Chamilo 1.11.8 or later on PHP 7 with both services',
		heading: '1.11.32 on PHP 7, cured',
		contract: '1.11.32',
		capabilities: ['session-dates', ...SOAP_OF_1_11, ...REGISTRATION_OF_1_11_32],
		jsonApi: true,
		sandbox: { chamilo: '1.11.32', php: 7, rawPostData: true },
	},
	'1.11.32-php8': {
		title: 'Chamilo 1.11.8 or later on PHP 8',
		heading: '1.11.32 on PHP 8',
		contract: '1.11.32',
		capabilities: REGISTRATION_OF_1_11_32,
		jsonApi: true,
		sandbox: { chamilo: '1.11.32', php: 8 },
	},
	'1.11.32-php8-cured': {
		title: 'Chamilo 1.11.8 or later on PHP 8 with both services',
		heading: '1.11.32 on PHP 8, cured',
		contract: '1.11.32',
		capabilities: [...SOAP_OF_1_11, ...REGISTRATION_OF_1_11_32],
		jsonApi: true,
		sandbox: { chamilo: '1.11.32', php: 8, rawPostData: true },
	},
} as const satisfies Record<string, Kind>;
