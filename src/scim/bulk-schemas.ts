/** What is sent to /Bulk and answered (RFC 7644 §3.7). */
import { z } from '@hono/zod-openapi';
import { BULK_LIMITS } from './discovery.js';
import { BULK_REQUEST, BULK_RESPONSE } from './urns.js';

const bulkOperation = z.looseObject({
	method: z.string().max(10).openapi({ description: '`POST`, `PUT`, `PATCH` or `DELETE`.', example: 'POST' }),
	path: z.string().max(300).openapi({ description: 'Below `/scim/v2`.', example: '/Users' }),
	bulkId: z.string().min(1).max(200).optional().openapi({ description: 'Required with `POST`.', example: 'ada' }),
	version: z.string().max(200).optional().openapi({ description: 'As `If-Match`.' }),
	data: z.unknown().optional().openapi({ description: 'The body of the single request.' }),
});

/** One operation of a request. */
export type BulkOperation = z.output<typeof bulkOperation>;

/** The body of a request: the operations, and when to stop. */
export const bulkBody = z.looseObject({
	schemas: z
		.array(z.string())
		.optional()
		.openapi({ example: [BULK_REQUEST] }),
	failOnErrors: z
		.int()
		.min(1)
		.optional()
		.openapi({ description: 'Stops after so many failures. Absent: all operations are tried.' }),
	Operations: z.array(bulkOperation).min(1, 'must have an operation').openapi({ maxItems: BULK_LIMITS.maxOperations }),
});

/** What became of each operation. */
export const bulkAnswer = z.looseObject({
	schemas: z.array(z.literal(BULK_RESPONSE)),
	Operations: z.array(
		z.looseObject({
			method: z.string(),
			status: z.string().openapi({ example: '201' }),
			bulkId: z.string().optional(),
			location: z.string().optional(),
			version: z.string().optional(),
			response: z.looseObject({}).optional().openapi({ description: 'The error of a failed operation.' }),
		}),
	),
});

export type Answer = z.output<typeof bulkAnswer>['Operations'][number];
