/** What is sent and answered about users. */
import { z } from '@hono/zod-openapi';
import { canonical, USER_ATTRIBUTES } from '../attributes.js';
import { CORE_USER, LIST_RESPONSE } from '../urns.js';
import { userLocation } from './state.js';

/** The path of a user. A text that is no number is the id of nobody. */
export const userPath = z.object({
	id: z.string().max(200).openapi({ description: 'The `id` that the gateway has given.', example: '6' }),
});

/** A user as the document shows it. */
export const EXAMPLE = {
	schemas: [CORE_USER],
	externalId: '00u1',
	userName: 'katherine.johnson',
	name: { givenName: 'Katherine', familyName: 'Johnson' },
	emails: [{ value: 'katherine@example.org', primary: true }],
	active: true,
};

/** A user as it is sent. Names are taken in any case; what the gateway does not keep is ignored. */
export const userBody = z.preprocess(
	(input) => (typeof input === 'object' && input !== null ? canonical(USER_ATTRIBUTES, input) : input),
	z.looseObject({ schemas: z.array(z.string()).optional(), userName: z.string().min(1) }),
);

/** A user as it is answered. */
export const userSchema = z
	.looseObject({
		schemas: z.array(z.string()),
		id: z.string().openapi({ example: '17' }),
		userName: z
			.string()
			.optional()
			.openapi({ description: 'Absent where the campus cannot tell it.', example: 'katherine.johnson' }),
		active: z.boolean().optional(),
		meta: z.looseObject({ resourceType: z.string(), location: z.string(), version: z.string().optional() }),
	})
	.openapi('ScimUser', {
		example: { ...EXAMPLE, id: '17', meta: { resourceType: 'User', location: userLocation(17) } },
	});

/** A list of anything. */
export const listSchema = z
	.looseObject({
		schemas: z.array(z.literal(LIST_RESPONSE)),
		totalResults: z.int(),
		startIndex: z.int(),
		itemsPerPage: z.int(),
		Resources: z.array(z.looseObject({})),
	})
	.openapi('ScimList');
