import { z } from '@hono/zod-openapi';
import { courseReference, newCourse } from '../../operations/courses/schemas.js';
import {
	checkNewIdentity,
	checkReference,
	lockKey,
	type RecordKind,
	type Reference,
} from '../../operations/fields/reference.js';
import { newSession, sessionPath } from '../../operations/sessions/schemas.js';
import { newUser, userEditItem, userReference } from '../../operations/users/schemas.js';

/** A record as the API takes it. */
export type Item = Record<string, unknown>;

/**
 * How records are sent: in batches, or each in a request of its own.
 * `recognition`: how new records are found again that were created without an answer. `isRepeatable`: sent again, they have
 * the same result.
 */
export type Sender = { recognition?: Recognition; isRepeatable?: true } & (
	| { how: 'batch'; path: string; member: string }
	| { how: 'single'; request: (item: Item) => SingleRequest }
);

/** How new records are found again, and told from others. */
export interface Recognition {
	path: string;
	/** What names a record that has no external id: a member of it, and the field that the API calls it by. */
	name: { member: string; field: string };
	/** What the campus tells of it and has to be as it was sent. */
	same: readonly string[];
}

export interface SingleRequest {
	method: 'POST' | 'PUT' | 'DELETE';
	path: string;
	body?: unknown;
}

/** One type of records that can be imported, in one of its modes (create, upsert). */
export interface RecordType {
	schema: z.ZodType;
	sender: Sender;
	/**
	 * Unique keys of a record (external id, username …). Two lines with the same key are rejected: their order is
	 * undefined.
	 */
	identities: (item: Item) => string[];
}

const sessionReference = z
	.strictObject(sessionPath.shape)
	.superRefine((reference, context) => checkReference('session', reference, context));

const enrolment = z
	.strictObject({
		user: userReference,
		course: courseReference.optional(),
		session: sessionReference.optional(),
		status: z.enum(['teacher', 'student']).optional(),
	})
	.superRefine(({ course, session, status }, context) => {
		const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
		if (course && session) complain('session', 'must be empty where there is a course: an enrolment is in one of them');
		if (!course && !session) complain('course', 'is missing: an enrolment is in a course or in a session');
		if (session && status !== undefined) complain('status', 'is for courses only; must be empty for a session');
	});

/** A path of these names. */
export function segments(...names: string[]): string {
	return names.map((name) => `/${encodeURIComponent(name)}`).join('');
}

/** @param item must have been validated by the schema. */
function enrolmentRequest(item: Item): SingleRequest {
	const { status, session } = item as z.output<typeof enrolment>;
	const path = enrolmentPath(item);
	return session ? { method: 'PUT', path } : { method: 'PUT', path, body: status === undefined ? {} : { status } };
}

/** The path of a user in a course or session. @param item must have been validated by the schema. */
export function enrolmentPath(item: Item): string {
	const { user, course, session } = item as z.output<typeof enrolment>;
	const member = `/users${segments(user.field, user.value)}`;
	if (session) return `/sessions${segments(session.field, session.value)}${member}`;
	return `/courses${course ? segments(course.field, course.value) : ''}${member}`;
}

function isReference(item: object): item is Reference {
	const { field, value } = item as Record<string, unknown>;
	return typeof field === 'string' && typeof value === 'string';
}

/** @param name the member that is unique in Chamilo, besides the external id. */
function identitiesOf(kind: RecordKind, name: string): RecordType['identities'] {
	return (item) => {
		const own = item[name];
		return [
			...(isReference(item) ? [lockKey(kind, item)] : []),
			...(typeof own === 'string' ? [`${name}:${own.trim().toLowerCase()}`] : []),
		];
	};
}

const CREATE_USERS: Sender = {
	...{ how: 'batch', path: '/users/batch/create', member: 'users' },
	recognition: { path: '/users', name: { member: 'loginname', field: 'username' }, same: ['firstname', 'lastname'] },
};

export const EDIT_USERS = {
	...({ how: 'batch', path: '/users/batch/edit', member: 'users' } as const),
	isRepeatable: true,
} as const satisfies Sender;

const users = { identities: identitiesOf('user', 'loginname') };

/** Users to be created of whom some get their password by a policy. */
export const NEW_USERS_WITHOUT_PASSWORD: RecordType = {
	...users,
	schema: z.strictObject({ ...newUser.shape, password: newUser.shape.password.optional() }).check(checkNewIdentity),
	sender: CREATE_USERS,
};

/** The same, where what Chamilo overwrites and nobody can keep may be lost. */
export function accepting(type: RecordType): RecordType {
	const { sender } = type;
	return sender.how === 'batch' ? { ...type, sender: { ...sender, path: sender.path + ACCEPTING } } : type;
}

/** The query that says so. */
export const ACCEPTING = '?accept_side_effects=true';

/** All record types, by the value of --as and then by --mode. */
export const RECORD_TYPES: Record<string, Record<string, RecordType>> = {
	users: {
		create: { ...users, schema: newUser, sender: CREATE_USERS },
		upsert: { ...users, schema: userEditItem, sender: EDIT_USERS },
	},
	courses: {
		create: {
			schema: newCourse,
			sender: {
				...{ how: 'batch', path: '/courses/batch/create', member: 'courses' },
				recognition: { path: '/courses', name: { member: 'code', field: 'code' }, same: ['title'] },
			},
			identities: identitiesOf('course', 'code'),
		},
	},
	sessions: {
		create: {
			schema: newSession,
			sender: {
				how: 'single',
				request: (item) => ({ method: 'POST', path: '/sessions', body: item }),
				recognition: { path: '/sessions', name: { member: 'name', field: 'name' }, same: ['name'] },
			},
			identities: identitiesOf('session', 'name'),
		},
	},
	enrolments: {
		create: { schema: enrolment, sender: { how: 'single', request: enrolmentRequest }, identities: () => [] },
	},
};
