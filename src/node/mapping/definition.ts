// The form of a mapping file. Its JSON Schema ships as src/node/examples/mapping.schema.json.

import { z } from '@hono/zod-openapi';
import { ENCODINGS } from '../import/text.js';
import { DATE_FORMAT } from './dates.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const dateFormat = z
	.string()
	.regex(DATE_FORMAT, 'must be made of YYYY, MM and DD, and perhaps HH:mm or HH:mm:ss, as DD.MM.YYYY');

/** Where the value of a member comes from. */
const source = z
	.strictObject({
		column: z.string().min(1).optional().describe('The column of the file.'),
		constant: scalar.optional().describe('The same value in every record; null where it is to be cleared.'),
		template: z
			.string()
			.min(1)
			.optional()
			.describe('Text with other members or columns in braces: {firstname}.{lastname}, {firstname:1}{lastname}.'),
		values: z
			.record(z.string(), scalar)
			.optional()
			.describe('What stands in the file, and what it means. "*" is anything else, "" an empty cell.'),
		dates: z
			.union([dateFormat, z.array(dateFormat).min(1)])
			.optional()
			.describe('Date formats, as DD.MM.YYYY.'),
		end_of_day: z.boolean().optional().describe('A date without a time means the end of that day.'),
		list: z
			.string()
			.min(1)
			.max(3)
			.optional()
			.describe('The cell is a list with this separator; each part makes a record of its own.'),
		digits: z.int().min(1).max(50).optional().describe('Numbers with fewer digits get zeros in front.'),
		default: scalar.optional().describe('The value where the cell is empty or the column is missing.'),
		optional: z.boolean().optional().describe('Files without the column are taken too.'),
	})
	.refine(
		({ column, constant, template }) => [column, constant, template].filter((each) => each !== undefined).length === 1,
		'must have exactly one of column, constant and template',
	);

export type MemberSource = z.output<typeof source>;

/** A text is the name of a column. */
const members = z.record(z.string(), z.union([z.string().min(1), source]));

export type Members = z.output<typeof members>;

export const PASSWORD_POLICIES = ['generate', 'random'] as const;

export type PasswordPolicy = (typeof PASSWORD_POLICIES)[number];

export const definition = z
	.strictObject({
		$schema: z.string().optional(),
		profile: z.enum(['chamilo', 'oneroster']).optional().describe('What is not said here is as in this profile.'),
		encoding: z.enum(ENCODINGS).optional().describe('Default: UTF-8, or what the byte order mark says.'),
		delimiter: z.string().length(1).optional().describe('Default: detected from the header.'),
		passwords: z
			.enum(PASSWORD_POLICIES)
			.optional()
			.describe(
				'New users without a password in the file: generate writes theirs to a file that only you can read, random throws them away (single sign-on).',
			),
		gone: z
			.strictObject({
				users: z.enum(['disable', 'delete', 'leave']).default('disable'),
				enrolments: z.enum(['remove', 'leave']).default('remove'),
			})
			.partial()
			.optional()
			.describe('What sync does with records that are no longer in the file.'),
		skip: z
			.array(
				z.strictObject({
					column: z.string().min(1),
					values: z.array(z.string()).min(1),
					optional: z.boolean().optional(),
				}),
			)
			.optional()
			.describe('Lines that have one of these values in the column count as if they were not there.'),
		users: members.optional(),
		courses: members.optional(),
		sessions: members.optional(),
		enrolments: members.optional(),
	})
	.describe('How the columns of a file become users, courses, sessions and enrolments');

export type Definition = z.output<typeof definition>;

export const RECORD_NAMES = ['users', 'courses', 'sessions', 'enrolments'] as const;

export type RecordName = (typeof RECORD_NAMES)[number];

/** The JSON Schema of a mapping file. */
export function mappingSchema(): object {
	return z.toJSONSchema(definition, { io: 'input' });
}
