import { z } from '@hono/zod-openapi';
import { wholeDay } from '../fields/date.js';
import { extraChanges, extras } from '../fields/extras.js';
import { checkNewIdentity, checkReference, fieldSchema, newFieldSchema, valueSchema } from '../fields/reference.js';
import { line } from '../fields/text.js';
import { userReference } from '../users/schemas.js';

/** What may be done in a session once it is over, as Chamilo numbers it. */
export const VISIBILITY_CODES = { 'read-only': 1, visible: 2, invisible: 3, available: 4 } as const;

/** Names of the demo campus, so that the examples of the document can be tried. */
const session = {
	field: fieldSchema('session').openapi({ example: 'external_session' }),
	value: valueSchema('session').openapi({ example: '301' }),
};
const user = {
	userField: fieldSchema('user').openapi({ example: 'external_user' }),
	userValue: valueSchema('user').openapi({ example: '1504' }),
};
const course = {
	courseField: fieldSchema('course').openapi({ example: 'external_course' }),
	courseValue: valueSchema('course').openapi({ example: '202' }),
};

/** A session named in a body. */
export const sessionReference = z
	.strictObject(session)
	.superRefine((reference, context) => checkReference('session', reference, context))
	.openapi('SessionReference');

/** Path parameters that name a session. */
export const sessionPath = z.object(session).superRefine((path, context) => checkReference('session', path, context));

/** Path parameters that name a session and a user. */
export const sessionUserPath = z.object({ ...session, ...user }).superRefine((path, context) => {
	checkReference('session', path, context);
	const reference = { field: path.userField, value: path.userValue };
	checkReference('user', reference, context, { field: 'userField', value: 'userValue' });
});

/** Path parameters that name a session and a course. */
export const sessionCoursePath = z.object({ ...session, ...course }).superRefine((path, context) => {
	checkReference('session', path, context);
	const reference = { field: path.courseField, value: path.courseValue };
	checkReference('course', reference, context, { field: 'courseField', value: 'courseValue' });
});

/** Path parameters that name a session, a course and a user. */
export const sessionCoachPath = z.object({ ...session, ...course, ...user }).superRefine((path, context) => {
	checkReference('session', path, context);
	const names = { field: path.courseField, value: path.courseValue };
	checkReference('course', names, context, { field: 'courseField', value: 'courseValue' });
	const reference = { field: path.userField, value: path.userValue };
	checkReference('user', reference, context, { field: 'userField', value: 'userValue' });
});

const name = line(150).openapi({
	description:
		'Name of the session, on Chamilo 1.9 of at most 50 characters. No other session may have it; Chamilo compares without regard to case and accents.',
	example: 'Spring 2031',
});
const startDate = wholeDay('first').optional().openapi({
	type: 'string',
	description: 'First day, as it is written; a time is refused. Required unless `nolimit` is true.',
	example: '2031-02-01',
});
const endDate = wholeDay('last').optional().openapi({
	type: 'string',
	description:
		'Last day, as it is written; a time is refused. On Chamilo 1.9 after `start_date`. Required unless `nolimit` is true.',
	example: '2031-06-30',
});
const days = z.int().min(0, 'from 0').max(127, 'at most 127, the most that Chamilo can keep');
const daysBefore = days.openapi({ description: 'Days the coach may enter before the session begins.', example: 0 });
const daysAfter = days.openapi({ description: 'Days the coach may enter after the session has ended.', example: 0 });
const nolimit = z.boolean().default(false).openapi({
	description: 'The session has no dates. Dates that are given all the same are not kept.',
});
const visibility = z.enum(['read-only', 'visible', 'invisible', 'available']).openapi({
	description:
		'What may be done in the session once it is over. On Chamilo 1.9 a session with `nolimit` is always `read-only`.',
	example: 'read-only',
});
const coach = userReference.openapi({ description: 'The coach, named like any user.' });
const sessionExtras = extras.openapi({
	description: 'Extra fields of the session by name. A field that the campus does not have yet is made.',
	example: { campus_site: 'North' },
});

interface Dated {
	start_date?: string | undefined;
	end_date?: string | undefined;
	nolimit: boolean;
}

function checkDates({ start_date, end_date, nolimit }: Dated, context: z.core.$RefinementCtx) {
	for (const [path, given] of Object.entries({ start_date, end_date })) {
		if (given !== undefined || nolimit) continue;
		context.addIssue({
			code: 'custom',
			path: [path],
			message: 'is missing; only a session with `nolimit` has no dates',
		});
	}
	if (start_date !== undefined && end_date !== undefined && start_date > end_date) {
		context.addIssue({ code: 'custom', path: ['end_date'], message: 'must not be before start_date' });
	}
}

