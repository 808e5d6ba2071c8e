import { z } from '@hono/zod-openapi';
import { problemSchema } from '../batch.js';
import { courseReference } from '../courses/schemas.js';
import { sessionReference } from '../sessions/schemas.js';
import { newUser, userReference } from '../users/schemas.js';

/** Most courses, and most sessions, of one request. */
const MOST = 100;

/** A user who may have to be created: as in POST /users, and with an identifier. */
const namedNewUser = newUser.superRefine(({ field }, context) => {
	if (field !== undefined) return;
	context.addIssue({
		code: 'custom',
		path: ['field'],
		message: 'is missing: without it the user would be another one each time',
	});
});

/**
 * Checks by the schema that fits the form of the input, so that only mistakes of that form are reported.
 * @param short the other form that the input may have instead of an object, if any
 */
function checkedBy<Output>(
	schemaOf: (input: unknown) => z.ZodType<Output>,
	short?: { type: 'string' | 'number'; message: string },
) {
	return z.unknown().transform((input, context) => {
		if (short && typeof input !== short.type && (typeof input !== 'object' || input === null)) {
			context.addIssue({ code: 'custom', message: short.message });
			return z.NEVER;
		}
		const result = schemaOf(input).safeParse(input);
		if (result.success) return result.data;
		context.issues.push(...(result.error.issues as z.core.$ZodRawIssue[]));
		return z.NEVER;
	});
}

function isReference(input: unknown): boolean {
	return (
		typeof input === 'object' && input !== null && Object.keys(input).every((name) => ['field', 'value'].includes(name))
	);
}

const role = z.enum(['teacher', 'student']).default('student');
const courseInRole = z
	.object({ ...courseReference.shape, status: role })
	.strict()
	.superRefine(({ field, value }, context) => {
		for (const issue of courseReference.safeParse({ field, value }).error?.issues ?? []) {
			context.issues.push(issue as z.core.$ZodRawIssue);
		}
	})
	.openapi('CourseInRole');
const code = z
	.string()
	.transform((value) => ({ field: 'code', value }))
	.pipe(courseInRole);
const number = z
	.int()
	.transform((value) => ({ field: 'chamilo_session_id', value: String(value) }))
	.pipe(sessionReference);

const user = checkedBy(
	(input): z.ZodType<z.output<typeof newUser> | z.output<typeof userReference>> =>
		isReference(input) ? userReference : namedNewUser,
);
const course = checkedBy((input) => (typeof input === 'string' ? code : courseInRole), {
	type: 'string',
	message: 'must be the code of a course as a text, or an object with `field` and `value`',
});
const session = checkedBy((input) => (typeof input === 'number' ? number : sessionReference), {
	type: 'number',
	message:
		"must be Chamilo's number of a session, as 301 without quotation marks, or an object with `field` and `value`",
});

export const enrolment = z.strictObject({
	user,
	courses: z.array(course).max(MOST).default([]),
	sessions: z.array(session).max(MOST).default([]),
});

export type Enrolment = z.output<typeof enrolment>;

/** `enrolment` as the document shows it. */
export const enrolmentDocument = z
	.strictObject({
		user: z.union([newUser, userReference]).openapi({
			description:
				'As in `POST /users`, with `field` and `value`; or these two alone for a user who must be there already.',
		}),
		courses: z
			.array(z.union([z.string(), courseInRole]))
			.max(MOST)
			.optional()
			.openapi({
				description: 'Codes of courses, or references, each with the `status` the user is to have there.',
			}),
		sessions: z
			.array(z.union([z.int(), sessionReference]))
			.max(MOST)
			.optional()
			.openapi({
				description: 'Numbers of sessions, or references.',
			}),
	})
	.openapi('Enrolment');

const part = z.strictObject({
	status: z.int().openapi({ description: 'What the single route would have answered.' }),
	field: z.string(),
	value: z.string(),
	problem: problemSchema.optional(),
});

export const enrolled = z
	.strictObject({
		user: z.strictObject({
			status: z.int().openapi({ description: '200: was there; 201: created.' }),
			id: z.int(),
			field: z.string(),
			value: z.string(),
		}),
		courses: z.array(part),
		sessions: z.array(part),
		succeeded: z.int(),
		failed: z.int(),
	})
	.openapi('Enrolled', {
		example: {
			user: { status: 201, id: 17, field: 'external_user', value: '9001' },
			courses: [{ status: 204, field: 'code', value: 'ALGEBRA1' }],
			sessions: [{ status: 204, field: 'chamilo_session_id', value: '1' }],
			succeeded: 2,
			failed: 0,
		},
	});
