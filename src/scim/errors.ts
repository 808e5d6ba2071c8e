/** Errors as RFC 7644 §3.12 has them. */
import { z } from '@hono/zod-openapi';
import { GatewayError, type ProblemCode } from '../errors.js';
import type { Dialect } from '../operations/operation.js';
import { BASE, ERROR } from './urns.js';

/** What RFC 7644 §3.12 calls the kinds of mistakes. */
type ScimType =
	| 'invalidFilter'
	| 'invalidPath'
	| 'invalidSyntax'
	| 'invalidValue'
	| 'noTarget'
	| 'mutability'
	| 'tooMany';

/** A mistake of the request, with its `scimType`. */
export function scimError(scimType: ScimType, message: string, cause?: unknown): GatewayError {
	return new GatewayError('invalid-request', message, {
		extensions: { scimType },
		...(cause === undefined ? {} : { cause }),
	});
}

/** The scimType of errors that were not made for SCIM. */
const TYPES: Partial<Record<ProblemCode, string>> = {
	'malformed-json': 'invalidSyntax',
	'invalid-request': 'invalidValue',
	'unsafe-identifier': 'invalidValue',
	'rejected-by-chamilo': 'invalidValue',
	'password-encryption-refused': 'invalidValue',
	'username-taken': 'uniqueness',
	'external-id-taken': 'uniqueness',
	'ambiguous-identifier': 'uniqueness',
};

/** Names of members in messages that were made for the routes of the gateway. */
const NAMES: Record<string, string> = {
	loginname: 'userName',
	firstname: 'name.givenName',
	lastname: 'name.familyName',
	email: 'emails',
	phone: 'phoneNumbers',
	language: 'preferredLanguage',
	official_code: 'employeeNumber',
	status: 'roles',
	value: 'externalId',
};

const errorSchema = z
	.strictObject({
		schemas: z.array(z.literal(ERROR)),
		status: z.string().openapi({ example: '409' }),
		scimType: z.string().optional().openapi({ example: 'uniqueness' }),
		detail: z.string(),
	})
	.openapi('ScimError', { description: 'Error of RFC 7644 §3.12.' });

/** RFC 7644 §3.12 knows no 422 and no 405: what Chamilo refuses is a bad request, what is not provided is not implemented. */
const STATUS: Record<number, number> = { 422: 400, 405: 501 };

/** A course needs what SCIM has no attributes for: a language, a category, a teacher. */
const GROUPS =
	' Groups are courses and sessions: create one with POST /courses or POST /sessions of the gateway and delete it there. SCIM lists and reads them, and changes their members.';

/** How the routes of SCIM are spoken. */
export const SCIM: Dialect = {
	base: BASE,
	mediaType: 'application/scim+json',
	errorSchema,
	toError(error) {
		const { extensions, code, message } = error;
		const status = STATUS[error.status] ?? error.status;
		// Members that cannot be written by themselves are listed.
		const isMember = code === 'unsupported-by-chamilo' && error.errors !== undefined;
		const scimType = extensions?.scimType ?? (isMember ? 'mutability' : TYPES[code]);
		const body = {
			schemas: [ERROR],
			status: String(status),
			...(typeof scimType === 'string' ? { scimType } : {}),
			detail: translated(message) + (code === 'method-not-allowed' && message.includes('/Groups') ? GROUPS : ''),
		};
		return { status, body };
	},
};

/** A message with the names that SCIM has for the members. */
function translated(message: string): string {
	return message.replace(
		/(\/|\b)(loginname|firstname|lastname|official_code)\b|\/(email|phone|language|status|value)\b/g,
		(whole, _, plain, pointed) => NAMES[plain ?? pointed] ?? whole,
	);
}
