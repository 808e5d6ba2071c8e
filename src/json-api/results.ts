/** The results of the actions of v2.php, as they are read: numbers are texts on PHP 7 and numbers on PHP 8 (F368). */
import { z } from 'zod';

const number = z.union([
	z.number(),
	z
		.string()
		.regex(/^-?\d+$/)
		.transform(Number),
]);
const text = z.string();
const yes = z.tuple([z.boolean()]).transform(([done]) => done);
const status = z.object({ status: z.boolean() }).transform(({ status: done }) => done);

/**
 * A list is read up to its first mistake. z.array keeps every mistake of every item: a megabyte of empty objects, a few
 * kilobytes on the wire, took half a gigabyte.
 */
const listOf = <Item extends z.ZodType>(item: Item) =>
	z.array(z.unknown()).transform((items, context) => {
		const read: z.output<Item>[] = [];
		for (const [index, one] of items.entries()) {
			const { success, data, error } = item.safeParse(one);
			if (!success) {
				context.addIssue({
					code: 'custom',
					path: [index, ...(error.issues[0]?.path ?? [])],
					message: 'is of another form',
				});
				return z.NEVER;
			}
			read.push(data);
		}
		return read;
	});

/** An empty map is `[]`, a filled one an object by number (F368). */
const mapOf = <Item extends z.ZodType>(item: Item) =>
	z.union([z.array(z.unknown()).max(0), z.record(z.string(), z.unknown()).transform(Object.values)]).pipe(listOf(item));

const user = z.object({
	id: number,
	username: text,
	firstname: text,
	lastname: text,
	email: text,
	active: number.transform((active) => active === 1),
});
const nobody = z.object({ id: z.null() }).transform(() => null);
/** A period of a session in UTC; a date that is not set is null or empty. */
const date = z.union([text, z.null()]).transform((value) => value || null);
const period = { access_start_date: date, access_end_date: date };

/** What each action answers. */
export const RESULTS = {
	users: listOf(user.loose()),
	userOrNobody: z.union([user, nobody]),
	profiles: mapOf(
		z.object({
			id: number,
			username: text,
			status: number,
			officialCode: z.union([text, z.null()]),
			phone: z.union([text, z.null()]),
		}),
	),
	courses: listOf(
		z.object({
			id: number,
			code: text,
			visual_code: z.union([text, z.null()]),
			title: text,
			course_language: text,
			category_code: z.union([text, z.null()]),
			visibility: number,
			subscribe: number,
			unsubscribe: number,
			tutor_name: z.union([text, z.null()]),
			department_name: z.union([text, z.null()]),
			department_url: z.union([text, z.null()]),
			disk_quota: z.union([number, z.null()]),
		}),
	),
	courseMembers: listOf(
		z.object({ user_id: number, username: text, firstname: text, lastname: text, status_rel: number }),
	),
	coursesOfUser: listOf(z.object({ id: number, code: text, title: text })),
	/** `id` is the type. */
	descriptions: listOf(z.object({ id: number, title: z.union([text, z.null()]), content: z.union([text, z.null()]) })),
	sessions: listOf(z.object({ id: number, name: text, ...period })),
	sessionMembers: listOf(
		z.object({ user_id: number, username: text, firstname: text, lastname: text, status: number }),
	),
	timeOnPlatform: z.object({ id: number, username: text, total_connexion_time: text.regex(/^\d+:\d\d:\d\d$/) }),
	timeInSession: z.object({ userAverageCoursesTime: number, userAverageProgress: z.coerce.number() }),
	learnpaths: listOf(z.object({ learnpaths: listOf(z.object({ id: number, title: text })) })),
	yes,
	status,
} as const;
