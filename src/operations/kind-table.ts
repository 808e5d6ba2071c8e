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
	/** How the sandbox becomes a campus of this kind. */
	sandbox: { chamilo: '1.9' | '1.11'; php: 5 | 7 };
}

/** What registration.soap.php of Chamilo 1.11 can do, whether soap.php works or not. */
const REGISTRATION_OF_1_11 = [
	'number-lookup',
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
			'course-deletion',
			'services-of-1.9',
			'active-probe',
		],
		sandbox: { chamilo: '1.9', php: 5 },
	},
	'1.11': {
		title: 'Chamilo 1.11 with both services',
		heading: '1.11',
		contract: '1.11',
		capabilities: ['soap-php', 'partial-course-edit', 'course-deletion', ...REGISTRATION_OF_1_11],
		sandbox: { chamilo: '1.11', php: 5 },
	},
	'1.11-php7': {
		title: 'Chamilo 1.11 on PHP 7 or later',
		heading: '1.11 on PHP 7',
		contract: '1.11',
		capabilities: REGISTRATION_OF_1_11,
		sandbox: { chamilo: '1.11', php: 7 },
	},
} as const satisfies Record<string, Kind>;
