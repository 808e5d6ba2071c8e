import { addCourse } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';
import { type PhpArray, phpEmpty, phpInt, phpString } from '../php/values.js';
import { type Action, type ActionCall, type Actions, callerOf, forAdmins, withKey } from './action.js';
import { intOf, textOf } from './parameters.js';
import { DatabaseRefusal, type Json, Refusal } from './reply.js';
import { platformToUtc } from './time-zone.js';
import { byText } from './users.js';

function sessionRow({ column }: ActionCall, session: Session) {
	const { name, dateStart, dateEnd } = session;
	return { id: column(session.id), name, access_start_date: dateStart || null, access_end_date: dateEnd || null };
}

/** Only sessions that have a course; those fields only whose filter is on (F382). */
const getSessions: Action = (call) => {
	const { sessions, sessionFields } = call.campus;
	const listed = sessions.list().filter((session) => sessions.coursesOf(session).length > 0);
	return byText(listed, ({ name }) => name).map((session): Json => {
		if (phpEmpty(call.body.get('get_extra_fields'))) return sessionRow(call, session);
		const fields = sessionFields.list().filter(({ filter }) => filter);
		const extras = fields.map(({ variable }) => ({
			variable,
			value: sessionFields.valueOf(session.id, variable) ?? null,
		}));
		return { ...sessionRow(call, session), extra_fields: extras };
	});
};

function sessionWith({ campus, body }: ActionCall): Session {
	const { sessions, sessionFields } = campus;
	const [name, value] = [textOf(body, 'field_name') ?? '', textOf(body, 'field_value') ?? ''];
	const found = sessions.list().filter(({ id }) => {
		const own = sessionFields.valueOf(id, name);
		return own !== undefined && collate(own) === collate(value);
	});
	const [first] = found;
	if (!first) throw new Refusal('No session matched.');
	if (found.length > 1) throw new Refusal('More than one session matched.');
	return first;
}

const getSessionInfo: Action = (call) => {
	const session = sessionWith(call);
	return [{ ...sessionRow(call, session), id: session.id, extra_fields: [] }];
};

