import type { Sandbox } from '../../src/sandbox/index.js';
import { createSandboxControl } from '../support/sandbox.js';

/** How a record is named. */
export interface Reference {
	field: string;
	value: string;
}

/** Names of records the campus has, by what they are: with others, no request would get far. */
export type Known = Record<'user' | 'course' | 'session', Reference[]>;

interface Named {
	id: number;
	username?: string;
	code?: string;
	name?: string;
	extras: Record<string, string>;
}

export async function knownOf(sandbox: Sandbox): Promise<Known> {
	const state = (await createSandboxControl(sandbox.url).state()) as unknown as Record<
		'users' | 'courses' | 'sessions',
		Named[]
	>;
	return {
		user: state.users.flatMap((user) => names(user, 'chamilo_user_id', 'username', user.username)),
		course: state.courses.flatMap((course) => names(course, 'chamilo_course_id', 'code', course.code)),
		session: state.sessions.flatMap((session) => names(session, 'chamilo_session_id', 'name', session.name)),
	};
}

function names({ id, extras }: Named, number: string, field: string, name: string | undefined): Reference[] {
	return [
		{ field: number, value: String(id) },
		...(name ? [{ field, value: name }] : []),
		...Object.entries(extras).map(([extra, value]) => ({ field: extra, value })),
	];
}

/** The two members of a struct, or of a path, that name a record together, and what kind of record. */
export interface Pair {
	field: string;
	value: string;
	kind: keyof Known;
}

/** @param example of a member called `field`, which tells the kind where no name does */
export function pairsAmong(members: readonly string[], exampleOf: (member: string) => unknown): Pair[] {
	return members.flatMap((field) => {
		const value = valueBeside(field);
		if (value === undefined || !members.includes(value)) return [];
		const hint = `${field} ${String(exampleOf(field) ?? '')}`;
		const kind = (['session', 'course', 'user'] as const).find((name) => hint.includes(name));
		return kind ? [{ field, value, kind }] : [];
	});
}

function valueBeside(field: string): string | undefined {
	if (field === 'field') return 'value';
	if (/^\w+Field$/.test(field)) return field.replace(/Field$/, 'Value');
	if (/(^|_)field_name$/.test(field)) return field.replace(/field_name$/, 'value');
	return /^original_\w+_id_name$/.test(field) ? field.replace(/name$/, 'value') : undefined;
}
