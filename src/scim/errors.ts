/** Errors as RFC 7644 §3.12 has them. */
import { z } from '@hono/zod-openapi';
import { GatewayError, type ProblemCode } from '../errors.js';
import type { Dialect } from '../operations/operation.js';
import { ERROR } from './urns.js';

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

/** How the routes of SCIM are spoken. */
export const SCIM: Dialect = {
	mediaType: 'application/scim+json',
	errorSchema,
	toError(error) {
		const { extensions, code, message } = error;
		// RFC 7644 knows no 422: what Chamilo cannot do or refuses is a bad request.
		const status = error.status === 422 ? 400 : error.status;
		// Members that cannot be written by themselves are listed.
		const isMember = code === 'unsupported-by-chamilo' && error.errors !== undefined;
		const scimType = extensions?.scimType ?? (isMember ? 'mutability' : TYPES[code]);
		const body = {
			schemas: [ERROR],
			status: String(status),
			...(typeof scimType === 'string' ? { scimType } : {}),
			detail: translated(message),
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
