import { z } from '@hono/zod-openapi';
import { dateTime } from '../fields/date.js';
import { extraChanges, extras } from '../fields/extras.js';
import { language as languageSchema } from '../fields/language.js';
import {
	checkNewIdentity,
	checkReference,
	fieldSchema,
	newFieldSchema,
	type Reference,
	refuseMarkup,
	valueSchema,
} from '../fields/reference.js';
import { identifier, line, password, refusing } from '../fields/text.js';

/** Chamilo's codes for the status of a user. */
export const STATUS_CODES = { teacher: 1, session_admin: 3, hr_manager: 4, student: 5 } as const;

/** Words for the status of a user. */
export const status = z.enum(['teacher', 'session_admin', 'hr_manager', 'student']).openapi({ example: 'student' });

export type Status = z.output<typeof status>;

const field = fieldSchema('user');
const value = valueSchema('user');
const checkUserReference = (reference: Reference, context: z.core.$RefinementCtx) =>
	checkReference('user', reference, context);

/** Path parameters that name a user. */
export const userPath = z.object({ field, value }).superRefine(checkUserReference);

/** A reference to a user in a body. */
export const userReference = z.strictObject({ field, value }).superRefine(checkUserReference).openapi('UserReference');

export type UserReference = Reference;

const loginname = identifier(100)
	.check(
		refusing(refuseMarkup),
		refusing((text) => (text === '0' ? { message: 'the text "0" counts as empty for Chamilo' } : undefined)),
	)
	.openapi({ description: 'Username. Chamilo compares usernames without regard to case.', example: 'a.lovelace' });

const firstname = line(60).openapi({ example: 'Ada' });
const lastname = line(60).openapi({ example: "O'Brien" });
const email = line(100)
	.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address, or null for none')
	.nullable()
	.openapi({ example: 'ada@example.org' });
const language = languageSchema(40)
	.nullable()
	.openapi({
		type: ['string', 'null'],
		description:
			"A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored; `null` is the platform's. A language that is switched off on the campus becomes the platform's.",
		example: 'english',
	});
const phone = line(30).nullable().openapi({ example: '+32 2 211 34 56' });
const expirationDate = dateTime.nullable().openapi({
	type: ['string', 'null'],
	description:
		'When the account expires: ISO 8601, kept in UTC by Chamilo; `null` is never. A date without a time is the beginning of that day: write the next day for an account that is to last through it. Left out of a creation it is what the campus says: never on 1.9 and from 1.11.30 on, in ten years in between unless set otherwise.',
	example: '2031-01-31T18:00:00Z',
});
const encryptMethod = z
	.string()
	.regex(/^[a-z0-9]{2,20}$/, 'must name a hash method, for example sha1')
	.openapi({
		description:
			"Says that `password` is a hash already, made by this method, which must be the campus' own. Only for users that are created.",
	});
const officialCode = line(40).nullable().openapi({
	description:
		'Code of the user in the administration. Without an API key it can be given to a new user only, and edits wipe it.',
	example: 'ID-1504',
});
const newUserFields = {
	firstname,
	lastname,
	loginname,
	password,
	status: status.default('student'),
	field: newFieldSchema('user'),
	value: value.optional().openapi({ description: 'Your own identifier of the user.', example: '1504' }),
	email: email.optional(),
	language: language.optional(),
	phone: phone.optional(),
	official_code: officialCode.optional(),
	expiration_date: expirationDate.optional(),
	active: z.boolean().default(true),
	encrypt_method: encryptMethod.optional(),
	extras: extras.optional(),
};

/** A user to be created. */
export const newUser = z.strictObject(newUserFields).check(checkNewIdentity).openapi('NewUser');

export type NewUser = z.output<typeof newUser>;

const userEditFields = {
	firstname,
	lastname,
	loginname,
	status,
	email,
	language,
	phone,
	expiration_date: expirationDate,
	official_code: officialCode.optional(),
	password: password.optional().openapi({ description: 'Needed when the user has to be created; else optional.' }),
	active: z.boolean().optional().openapi({ description: 'Absent: stays as it is.' }),
	encrypt_method: encryptMethod.optional(),
	extras: extraChanges.optional(),
};

/**
 * The new state of a user. Members that Chamilo overwrites at every edit are required, so that none is cleared because it
 * was left out.
 */
export const userEdit = z.strictObject(userEditFields).openapi('UserEdit');

export type UserEdit = z.output<typeof userEdit>;

/** Members of a user to change; others stay as they are. */
export const userPatch = z
	.strictObject({
		firstname: firstname.optional(),
		lastname: lastname.optional(),
		loginname: loginname.optional(),
		status: status.optional(),
		email: email.optional(),
		language: language.unwrap().optional(),
		phone: phone.optional(),
		official_code: officialCode.optional(),
		expiration_date: expirationDate.optional(),
		password: password.optional(),
		active: z.boolean().optional(),
		extras: extraChanges.optional(),
	})
	.refine((patch) => Object.keys(patch).length > 0, 'must have at least one member')
	.openapi('UserPatch');

export type UserPatch = z.output<typeof userPatch>;

/** An item of a batch of edits: the user and its new state. */
export const userEditItem = z
	.strictObject({ field, value, ...userEditFields })
	.superRefine(checkUserReference)
	.openapi('UserEditItem');

export type UserEditItem = z.output<typeof userEditItem>;

export const credentials = z
	.strictObject({
		username: loginname.openapi({ description: 'The username the user is to have; the present one to keep it.' }),
		password: password.optional().openapi({ description: 'Absent: the password stays as it is.' }),
	})
	.openapi('Credentials');

export type Credentials = z.output<typeof credentials>;

/** How a response names its user. */
export const userIdentity = z
	.strictObject({
		id: z.int().openapi({ description: "Chamilo's number of the user.", example: 17 }),
		field: z.string().nullable().openapi({ example: 'external_user' }),
		value: z.string().nullable().openapi({ example: '1504' }),
	})
	.openapi('UserIdentity');

/** How the response names a user who existed. */
export const editedUser = z
	.strictObject({
		...userIdentity.shape,
		not_stored: z
			.array(z.string())
			.optional()
			.openapi({ description: 'What this Chamilo cannot store, where the query accepted it: `official_code`.' }),
	})
	.openapi('EditedUser');

/** The query of routes that can lose what Chamilo overwrites. */
export const acceptingQuery = z.strictObject({
	accept_side_effects: z.enum(['true', 'false']).default('false').openapi({
		description: '`true`: what Chamilo overwrites and cannot be kept may be lost: the official code.',
	}),
});

export const user = z
	.strictObject({
		id: z.int().openapi({ example: 17 }),
		field: z.string().openapi({ example: 'external_user' }),
		value: z.string().openapi({ example: '1504' }),
		firstname: z.string().nullable().openapi({ example: 'Ada' }),
		lastname: z.string().nullable().openapi({ example: "O'Brien" }),
		active: z.boolean().nullable().openapi({
			description: '`null` where Chamilo cannot tell: by SOAP, for users named by number or username.',
		}),
		username: z.string().nullable().openapi({ example: 'ada' }),
		email: z.string().nullable().openapi({ description: 'An empty text: none.', example: 'ada@example.org' }),
		status: status.nullable(),
		phone: z.string().nullable().openapi({ example: '+32 2 211 34 56' }),
		official_code: z.string().nullable().openapi({ example: 'ID-1504' }),
	})
	.openapi('User', {
		description: 'What Chamilo can tell about a user; what exists but cannot be read is `null`.',
	});

export type User = z.output<typeof user>;
