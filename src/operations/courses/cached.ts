import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { GATEWAY_FIELD } from '../fields/reference.js';
import { step } from '../ways.js';
import { type CourseName, type ListedCourse, listCodes, listCourses } from './list.js';
import { course } from './schemas.js';

const courseList = z.array(course);
const courseNames = z.array(
	z.strictObject({ id: z.int(), code: z.string(), value: z.string().nullable(), hasCategory: z.boolean() }),
);

/** The same as `listCourses`, from the cache where it is there: for reading. */
export const cachedCourses = step('Listing courses', [
	{
		needs: ['course-external-ids'],
		calls: [listCourses],
		run: (campus, field?: string) => cachedList(campus, field),
	},
	{
		calls: [listCourses],
		limits: 'Chamilo 1.9 does not list the external ids of courses: `field` and `value` are `null`.',
		notes: 'The list takes longer the more users are enrolled.',
		run: (campus, field?: string) => cachedList(campus, field),
	},
]);

async function cachedList(campus: Campus, field: string = GATEWAY_FIELD): Promise<ListedCourse[]> {
	const list = await campus.cached<ListedCourse[]>({
		key: ['list', 'courses', field],
		tags: ['courses', 'memberships'],
		schema: courseList,
		staleWhileRevalidate: true,
		load: () => listCourses(campus, field),
	});
	return list ?? [];
}

/** The same as `listCodes`, from the cache where it is there: never for what destroys. */
export const cachedCodes = step('Listing the codes of courses', {
	calls: [listCodes],
	async run(campus, field: string = GATEWAY_FIELD): Promise<CourseName[]> {
		const list = await campus.cached<CourseName[]>({
			key: ['list', 'course-codes', field],
			tags: ['courses'],
			schema: courseNames,
			load: () => listCodes(campus, field),
		});
		return list ?? [];
	},
});
