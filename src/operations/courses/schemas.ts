import { z } from '@hono/zod-openapi';
import { extraChanges, extras } from '../fields/extras.js';
import { language as languageSchema } from '../fields/language.js';
import {
	checkNewIdentity,
	checkReference,
	fieldSchema,
	newFieldSchema,
	type Reference,
	valueSchema,
} from '../fields/reference.js';
import { line } from '../fields/text.js';
import { userReference } from '../users/schemas.js';

/** Chamilo's codes of who may see a course. */
export const VISIBILITY_CODES = { public: 3, 'public-registered': 2, private: 1, closed: 0 } as const;

export type Visibility = keyof typeof VISIBILITY_CODES;

/** The word for one of Chamilo's codes; undefined for a code without one, as that of hidden courses. */
export function visibilityOf(code: number): Visibility | undefined {
	return (Object.keys(VISIBILITY_CODES) as Visibility[]).find((name) => VISIBILITY_CODES[name] === code);
}

export const visibility = z
	.enum(['public', 'public-registered', 'private', 'closed'])
	.openapi({ example: 'public-registered' });

const checkCourse = (reference: Reference, context: z.core.$RefinementCtx) =>
	checkReference('course', reference, context);

/** Path parameters that name a course. */
export const coursePath = z
	.object({ field: fieldSchema('course'), value: valueSchema('course') })
	.superRefine(checkCourse);

/** A course named in a body. */
export const courseReference = z
	.strictObject({ field: fieldSchema('course'), value: valueSchema('course') })
	.superRefine(checkCourse)
	.openapi('CourseReference');

/** Path parameters that name a course and a user of it. */
export const courseUserPath = z
	.object({
		field: fieldSchema('course'),
		value: valueSchema('course'),
		userField: fieldSchema('user'),
		userValue: valueSchema('user'),
	})
	.superRefine((path, context) => {
		checkReference('course', path, context);
		const user = { field: path.userField, value: path.userValue };
		checkReference('user', user, context, { field: 'userField', value: 'userValue' });
	});

const title = line(250).openapi({ example: 'Linear algebra' });
const language = languageSchema(20).openapi({
	type: 'string',
	description:
		"A language tag (`de`, `pt-BR`) or one of Chamilo's own names (`german`, `brazilian`), which is what is stored.",
	example: 'english',
});
const categoryCode = line(40).openapi({ description: 'Code of a category of the campus.', example: 'PROJ' });

/** A course to be created. */
export const newCourse = z
	.strictObject({
		title,
		code: z
			.string()
			.regex(/^[A-Za-z0-9]{1,40}$/, 'has letters and digits, at most 40: Chamilo would leave out anything else')
			.refine((code) => code !== '0', 'the text "0" counts as empty for Chamilo')
			.optional()
			.openapi({
				description:
					'Code of the course, on Chamilo 1.9 of at most 20 characters; kept in capitals; made from the title when absent.',
				example: 'ALGEBRA1',
			}),
		category_code: categoryCode.optional(),
		language: language.default('english'),
		tutor_name: line(200).optional().openapi({ description: 'Shown with the course.', example: 'Prof. Noether' }),
		teacher: userReference.openapi({ description: 'The user who becomes the teacher of the course.' }),
		field: newFieldSchema('course'),
		value: valueSchema('course').optional().openapi({ description: 'Your own identifier of the course.' }),
		extras: extras.optional(),
	})
	.check(checkNewIdentity)
	.openapi('NewCourse');

export type NewCourse = z.output<typeof newCourse>;

/** What is to change of a course. */
export const coursePatch = z
	.strictObject({
		title: title.optional(),
		category_code: categoryCode.nullable().optional(),
		department_name: line(30).nullable().optional(),
		department_url: line(180).nullable().optional(),
		language: language.optional(),
		visibility: visibility.optional(),
		subscribe: z.boolean().optional().openapi({ description: 'Users may subscribe themselves.' }),
		unsubscribe: z.boolean().optional().openapi({ description: 'Users may unsubscribe themselves.' }),
		visual_code: line(40).optional().openapi({ description: 'The code as it is shown.' }),
		extras: extraChanges.optional(),
	})
	.refine((patch) => Object.keys(patch).length > 0, 'must say what is to change')
	.openapi('CoursePatch');

export type CoursePatch = z.output<typeof coursePatch>;

/** What an edit could not keep. */
export const courseReset = z
	.strictObject({
		reset: z.array(z.string()).openapi({
			description: 'What this Chamilo could not keep: it has the value of a new course now.',
			example: ['department_name', 'disk_quota', 'tutor_name'],
		}),
	})
	.openapi('CourseReset');

export const createdCourse = z
	.strictObject({
		id: z.int().nullable().openapi({ description: "Chamilo's number of the course.", example: 7 }),
		code: z.string().openapi({ description: 'The code Chamilo has given.', example: 'ALGEBRA1' }),
		field: z.string().openapi({ example: 'external_course' }),
		value: z.string().openapi({ example: 'C-100' }),
		not_stored: z.array(z.string()).openapi({
			description: 'Members of the request that this Chamilo does not store at a creation.',
			example: [],
		}),
	})
	.openapi('CreatedCourse');

export const course = z
	.strictObject({
		id: z.int().nullable().openapi({ example: 7 }),
		code: z.string().nullable().openapi({ example: 'ALGEBRA1' }),
		title: z.string().nullable().openapi({ example: 'Linear algebra' }),
		language: z.string().nullable().openapi({ example: 'english' }),
		visibility: visibility.nullable(),
		category_name: z.string().nullable().openapi({ example: 'Projects' }),
		number_students: z.int().nullable().openapi({ example: 12 }),
		field: z.string().nullable().openapi({
			description: 'The extra field of `value`; `rest_gateway_id` holds the identifiers the gateway itself gives.',
			example: 'external_course',
		}),
		value: z.string().nullable().openapi({ description: 'What this field of the course holds.', example: 'C-100' }),
	})
	.openapi('Course', { description: 'What exists but cannot be read is `null`.' });

export const courseDescription = z
	.strictObject({
		type: z.int().nullable().openapi({
			description:
				'1 description, 2 objectives, 3 topics, 4 methodology, 5 material, 6 resources, 7 assessment, 8 other.',
			example: 2,
		}),
		title: z.string().openapi({ example: 'Objectives' }),
		content: z.string().openapi({ description: 'HTML.', example: '<p>Proofs.</p>' }),
	})
	.openapi('CourseDescription');
