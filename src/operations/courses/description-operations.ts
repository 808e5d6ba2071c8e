import { z } from '@hono/zod-openapi';
import { checkReference, fieldSchema, valueSchema } from '../fields/reference.js';
import { line, text } from '../fields/text.js';
import { operation } from '../operation.js';
import { readDescriptions, writeDescription } from './descriptions.js';
import { courseDescription, coursePath } from './schemas.js';

const tag = 'Course descriptions';

const descriptionPath = z
	.object({
		field: fieldSchema('course'),
		value: valueSchema('course'),
		type: z
			.string()
			.regex(/^[1-8]$/, 'must be a type of description, 1 to 8')
			.openapi({ example: '3' }),
	})
	.superRefine((path, context) => checkReference('course', path, context));

export const courseDescriptionOperations = [
	operation({
		id: 'listCourseDescriptions',
		method: 'get',
		path: '/courses/{field}/{value}/descriptions',
		tag,
		summary: 'Read the descriptions of a course',
		description: 'The texts that describe the course, with their type where Chamilo keeps it.',
		scope: 'courses:read',
		params: coursePath,
		success: {
			200: {
				description: 'The descriptions.',
				schema: z.strictObject({
					descriptions: z.array(courseDescription),
					complete: z.boolean().openapi({ description: 'False where only some of them can be read on this Chamilo.' }),
				}),
			},
		},
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				calls: [readDescriptions],
				run: async (campus, { params }) => ({ status: 200, body: await readDescriptions(campus, params) }),
			},
		],
	}),
	operation({
		id: 'putCourseDescription',
		method: 'put',
		path: '/courses/{field}/{value}/descriptions/{type}',
		tag,
		summary: 'Write a description of a course',
		description:
			'Writes the text of one type: 1 description, 2 objectives, 3 topics, 4 methodology, 5 material, 6 resources, 7 assessment, 8 other.',
		scope: 'courses:write',
		params: descriptionPath,
		body: z.strictObject({ title: line(255), content: text(65_535) }).openapi('CourseDescriptionText'),
		bodyExamples: {
			topics: { summary: 'Topics', value: { title: 'Topics', content: '<p>Greetings, numbers, the past tense.</p>' } },
		},
		invalidates: [],
		success: { 204: { description: 'The text is stored.' } },
		problems: ['unsafe-identifier', 'course-not-found', 'rejected-by-chamilo'],
		ways: [
			{
				calls: [writeDescription],
				async run(campus, { params, body }) {
					const { field, value, type } = params;
					await writeDescription(campus, { field, value }, Number(type), body);
					return { status: 204 };
				},
			},
		],
	}),
];
