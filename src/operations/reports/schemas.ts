import { z } from '@hono/zod-openapi';
import { checkReference, fieldSchema, valueSchema } from '../fields/reference.js';

/** Names of the demo campus, so that the examples of the document can be tried. */
const user = {
	field: fieldSchema('user').openapi({ example: 'external_user' }),
	value: valueSchema('user').openapi({ example: '1503' }),
};
const course = {
	courseField: fieldSchema('course').openapi({ example: 'external_course' }),
	courseValue: valueSchema('course').openapi({ example: '201' }),
};
const session = {
	sessionField: fieldSchema('session').openapi({ example: 'external_session' }),
	sessionValue: valueSchema('session').openapi({ example: '301' }),
};
const number = (what: string) =>
	z
		.string()
		.regex(/^[1-9]\d{0,8}$/, `the number of ${what} is a whole number from 1`)
		.openapi({ example: '1' });
const learnpath = { learnpathId: number('a learnpath') };
const item = { itemId: number('an item') };

interface Named {
	field: string;
	value: string;
	courseField?: string;
	courseValue?: string;
	sessionField?: string;
	sessionValue?: string;
}

function checkPath(path: Named, context: z.core.$RefinementCtx) {
	checkReference('user', path, context);
	const { courseField, courseValue, sessionField, sessionValue } = path;
	if (courseField !== undefined && courseValue !== undefined) {
		const at = { field: 'courseField', value: 'courseValue' };
		checkReference('course', { field: courseField, value: courseValue }, context, at);
	}
	if (sessionField !== undefined && sessionValue !== undefined) {
		const at = { field: 'sessionField', value: 'sessionValue' };
		checkReference('session', { field: sessionField, value: sessionValue }, context, at);
	}
}

/** Path parameters that name a user. */
export const userPath = z.object(user).superRefine(checkPath);
/** … and a course. */
export const userCoursePath = z.object({ ...user, ...course }).superRefine(checkPath);
/** … in a session. */
export const userSessionCoursePath = z.object({ ...user, ...session, ...course }).superRefine(checkPath);
/** … and a learnpath of the course. */
export const learnpathPath = z.object({ ...user, ...course, ...learnpath }).superRefine(checkPath);
/** … and an item of the learnpath. */
export const itemPath = z.object({ ...user, ...course, ...learnpath, ...item }).superRefine(checkPath);

export const timeSpent = z
	.strictObject({ seconds: z.number().openapi({ description: '0 where nothing was tracked.', example: 3600 }) })
	.openapi('TimeSpent');

export const learnpaths = z
	.strictObject({
		learnpaths: z.array(
			z.strictObject({
				id: z.int().openapi({ example: 1 }),
				title: z.string().openapi({ example: 'Leçon 1 : se présenter' }),
			}),
		),
	})
	.openapi('Learnpaths');

export const progress = z
	.strictObject({ progress: z.number().openapi({ example: 50 }), unit: z.literal('%') })
	.openapi('LearnpathProgress');

export const location = z
	.strictObject({
		location: z.string().nullable().openapi({
			description: 'The place as the content itself names it; `null` where there is none.',
			example: 'page7',
		}),
	})
	.openapi('LearnpathLocation');

const score = (example: number | null) => z.number().nullable().openapi({ example });

export const itemScore = z
	.strictObject({
		min_score: score(0),
		max_score: score(100),
		mastery_score: score(60),
		current_score: score(80),
	})
	.openapi('LearnpathItemScore', { description: 'What was not set or not reached yet is `null`.' });

export const itemStatus = z
	.strictObject({
		status: z.string().nullable().openapi({
			description:
				'As Chamilo has it: `not attempted`, `incomplete`, `completed`, `passed`, `failed` …; `null` where there is none.',
			example: 'completed',
		}),
	})
	.openapi('LearnpathItemStatus');
