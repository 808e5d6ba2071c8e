import { addCourse, enrolUsers, removeCourse, removeUser } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import { columnInt, columnText } from '../php/database.js';
import { greaterThanZero, type PhpValue, phpItems, phpMember, phpString, phpTrim, WsError } from '../php/values.js';
import { findCourse, findSession, findUser } from './identify.js';
import { type Call, type Handlers, keyed, orRaise, raise } from './service.js';
import { sessionDates } from './session-dates.js';

/** Arguments of CreateSession and EditSession after the key. */
export type SessionArgs = [
	name: PhpValue,
	start: PhpValue,
	end: PhpValue,
	daysBefore: PhpValue,
	daysAfter: PhpValue,
	nolimit: PhpValue,
	visibility: PhpValue,
	coachField: PhpValue,
	coachValue: PhpValue,
	sessionField: PhpValue,
	sessionValue: PhpValue,
	extras: PhpValue,
];

/** WSSession.*: FACTS.md, section Sessions. */
export const sessionHandlers: Handlers = {
	'WSSession.CreateSession': keyed((call, ...args) => create(call, argumentsOfSession(args))),
	'WSSession.EditSession': keyed((call, ...args) => {
		edit(call, argumentsOfSession(args));
		return null;
	}),
	'WSSession.DeleteSession': keyed(({ campus }, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		campus.sessions.delete(session);
		campus.sessionFields.forget(session.id);
		return null;
	}),
	'WSSession.SubscribeUserToSession': keyed(({ campus }, userField, userValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		const user = orRaise(findUser(campus, userField, userValue));
		enrolUsers(campus, session, [user.id], true);
		session.nbrUsers = 1;
		return null;
	}),
	'WSSession.UnsubscribeUserFromSession': keyed(({ campus }, userField, userValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		const user = orRaise(findUser(campus, userField, userValue));
		if (removeUser(campus, session, user.id)) session.nbrUsers = Math.max(0, (session.nbrUsers ?? 0) - 1);
		return null;
	}),
	'WSSession.SubscribeCourseToSession': keyed(({ campus }, courseField, courseValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		const course = orRaise(findCourse(campus, courseField, courseValue));
		for (const row of campus.sessions.coursesOf(session)) {
			if (row.courseCode !== course.code) removeCourse(campus, session, row.courseCode);
		}
		session.nbrCourses = addCourse(campus, session, course.code) ? 1 : 0;
		if (campus.rules.countsSessionUsers) session.nbrUsers = campus.sessions.usersOf(session).length;
		return null;
	}),
	'WSSession.UnsubscribeCourseFromSession': keyed(({ campus }, courseField, courseValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		const course = orRaise(findCourse(campus, courseField, courseValue));
		const inSession = campus.sessions.coursesOf(session).some((row) => row.courseCode === course.code);
		// The code is compared with the number 0, so letters never pass (F157).
		if (!inSession || !greaterThanZero(course.code)) {
			raise(new WsError(304, 'Error unsubscribing course from session'));
		}
		removeCourse(campus, session, course.code);
		session.nbrCourses = (session.nbrCourses ?? 0) + 1;
		return null;
	}),
};

/** The arguments of CreateSession and EditSession; those missing at the end are null. */
export function argumentsOfSession(args: readonly PhpValue[]): SessionArgs {
	return Array.from({ length: 12 }, (_, index) => args[index] ?? null) as SessionArgs;
}

function create({ campus }: Call, args: SessionArgs): number {
	const [name, start, end, daysBefore, daysAfter, nolimit, visibility, coachField, coachValue, field, value, extras] =
		args;
	const coach = orRaise(findUser(campus, coachField, coachValue));
	const dates = sessionDates(start, end, nolimit);
	const trimmed = phpTrim(phpString(name));
	if (trimmed === '' || !dates || isNameTaken(campus.sessions, trimmed)) {
		return raise(new WsError(301, 'Could not create the session'));
	}
	const byNumber = phpString(coachField) === 'chamilo_user_id';
	const session = campus.sessions.insert({
		name: columnText(trimmed, 50),
		...dates,
		daysBefore: columnInt(daysBefore, 127),
		daysAfter: columnInt(daysAfter, 127),
		visibility: dates.dateStart === '0000-00-00' ? 1 : columnInt(visibility),
		// If the coach is found by external id, the id is a string, which is taken for a username (F143).
		coachId: byNumber ? coach.id : (campus.users.byUsername(String(coach.id))?.id ?? 0),
		onPortal: true,
	});
	if (phpString(field) !== 'chamilo_session_id') storeExtra(campus, session, phpString(field), value);
	storeExtras(campus, session, extras);
	return session.id;
}

/** No failure is reported, because the code tests the wrong variables (F144). */
function edit({ campus }: Call, args: SessionArgs): void {
	const [name, start, end, daysBefore, daysAfter, nolimit, visibility, coachField, coachValue, field, value, extras] =
		args;
	const session = findSession(campus, field, value);
	const coach = findUser(campus, coachField, coachValue);
	const dates = sessionDates(start, end, nolimit);
	const trimmed = phpTrim(phpString(name)).replaceAll('\\', '');
	if (session instanceof WsError || coach instanceof WsError || !dates || trimmed === '') return;
	if (isNameTaken(campus.sessions, trimmed, session)) return;
	Object.assign(session, {
		name: columnText(trimmed, 50),
		...dates,
		daysBefore: columnInt(daysBefore, 127),
		daysAfter: columnInt(daysAfter, 127),
		visibility: dates.dateStart === '0000-00-00' ? 1 : columnInt(visibility),
		coachId: coach.id,
	});
	if (phpString(field) === 'chamilo_session_id') storeExtras(campus, session, extras);
}

/** Whether another session has the name, truncated to the 50 characters that are stored. */
export function isNameTaken(sessions: Call['campus']['sessions'], name: string, except?: Session): boolean {
	const holder = sessions.byName(columnText(name, 50));
	return holder !== undefined && holder !== except;
}

/** Stores a list of extras. Missing fields are created. */
export function storeExtras(campus: Call['campus'], session: Session, extras: PhpValue): void {
	for (const item of phpItems(extras)) {
		storeExtra(campus, session, phpString(phpMember(item, 'field_name')), phpMember(item, 'field_value'));
	}
}

/** Missing session fields are created, unlike those of users (F139). */
export function storeExtra({ sessionFields }: Call['campus'], session: Session, name: string, value: PhpValue): void {
	sessionFields.ensure(name);
	sessionFields.write(session.id, name, value);
}