/** A session to be created. */
export const newSession = z
	.strictObject({
		name,
		start_date: startDate,
		end_date: endDate,
		nb_days_access_before: daysBefore.default(0),
		nb_days_access_after: daysAfter.default(0),
		nolimit,
		visibility: visibility.optional().openapi({ description: 'Absent: `read-only`.', example: 'read-only' }),
		coach,
		field: newFieldSchema('session'),
		value: valueSchema('session').optional().openapi({ description: 'Your own identifier of the session.' }),
		extras: sessionExtras.optional(),
	})
	.superRefine(checkDates)
	.check(checkNewIdentity)
	.openapi('NewSession');

export type NewSession = z.output<typeof newSession>;

const KEPT_OR_ASKED = 'Absent: it stays as it is where Chamilo can tell it, else it is asked for.';

/**
 * The state a session is to have. What Chamilo overwrites and can tell may be left out; dates may not, because an edit
 * makes them whole days.
 */
export const sessionEdit = z
	.strictObject({
		name: name.optional().openapi({ description: `Name of the session. ${KEPT_OR_ASKED}`, example: 'Spring 2031' }),
		start_date: startDate,
		end_date: endDate,
		nb_days_access_before: daysBefore.optional(),
		nb_days_access_after: daysAfter.optional(),
		nolimit,
		visibility: visibility.optional().openapi({
			description:
				'Absent: unchanged on Chamilo 1.11; on 1.9 it is asked for, and with `nolimit` every session is `read-only`.',
			example: 'read-only',
		}),
		coach: coach.optional().openapi({ description: `The coach, named like any user. ${KEPT_OR_ASKED}` }),
		extras: extraChanges.optional().openapi({
			description:
				'Extra fields to set; others stay. Null clears a field. On Chamilo 1.9 not for a session named by an external id.',
			example: { campus_site: 'North' },
		}),
	})
	.superRefine(checkDates)
	.openapi('SessionEdit');

export type SessionEdit = z.output<typeof sessionEdit>;

/** Members of a session to be changed; each is stored by itself. */
export const sessionPatch = z
	.strictObject({
		name: name.optional(),
		coach: coach.optional(),
		visibility: visibility.optional(),
		extras: sessionExtras.optional().openapi({
			description: 'Extra fields to set; others stay. The fields must exist.',
			example: { external_session: '301' },
		}),
	})
	.refine((patch) => Object.keys(patch).length > 0, 'must have at least one member')
	.openapi('SessionPatch');

export type SessionPatch = z.output<typeof sessionPatch>;

const day = z.string().nullable().openapi({
	description:
		'A day; with an API key for the JSON API a moment in UTC, as `2031-02-01T08:00:00Z`. `null`: none, or not readable.',
	example: '2031-02-01',
});

/** A session as Chamilo lists it. */
export const listedSession = z
	.strictObject({
		id: z.int().openapi({ example: 1 }),
		name: z.string().openapi({ example: 'Otoño 2030' }),
		start_date: day,
		end_date: day,
	})
	.openapi('ListedSession');

/** One session; what cannot be read is null. */
export const foundSession = z
	.strictObject({
		id: z.int().nullable().openapi({ example: 1 }),
		field: z.string().openapi({ example: 'external_session' }),
		value: z.string().openapi({ example: '301' }),
		name: z.string().nullable().openapi({ example: 'Otoño 2030' }),
		start_date: day,
		end_date: day,
	})
	.openapi('Session', {
		description: 'What Chamilo says of a session; what exists but cannot be read is `null`.',
	});

export type Session = z.output<typeof foundSession>;

/** The names of a session that was created. */
export const sessionIdentity = z
	.strictObject({
		id: z.int().nullable().openapi({
			description:
				"Chamilo's number of the session; `null` in the rare case that the reply got lost and only the external id proves that the session exists.",
			example: 3,
		}),
		field: z.string().nullable().openapi({ example: 'external_session' }),
		value: z.string().nullable().openapi({ example: '2031-S' }),
	})
	.openapi('SessionIdentity');

/** The answer to an edit that did more than was asked, or whose effect cannot be seen. */
export const sessionOutcome = z
	.strictObject({
		verified: z.boolean().openapi({ description: 'Whether the effect was seen.', example: true }),
		reason: z.string().optional().openapi({ description: 'Why it could not be seen.' }),
		reset: z
			.array(z.string())
			.optional()
			.openapi({
				description: 'Members that the body left out and that were reset to the values of a new session.',
				example: ['nb_days_access_before'],
			}),
	})
	.openapi('SessionOutcome');