/** Puts a backslash before quotes and backslashes: names are escaped twice (F383). */
function escapedTwice(name: Bytes): Bytes {
	return name.replace(/['"\\]/g, '\\$&');
}

const INSERT =
	'INSERT INTO session (name,id_coach,session_admin_id,visibility,description,show_description,send_subscription_notification,access_start_date,access_end_date,display_start_date,display_end_date)\n                    VALUES (:name, :id_coach, :session_admin_id, :visibility, :description, :show_description, :send_subscription_notification, :access_start_date, :access_end_date, :display_start_date, :display_end_date)';
const NO_COACH =
	'1452 Cannot add or update a child row: a foreign key constraint fails (`chamilov2`.`session`, CONSTRAINT `FK_D044D5D4D1DC2CFC` FOREIGN KEY (`id_coach`) REFERENCES `user` (`id`))';
const DATE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

interface NewSession {
	name: Bytes;
	coachId: number;
	start: string;
	end: string;
	description: Bytes;
}

/** create_session: the number, or a sentence that says why not (F384). */
function createSession(call: ActionCall, { name, coachId, start, end, description }: NewSession): Session | string {
	const { sessions, users } = call.campus;
	if (start !== '' && !DATE_TIME.test(start)) return 'Invalid start date was given.';
	if (end !== '' && !DATE_TIME.test(end)) return 'Invalid end date was given.';
	if (start !== '' && end !== '' && start >= end) return 'The first date should be before the end date';
	if (sessions.byName(name)) return 'Session name already exists';
	const stored = escapedTwice(name);
	const [dateStart, dateEnd] = [utc(call, start), utc(call, end)];
	const adminId = callerOf(call).id;
	const dates = [dateStart || null, dateEnd || null, dateStart || null, dateEnd || null];
	const refuse = (reason: string): never => {
		sessions.consumeId();
		throw new DatabaseRefusal(INSERT, [stored, coachId, adminId, 1, description, 1, 0, ...dates], reason);
	};
	if (!users.byId(coachId)) refuse(NO_COACH);
	if (sessions.byName(stored)) refuse(`1062 Duplicate entry '${stored}' for key 'name'`);
	const times = { dateStart, dateEnd, displayStart: dateStart, displayEnd: dateEnd };
	const rest = { adminId, daysBefore: 0, daysAfter: 0, visibility: 1, duration: 0, description, showDescription: 1 };
	return sessions.insert({ name: stored, coachId, ...times, ...rest, onPortal: true });
}

function utc(call: ActionCall, date: string): string {
	return date === '' ? '' : platformToUtc(call, date);
}

function saveExtras({ campus: { sessionFields } }: ActionCall, session: Session, extras: PhpArray, all: boolean): void {
	for (const { variable } of sessionFields.list()) {
		const value = extras.get(`extra_${variable}`) ?? extras.get(variable);
		// The image is stored by other means.
		if (value !== undefined || (all && variable !== 'image')) sessionFields.write(session.id, variable, value ?? '');
	}
}

/** Refused without an error: the reason stands in the place of the number (F384). */
const saveSession: Action = (call) => {
	const { body } = call;
	const session = createSession(call, {
		name: textOf(body, 'name') ?? '',
		coachId: phpInt(body.get('coach_username')),
		start: textOf(body, 'access_start_date') ?? '',
		end: textOf(body, 'access_end_date') ?? '',
		description: textOf(body, 'description') ?? '',
	});
	const extra = body.get('extra');
	if (typeof session !== 'string') saveExtras(call, session, extra instanceof Map ? extra : new Map(), true);
	const id = typeof session === 'string' ? session : session.id;
	return { status: true, message: 'A new session has been created', id_session: id };
};

/** A copy of a session: its courses, not its users. */
const createSessionFromModel: Action = (call) => {
	const { campus, body } = call;
	const model = campus.sessions.byId(intOf(body, 'modelSessionId'));
	if (!model) throw new Refusal('Model session not found.');
	const [start, end] = [textOf(body, 'startDate') ?? '', textOf(body, 'endDate') ?? ''];
	const name = textOf(body, 'sessionName') ?? '';
	const session = createSession(call, { name, coachId: model.coachId, start, end, description: '' });
	if (typeof session === 'string') throw new Refusal(session);
	Object.assign(session, { coachStart: session.dateStart, coachEnd: session.dateEnd, nbrUsers: 0 });
	for (const { courseCode } of campus.sessions.coursesOf(model)) addCourse(campus, session, courseCode);
	session.nbrCourses = campus.sessions.coursesOf(session).length;
	const extra = body.get('extraFields');
	saveExtras(call, session, extra instanceof Map ? extra : new Map(), false);
	return [session.id];
};

const DATES = {
	access_start_date: 'dateStart',
	access_end_date: 'dateEnd',
	display_start_date: 'displayStart',
	display_end_date: 'displayEnd',
	coach_access_start_date: 'coachStart',
	coach_access_end_date: 'coachEnd',
} as const;

/** Changes what is sent; what is empty or 0 is left out, unless `reset` empties all that is not sent (F385). */
const updateSession: Action = (call) => {
	const { campus, body } = call;
	const { sessions, users } = campus;
	const session = sessions.byId(intOf(body, 'session_id'));
	if (!session) throw new Refusal('No data available');
	const isReset = !phpEmpty(body.get('reset'));
	const given = (name: string) => (phpEmpty(body.get(name)) ? undefined : phpString(body.get(name)));
	const refuse = (column: string, value: Json, reason: string): never => {
		const sql = `UPDATE session SET ${column} = :${column}   WHERE id = '${session.id}' `;
		throw new DatabaseRefusal(sql, [value], reason);
	};
	const change: Partial<Session> = {};
	for (const [name, column] of Object.entries(DATES)) {
		const date = given(name);
		if (date !== undefined && !DATE_TIME.test(date)) throw new Refusal('Invalid date');
		if (date !== undefined || isReset) change[column] = utc(call, date ?? '');
	}
	const name = given('name');
	const holder = name === undefined ? undefined : sessions.byName(name);
	if (name !== undefined && holder && holder !== session)
		refuse('name', name, `1062 Duplicate entry '${name}' for key 'name'`);
	if (name !== undefined) change.name = name;
	const coach = given('id_coach');
	if (coach !== undefined && !users.byId(phpInt(coach))) refuse('id_coach', phpInt(coach), NO_COACH);
	if (coach !== undefined) change.coachId = phpInt(coach);
	const number = (name: string) => (given(name) === undefined ? undefined : intOf(body, name));
	const [visibility, duration, show] = [number('visibility'), number('duration'), number('show_description')];
	if (visibility !== undefined || isReset) change.visibility = visibility ?? 0;
	if (duration !== undefined || isReset) change.duration = duration ?? (body.has('duration') ? 0 : null);
	if (show !== undefined || isReset) change.showDescription = show ?? (body.has('show_description') ? 0 : null);
	const description = given('description');
	if (description !== undefined || isReset) change.description = description ?? null;
	Object.assign(session, change);
	const extra = body.get('extra');
	if (extra instanceof Map) saveExtras(call, session, extra, false);
	return { status: true, message: 'Update successful', id_session: textOf(body, 'session_id') ?? null };
};

/** Sessions: reading, creating and changing. */
export const sessionActions: Actions = {
	get_sessions: forAdmins(getSessions),
	get_session_from_extra_field: withKey((call) => [sessionWith(call).id]),
	get_session_info_from_extra_field: withKey(getSessionInfo),
	save_session: forAdmins(saveSession),
	create_session_from_model: forAdmins(createSessionFromModel),
	update_session: forAdmins(updateSession),
};
