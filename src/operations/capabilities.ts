/** The kinds of campuses that behave differently (CHAMILO-1.11.md §1). */
export const CAMPUS_KINDS = ['1.9', '1.11', '1.11-php7'] as const;

export type CampusKind = (typeof CAMPUS_KINDS)[number];

interface CapabilityFacts {
	/** The kinds that have it. */
	kinds: readonly CampusKind[];
	/** Completes the sentence "this needs a campus where …". */
	needs: string;
	/** How an administrator, or the caller, gets there. */
	cure: string;
}

const ONLY_1_9 = ['1.9'] as const;
const BOTH_1_11 = ['1.11', '1.11-php7'] as const;
const ON_1_11 = 'It is so on Chamilo 1.11.';

/**
 * What a campus can do, as far as the ways of the table depend on it. `chamilo/kind` learns the kind of a campus; the
 * rest stands here.
 */
export const CAPABILITIES = {
	'soap-php': {
		kinds: ['1.9', '1.11'],
		needs: 'soap.php answers',
		cure: "On PHP 7 and later soap.php of Chamilo 1.11 is dead. One line of PHP cures it: `<?php $HTTP_RAW_POST_DATA = file_get_contents('php://input');` in a file that the PHP settings of the campus name as auto_prepend_file.",
	},
	'username-lookup': {
		kinds: ONLY_1_9,
		needs: 'WSGetUserFromUsername finds users by their username',
		cure: 'Chamilo 1.11 reads the username as a number. Address the user by an external id instead.',
	},
	'number-lookup': {
		kinds: BOTH_1_11,
		needs: 'WSGetUserFromUsername reads the user of a number',
		cure: ON_1_11,
	},
	'create-keeps-external-id': {
		kinds: ONLY_1_9,
		needs: 'WSUser.CreateUser stores the external id',
		cure: 'It is so on Chamilo 1.9.',
	},
	'plural-outcomes': {
		kinds: BOTH_1_11,
		needs: 'WSEnableUsers, WSDisableUsers and WSDeleteUsers tell what became of each user',
		cure: ON_1_11,
	},
	'complete-edits': {
		kinds: BOTH_1_11,
		needs: 'edits of a user store its status, language and extra fields',
		cure: ON_1_11,
	},
	'course-external-ids': {
		kinds: BOTH_1_11,
		needs: 'WSListCourses tells the external ids of courses',
		cure: 'It is so on Chamilo 1.11. On 1.9 the route needs another name of the course: for an external id its `code` or `chamilo_course_id` (GET /courses lists both), for those its external id.',
	},
	'course-creation-category': {
		kinds: BOTH_1_11,
		needs: 'WSCreateCourse stores the category of a course',
		cure: ON_1_11,
	},
	'course-subscription-status': {
		kinds: BOTH_1_11,
		needs: 'registration.soap.php subscribes users to courses in the role it is told',
		cure: ON_1_11,
	},
	'partial-course-edit': {
		kinds: ['1.11'],
		needs: 'WSCourse.EditCourse changes what it is given and nothing else',
		cure: 'It is so on Chamilo 1.11, where soap.php answers.',
	},
	'course-deletion': {
		kinds: ['1.9', '1.11'],
		needs: 'its WSCourse.DeleteCourse works',
		cure: 'Nothing but soap.php deletes courses. Closing one works on every campus: PATCH /courses/:field/:value with {"visibility": "closed"}.',
	},
	'descriptions-by-type': {
		kinds: BOTH_1_11,
		needs: 'WSEditCourseDescription finds descriptions by their type',
		cure: ON_1_11,
	},
	'session-search': {
		kinds: BOTH_1_11,
		needs: 'sessions can be searched (WSSearchSession)',
		cure: ON_1_11,
	},
	'session-course-coaches': {
		kinds: BOTH_1_11,
		needs: 'courses of a session have coaches (WSSubscribeTeacherToSessionCourse)',
		cure: 'On 1.9 only the session itself has one (PUT /sessions/:field/:value).',
	},
	'services-of-1.9': {
		kinds: ONLY_1_9,
		needs: 'both services declare their operations as Chamilo 1.9 does',
		cure: 'Later versions declare the operation differently or not at all.',
	},
	'services-of-1.11': {
		kinds: BOTH_1_11,
		needs: 'both services declare their operations as Chamilo 1.11 does',
		cure: 'Chamilo 1.9 declares the operation differently or not at all; an upgrade of the campus brings it.',
	},
	'active-probe': {
		kinds: CAMPUS_KINDS,
		needs: 'WSUnsubscribeUserFromCourse tells which users are active',
		cure: 'The campus must offer registration.soap.php.',
	},
} as const satisfies Record<string, CapabilityFacts>;

export type Capability = keyof typeof CAPABILITIES;

const SETS = new Map<CampusKind, ReadonlySet<Capability>>(
	CAMPUS_KINDS.map((kind) => [kind, new Set(names().filter((name) => has(kind, name)))]),
);

function names(): Capability[] {
	return Object.keys(CAPABILITIES) as Capability[];
}

function has(kind: CampusKind, name: Capability): boolean {
	const { kinds }: CapabilityFacts = CAPABILITIES[name];
	return kinds.includes(kind);
}

/** What campuses of a kind can do. */
export function capabilitiesOf(kind: CampusKind): ReadonlySet<Capability> {
	return SETS.get(kind) ?? new Set();
}
