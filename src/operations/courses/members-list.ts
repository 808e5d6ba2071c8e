import { z } from '@hono/zod-openapi';
import { operation } from '../operation.js';
import { pageOf, pageQuery } from '../page.js';
import { resolveCourse } from './find.js';
import { courseMembers } from './members.json-api.js';
import { ROLE_CODES } from './membership.js';
import { coursePath } from './schemas.js';

const courseUser = z
	.strictObject({
		id: z.int().openapi({ example: 17 }),
		username: z.string().openapi({ example: 'ada' }),
		firstname: z.string().openapi({ example: 'Ada' }),
		lastname: z.string().openapi({ example: "O'Brien" }),
		status: z.enum(['teacher', 'student']),
	})
	.openapi('CourseUser');

export const listCourseUsers = operation({
	id: 'listCourseUsers',
	method: 'get',
	path: '/courses/{field}/{value}/users',
	tag: 'Course users',
	summary: 'List the users of a course',
	description:
		'The users who are subscribed to the course itself, inactive ones too, ordered by number, in pages. Those of its sessions are not among them.',
	scope: 'courses:read',
	params: coursePath,
	query: z.strictObject(pageQuery),
	success: {
		200: {
			description: 'A page of users.',
			schema: z.strictObject({ users: z.array(courseUser), next_cursor: z.string().nullable() }),
		},
	},
	problems: ['unsafe-identifier', 'course-not-found'],
	ways: [
		{
			calls: [resolveCourse, courseMembers],
			async run(campus, { params, query }) {
				const { id } = await resolveCourse(campus, params);
				const all = (await courseMembers(campus, id)).map(({ user_id, status_rel, username, firstname, lastname }) => ({
					id: user_id,
					...{ username, firstname, lastname },
					status: status_rel === ROLE_CODES.teacher ? 'teacher' : 'student',
				}));
				const { items: users, next_cursor } = pageOf(all, query);
				return { status: 200, body: { users, next_cursor } };
			},
		},
	],
});
