/**
 * The kinds of campuses: presets of capabilities, with labels for people. Settings, detection, contracts, doctor,
 * documentation, sandbox and tests all read this one table; adding a kind is adding an entry here.
 */
import type { Capability } from './capabilities.js';

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

export type CampusKind = keyof typeof KINDS;

/** Names of all kinds, in the order of the table. */
export const CAMPUS_KINDS = Object.keys(KINDS) as [CampusKind, ...CampusKind[]];

const PRESETS = new Map(CAMPUS_KINDS.map((kind) => [kind, new Set<Capability>(KINDS[kind].capabilities)]));

/** What campuses of a kind can do. The same set at every call, so that it can be a key. */
export function capabilitiesOf(kind: CampusKind): ReadonlySet<Capability> {
	return PRESETS.get(kind) ?? new Set();
}

/** The kind whose preset differs least from what was found; a campus that equals none is labelled by the closest. */
export function closestKind(found: ReadonlySet<Capability>): CampusKind {
	let closest: CampusKind = CAMPUS_KINDS[0];
	for (const kind of CAMPUS_KINDS) if (distance(found, kind) < distance(found, closest)) closest = kind;
	return closest;
}

/** In how many capabilities a campus differs from the preset of a kind. */
export function distance(found: ReadonlySet<Capability>, kind: CampusKind): number {
	const preset = capabilitiesOf(kind);
	return [...preset].filter((one) => !found.has(one)).length + [...found].filter((one) => !preset.has(one)).length;
}
