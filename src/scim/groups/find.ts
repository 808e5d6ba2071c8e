/** Groups: courses and sessions, with their members where the campus lists them. */
import { GatewayError } from '../../errors.js';
import { cachedCourses } from '../../operations/courses/cached.js';
import { courseMembers } from '../../operations/courses/members.json-api.js';
import type { Reference } from '../../operations/fields/reference.js';
import { cachedSessions } from '../../operations/sessions/cached.js';
import { sessionMembers } from '../../operations/sessions/members.json-api.js';
import { step } from '../../operations/ways.js';
import { BASE, CORE_GROUP } from '../urns.js';

/** A course or session. */
export interface Group {
	/** `course-17`, `session-3`. */
	id: string;
	kind: 'course' | 'session';
	number: number;
	displayName: string;
}

export interface Member {
	id: number;
	display: string;
}

/** What names the course or session to the operations of the gateway. */
export function referenceOf({ kind, number }: Group): Reference {
	return { field: `chamilo_${kind}_id`, value: String(number) };
}

export function groupLocation(id: string): string {
	return `${BASE}/Groups/${id}`;
}

/** All groups that the campus lists. */
export const allGroups = step('Listing courses and sessions', {
	calls: [cachedCourses, cachedSessions],
	async run(campus): Promise<Group[]> {
		const courses = (await cachedCourses(campus)).flatMap(({ id, title, code }) =>
			id === null ? [] : [groupOf('course', id, title ?? code ?? '')],
		);
		const sessions = (await cachedSessions(campus)).map(({ id, name }) => groupOf('session', id, name));
		return [...courses, ...sessions];
	},
});

function groupOf(kind: Group['kind'], number: number, displayName: string): Group {
	return { id: `${kind}-${number}`, kind, number, displayName };
}

/** @throws course-not-found, session-not-found */
export const existingGroup = step('Reading a course or session', {
	calls: [allGroups],
	async run(campus, id: string): Promise<Group> {
		const found = (await allGroups(campus)).find((group) => group.id === id);
		if (found) return found;
		const code = id.startsWith('session-') ? 'session-not-found' : 'course-not-found';
		throw new GatewayError(code, `There is no group ${id.slice(0, 100)}.`);
	},
});

/** The members of a group; undefined where the campus cannot list them. */
export const membersOf = step('Listing the members of a group', [
	{
		calls: [courseMembers, sessionMembers],
		async run(campus, { kind, number }: Group): Promise<Member[] | undefined> {
			const members = await (kind === 'course' ? courseMembers : sessionMembers)(campus, number);
			return members.map(({ user_id: id, username: display }) => ({ id, display }));
		},
	},
	{
		limits: 'Members can be added and removed, but not read.',
		run: async (_campus, _group: Group): Promise<Member[] | undefined> => undefined,
	},
]);

/** A group as a resource. */
export function toResource({ id, displayName }: Group, members?: readonly Member[]): Record<string, unknown> {
	return {
		schemas: [CORE_GROUP],
		id,
		displayName,
		...(members
			? {
					members: members.map((member) => ({
						value: String(member.id),
						display: member.display,
						type: 'User',
						$ref: `${BASE}/Users/${member.id}`,
					})),
				}
			: {}),
		meta: { resourceType: 'Group', location: groupLocation(id) },
	};
}
