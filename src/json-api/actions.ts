/** The actions of v2.php that the gateway uses: what each takes, what it answers, and what must never be sent. */
import type { z } from 'zod';
import type { FormArguments } from './form.js';
import { RESULTS } from './results.js';

interface Definition<Arguments extends FormArguments, Result> {
	/** Reads `data`; throws where it is something else. */
	result: z.ZodType<Result>;
	/** What is wrong with arguments that would do harm; the types keep most of it out. */
	guard: ((args: Arguments) => string | undefined) | undefined;
}

function action<Arguments extends FormArguments>() {
	return <Result>(
		result: z.ZodType<Result>,
		guard?: (args: Arguments) => string | undefined,
	): Definition<Arguments, Result> => ({ result, guard });
}

/** `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`. Anything else is the present moment, and locks the user out (F375). */
const EXPIRATION = /^[1-9]\d{3}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;
/** Of sessions; one without a time is refused (F385). */
const DATE_TIME = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const EXTRA_FIELDS = /^[\w.-]+(,[\w.-]+)*$/;

/** What update_user_from_username can change. Only what is sent changes (F374). */
export type UserChanges = {
	firstname?: string | undefined;
	lastname?: string | undefined;
	email?: string | undefined;
	/** 0 or 1. */
	active?: 0 | 1 | undefined;
	/** A number; a word would become 0. */
	status?: number | undefined;
	official_code?: string | undefined;
	phone?: string | undefined;
	language?: string | undefined;
	/** In the time zone of the platform, never empty. */
	expiration_date?: string | undefined;
	new_login_name?: string | undefined;
	/** By field name; in a call of their own, and changed ones only. */
	extra?: Record<string, string> | undefined;
};

/** What update_session can change; empty texts and 0 are left out by Chamilo, unless `reset` is 1 (F385). */
export type SessionChanges = {
	reset?: 1 | undefined;
	name?: string | undefined;
	id_coach?: number | undefined;
	description?: string | undefined;
	visibility?: number | undefined;
	duration?: number | undefined;
	show_description?: 0 | 1 | undefined;
	access_start_date?: string | undefined;
	access_end_date?: string | undefined;
	display_start_date?: string | undefined;
	display_end_date?: string | undefined;
	coach_access_start_date?: string | undefined;
	coach_access_end_date?: string | undefined;
	/** By field name, with `extra_` before it. */
	extra?: Record<`extra_${string}`, string> | undefined;
};

function isNumber(value: number): boolean {
	return Number.isSafeInteger(value) && value > 0;
}

function guardUser({ expiration_date: date, status }: UserChanges): string | undefined {
	if (date !== undefined && !EXPIRATION.test(date)) return 'expiration_date is no date';
	return status === undefined || isNumber(status) ? undefined : 'status is no number above 0';
}

function guardSession({ reset, ...changes }: SessionChanges): string | undefined {
	const dates = Object.entries(changes).filter(([name]) => name.endsWith('_date'));
	const wrong = dates.find(([, date]) => !DATE_TIME.test(String(date)) && !(reset && date === ''));
	return wrong && `${wrong[0]} is no date with a time`;
}

export const ACTIONS = {
	/** The users of the portal, all in one list; with their values of extra fields. */
	get_users: action<{ status: number | '*'; extra_fields?: string }>()(RESULTS.users, ({ extra_fields: fields }) =>
		// The text reaches SQL as it is (F371).
		fields === undefined || EXTRA_FIELDS.test(fields) ? undefined : 'extra_fields are no names',
	),
	/** Finds another spelling too: compare the username that comes back (F369). */
	get_user_info_from_username: action<{ loginname: string }>()(RESULTS.userOrNobody),
	username_exist: action<{ loginname: string }>()(RESULTS.yes),
	/** All users with the value, whatever its case, accents and blanks at the end (F372). */
	users_profiles_by_extra_field: action<{ field_name: string; field_value: string; active?: 1 }>()(RESULTS.profiles),
	update_user_from_username: action<{ loginname: string } & UserChanges>()(RESULTS.yes, guardUser),
	/** True for unknown numbers, false for the only teacher of a course (F376). */
	delete_user: action<{ user_id: number }>()(RESULTS.status, ({ user_id: id }) =>
		isNumber(id) ? undefined : 'user_id is no number',
	),
	get_courses: action<Record<never, never>>()(RESULTS.courses),
	course_descriptions: action<{ course: number }>()(RESULTS.descriptions),
	/** By number alone: with a code that is unknown the number is deleted (F379). */
	delete_course: action<{ course_id: number }>()(RESULTS.status, ({ course_id: id }) =>
		isNumber(id) ? undefined : 'course_id is no number',
	),
	/** Those of the course itself, not those of its sessions (F380). */
	get_users_subscribed_to_course: action<{ course: number }>()(RESULTS.courseMembers),
	user_courses: action<{ user_id: number }>()(RESULTS.coursesOfUser),
	/** False says nothing: look at the members (F380). */
	subscribe_user_to_course: action<{ course_id: number; user_id: number; status: 1 | 5 }>()(RESULTS.yes),
	/** True says nothing: look at the members. The course must exist (F380). */
	unsubscribe_user_from_course: action<{ course_id: number; user_id: number }>()(RESULTS.yes, ({ user_id: id }) =>
		isNumber(id) ? undefined : 'user_id is no number',
	),
	/** Only sessions that have a course; dates in UTC (F382). */
	get_sessions: action<Record<never, never>>()(RESULTS.sessions),
	/** Refused where no session, or more than one, has the value (F382). */
	get_session_info_from_extra_field: action<{ field_name: string; field_value: string }>()(RESULTS.sessions),
	update_session: action<{ session_id: number } & SessionChanges>()(RESULTS.status, guardSession),
	/** move_info has to be sent (F362). */
	get_users_subscribed_to_session: action<{ id_session: number; move_info: 0 }>()(RESULTS.sessionMembers),
	/** True says nothing: look at the members (F386). */
	add_users_session: action<{ id_session: number; list_users: readonly number[] }>()(RESULTS.status),
	unsubscribe_users_from_session: action<{ id_session: number; list_users: readonly number[] }>()(RESULTS.status),
	/** Only to take all courses out of a session: the list replaces what is in it (F387). */
	add_courses_session: action<{ id_session: number; list_courses: readonly [0] }>()(
		RESULTS.status,
		({ list_courses: courses }) =>
			courses.length === 1 && courses[0] === 0 ? undefined : 'list_courses would replace the courses of the session',
	),
	get_user_total_connexion_time: action<{ user: string }>()(RESULTS.timeOnPlatform),
	/** Averages over the courses of the session; 0 for unknown ones. */
	get_user_progress_and_time_in_session: action<{ user_id: number; session_id: number }>()(RESULTS.timeInSession),
	/** Those that the owner of the key sees. */
	course_learnpaths: action<{ course: number }>()(RESULTS.learnpaths),
};

type Actions = typeof ACTIONS;

/** Names of the actions. */
export type JsonActionName = keyof Actions;

/** The arguments of an action. */
export type JsonArgumentsOf<Name extends JsonActionName> =
	Actions[Name] extends Definition<infer Arguments, infer _> ? Arguments : never;

/** The result of an action, read. */
export type JsonResultOf<Name extends JsonActionName> =
	Actions[Name] extends Definition<infer _, infer Result> ? Result : never;

/** Whether a name is that of an action, and not of a SOAP operation. */
export function isJsonAction(name: string): name is JsonActionName {
	return Object.hasOwn(ACTIONS, name);
}
