import { removeCourse } from '../campus/enrolment.js';
import { columnInt, columnText } from '../php/database.js';
import { type PhpValue, phpString, WsError } from '../php/values.js';
import { findCourse, findSession, findUser } from '../services/identify.js';
import { type Call, type Handler, type Handlers, keyed, orRaise, raise } from '../services/service.js';
import { argumentsOfSession, storeExtra, storeExtras } from '../services/sessions.js';
import { isNameTaken, NAME_LENGTH, slashed, takeOut } from './session-rules.js';
import { timesOf } from './session-times.js';

/** WSSession.* of 1.11, where it differs from 1.9: FACTS.md, section Sessions. */
export const sessionHandlers: Handlers = {
	'WSSession.CreateSession': keyed((call, ...args) => create(call, args)),
	'WSSession.EditSession': editSession((field) => phpString(field) === 'chamilo_session_id'),
	'WSSession.UnsubscribeUserFromSession': keyed(({ campus }, userField, userValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		takeOut(campus, session, orRaise(findUser(campus, userField, userValue)).id);
		return null;
	}),
	'WSSession.UnsubscribeCourseFromSession': keyed(({ campus }, courseField, courseValue, field, value) => {
		const session = orRaise(findSession(campus, field, value));
		const course = orRaise(findCourse(campus, courseField, courseValue));
		if (!campus.sessions.coursesOf(session).some((row) => row.courseCode === course.code)) {
			raise(new WsError(304, 'Error unsubscribing course from session'));
		}
		removeCourse(campus, session, course.code);
		if (session.nbrCourses !== null) session.nbrCourses--;
		return null;
	}),
	'WSSession.SubscribeTeacherToSessionCourse': keyed((call, ...args) => throwOut(call, args)),
	'WSSession.UnsubscribeTeacherFromSessionCourse': keyed((call, ...args) => throwOut(call, args)),
};

/** Dates need a time; the coach may be given by external id; quotes in the name get a backslash (F34, F143, F146). */
function create({ campus }: Call, args: readonly PhpValue[]): number {
	const [name, start, end, before, after, , visibility, coachField, coachValue, field, value, extras] =
		argumentsOfSession(args);
	const coach = orRaise(findUser(campus, coachField, coachValue));
	const times = timesOf(start, end, before, after);
	const given = phpString(name);
	if (given.trim() === '' || !times || isNameTaken(campus, given)) {
		return raise(new WsError(301, 'Could not create the session'));
	}
	const session = campus.sessions.insert({
		name: columnText(slashed(given), NAME_LENGTH),
		...times,
		daysBefore: 0,
		daysAfter: 0,
		duration: 0,
		adminId: 0,
		visibility: columnInt(visibility),
		coachId: coach.id,
		onPortal: true,
	});
	if (phpString(field) !== 'chamilo_session_id') storeExtra(campus, session, phpString(field), value);
	storeExtras(campus, session, extras);
	return session.id;
}

/** @param storesExtras whether extras are stored, by the field that names the session: PHP 8 compares otherwise (F145). */
export function editSession(storesExtras: (field: PhpValue) => boolean): Handler {
	return keyed((call, ...args) => {
		edit(call, args, storesExtras);
		return null;
	});
}

/** No failure is reported; description and duration are cleared (F144). */
function edit({ campus }: Call, args: readonly PhpValue[], storesExtras: (field: PhpValue) => boolean): void {
	const [name, start, end, before, after, , visibility, coachField, coachValue, field, value, extras] =
		argumentsOfSession(args);
	const session = findSession(campus, field, value);
	const coach = findUser(campus, coachField, coachValue);
	const times = timesOf(start, end, before, after);
	const given = phpString(name);
	if (session instanceof WsError || coach instanceof WsError || !times || given.trim() === '') return;
	if (isNameTaken(campus, given, session)) return;
	Object.assign(session, {
		name: columnText(given, NAME_LENGTH),
		...times,
		duration: null,
		description: null,
		showDescription: 0,
		visibility: columnInt(visibility),
		coachId: coach.id,
	});
	if (storesExtras(field)) storeExtras(campus, session, extras);
}

/** Both coach operations do the same by mistake: they remove the user from the session and its courses (F175). */
function throwOut({ campus }: Call, args: readonly PhpValue[]): null {
	const [userField, userValue, field, value, courseField, courseValue] = args;
	const user = orRaise(findUser(campus, userField, userValue));
	const session = orRaise(findSession(campus, field, value));
	orRaise(findCourse(campus, courseField, courseValue));
	takeOut(campus, session, user.id);
	return null;
}
