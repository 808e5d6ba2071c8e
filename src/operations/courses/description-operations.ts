import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { checkReference, fieldSchema, type Reference, valueSchema } from '../fields/reference.js';
import { line, text } from '../fields/text.js';
import { operation } from '../operation.js';
import type { Descriptions, DescriptionText } from './description-texts.js';
import { DESCRIPTION_CALLS, readDescriptions, writeDescription } from './descriptions.js';
import {
	READ_ROWS_CALLS,
	READ_TYPED_CALLS,
	readRows,
	readTyped,
	WRITE_BY_TYPE_CALLS,
	WRITE_TYPED_CALLS,
	writeByType,
	writeTyped,
} from './descriptions-by-type.js';
import { courseDescription, coursePath } from './schemas.js';

const tag = 'Course descriptions';

const descriptionPath = z
	.object({
		field: fieldSchema('course'),
		value: valueSchema('course'),
		type: z
			.string()
			.regex(/^[1-8]$/, 'must be a type of description, 1 to 8')
			.openapi({ example: '2' }),
	})
	.superRefine((path, context) => checkReference('course', path, context));

function reading(read: (campus: Campus, course: Reference) => Promise<Descriptions>) {
	return async (campus: Campus, { params }: { params: Reference }) => ({
		status: 200,
		body: await read(campus, params),
	});
}

type Write = (campus: Campus, course: Reference, type: number, text: DescriptionText) => Promise<void>;

function writing(write: Write) {
	return async (campus: Campus, { params, body }: { params: Reference & { type: string }; body: DescriptionText }) => {
		const { field, value, type } = params;
		await write(campus, { field, value }, Number(type), body);
		return { status: 204 };
	};
}

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
					complete: z.boolean().openapi({ description: 'False where this Chamilo can tell only some of them.' }),
				}),
			},
		},
		problems: ['unsafe-identifier', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php', 'descriptions-by-type'],
				calls: READ_TYPED_CALLS,
				run: reading(readTyped),
			},
			{
				needs: ['descriptions-by-type'],
				calls: READ_ROWS_CALLS,
				limits:
					'Only texts in the first eight rows of the campus can be read, and without their type: `complete` is false. Courses named by an external id, or by any name when the gateway made them without one.',
				run: reading(readRows),
			},
			{
				needs: ['soap-php'],
				calls: DESCRIPTION_CALLS,
				run: reading(readDescriptions),
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
			objectives: { summary: 'Objectives', value: { title: 'Objectives', content: '<p>To prove and to compute.</p>' } },
		},
		invalidates: [],
		success: { 204: { description: 'The text is stored.' } },
		problems: ['unsafe-identifier', 'course-not-found', 'rejected-by-chamilo'],
		ways: [
			{
				needs: ['soap-php', 'descriptions-by-type'],
				calls: WRITE_TYPED_CALLS,
				limits:
					'A text that exists is written over only by one without \', " and \\, and only in courses named by an external id, or by any name when the gateway made them without one.',
				run: writing(writeTyped),
			},
			{
				needs: ['descriptions-by-type'],
				calls: WRITE_BY_TYPE_CALLS,
				limits:
					'Texts without \', " and \\ only. Courses named by an external id, or by any name when the gateway made them without one.',
				run: writing(writeByType),
			},
			{
				needs: ['soap-php'],
				calls: ['WSEditCourseDescription', ...DESCRIPTION_CALLS],
				limits:
					'Courses named by an external id only. Chamilo keeps texts written this way without their type; texts made in Chamilo itself cannot be changed.',
				run: writing(writeDescription),
			},
		],
	}),
];
