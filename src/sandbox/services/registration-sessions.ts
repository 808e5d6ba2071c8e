import type { Campus } from '../campus/campus.js';
import { enrolUsers } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import { columnDate, columnInt, columnText } from '../php/database.js';
import {
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
	phpTrim,
} from '../php/values.js';
import { type Handlers, registration } from './service.js';
import { sessionDates } from './session-dates.js';
import { isNameTaken, storeExtra } from './sessions.js';

/** Sessions in registration.soap.php: FACTS.md, section Sessions. */
export const registrationSessionHandlers: Handlers = {
	WSCreateSession: registration(({ campus }, params) =>
		eachSession(params, 'original_session_id_value', (item) => create(campus, item)),
	),
	WSEditSession: registration(({ campus }, params) =>
		eachSession(params, 'original_session_id_value', (item) => edit(campus, item)),
	),
	// The id column has the name of the field instead of its value (F150).
	WSDeleteSession: registration(({ campus }, params) =>
		eachSession(params, 'original_session_id_name', (item) => {
			const session = originalSession(campus, item);
			if (!session) return 0;
			campus.sessions.delete(session);
			campus.sessionFields.forget(session.id);
			return 1;
		}),
	),
	WSListSessions: registration(({ campus, root }, params) =>
		phpList(listed(campus, params).map((session) => shownSession(session, root))),
	),
	WSSubscribeUserToSessionSimple: registration(({ campus }, params) => {
		const userId = phpMember(params, 'user_id');
		if (!campus.users.byId(phpInt(userId))) return `User ${phpString(userId)} does not exist`;
		const sessionId = phpMember(params, 'session');
		if (phpInt(sessionId) === 0) return '0';
		const session = campus.sessions.byId(phpInt(sessionId));
		if (!session) return `Session ${phpString(sessionId)} does not exist.`;
		enrolUsers(campus, session, [phpInt(userId)], false);
		// Until 1.11.6 it is incremented on a repeat too, and NULL stays NULL (F160).
		if (campus.rules.countsSessionUsers) session.nbrUsers = campus.sessions.usersOf(session).length;
		else if (session.nbrUsers !== null) session.nbrUsers++;
		return '1';
	}),
};

/** Finds a session by original_session_id_name and original_session_id_value. */
export function originalSession(campus: Campus, params: PhpValue): Session | undefined {
	const name = phpMember(params, 'original_session_id_name');
	const id = campus.sessionFields.ownerOf(name, phpMember(params, 'original_session_id_value'));
	return id === undefined ? undefined : campus.sessions.byId(id);
}

/** Applies an action to each item of a plural operation. Returns the results with one member of each item. */
export function eachSession(params: PhpValue, column: string, work: (item: PhpValue) => PhpValue): PhpValue {
	const items = phpItems(phpMember(params, 'sessions'));
	return phpList(
		items.map((item) => {
			const result = work(item);
			return phpStruct({ original_session_id_value: phpMember(item, column), result });
		}),
	);
}

function datesOf(item: PhpValue) {
	const date = (end: string) =>
		['year', 'month', 'day'].map((part) => phpInt(phpMember(item, `${part}_${end}`))).join('-');
	return sessionDates(date('start'), date('end'), phpMember(item, 'nolimit'));
}

/** Returns the id, or 0 for a taken name, a taken external id or invalid dates. The coach is not checked. */
function create(campus: Campus, item: PhpValue): PhpValue {
	const name = phpTrim(phpString(phpMember(item, 'name')));
	const dates = datesOf(item);
	if (originalSession(campus, item) || name === '' || !dates || isNameTaken(campus.sessions, name)) return 0;
	const session = campus.sessions.insert({
		name: columnText(name, 50),
		...dates,
		daysBefore: columnInt(phpMember(item, 'nb_days_access_before'), 127),
		daysAfter: columnInt(phpMember(item, 'nb_days_access_after'), 127),
		visibility: 1,
		coachId: phpInt(phpMember(item, 'user_id')),
		onPortal: false,
	});
	const field = phpString(phpMember(item, 'original_session_id_name'));
	storeExtra(campus, session, field, phpMember(item, 'original_session_id_value'));
	for (const extra of phpItems(phpMember(item, 'extra'))) {
		storeExtra(campus, session, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return session.id;
}

/** Returns 1 without a change if another session has the name (F148). */
function edit(campus: Campus, item: PhpValue): PhpValue {
	const session = originalSession(campus, item);
	const name = phpTrim(phpString(phpMember(item, 'name')));
	const dates = datesOf(item);
	if (!session || name === '' || !dates) return 0;
	if (isNameTaken(campus.sessions, name, session)) return 1;
	Object.assign(session, {
		name: columnText(name, 50),
		...dates,
		daysBefore: columnInt(phpMember(item, 'nb_days_access_before'), 127),
		daysAfter: columnInt(phpMember(item, 'nb_days_access_after'), 127),
		coachId: phpInt(phpMember(item, 'user_id')),
	});
	for (const extra of phpItems(phpMember(item, 'extra'))) {
		campus.sessionFields.write(session.id, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return 1;
}

/** Lists only sessions of the portal that have a course and an existing coach (F167). */
function listed({ sessions, users }: Campus, params: PhpValue): Session[] {
	const from = phpMember(params, 'date_start');
	const until = phpMember(params, 'date_end');
	return sessions
		.list()
		.filter((session) => session.onPortal && sessions.coursesOf(session).length > 0 && users.byId(session.coachId))
		.filter((session) => phpEmpty(from) || session.dateStart >= columnDate(from))
		.filter((session) => phpEmpty(until) || session.dateEnd <= columnDate(until));
}

/** A session as in the result of WSListSessions. */
export function shownSession(session: Session, root: string): PhpValue {
	return phpStruct({
		id: session.id,
		title: session.name,
		url: `${root}main/session/index.php?session_id=${session.id}`,
		date_start: session.dateStart,
		date_end: session.dateEnd,
	});
}
