import type { Campus } from './campus.js';
import { CAMPUS_RULES, type CampusRules } from './rules.js';

const NO_DAY = '0000-00-00';

/**
 * Converts a campus to another version, as an upgrade by an administrator does. Users, courses and sessions are kept.
 */
export function changeVersion(campus: Campus, chamilo: CampusRules['chamilo']): void {
	const rules = CAMPUS_RULES[chamilo];
	const { users, sessions, userFields, courseFields, sessionFields } = campus;
	campus.rules = rules;
	userFields.lookup = rules.userLookup;
	courseFields.lookup = rules.otherLookup;
	sessionFields.lookup = rules.otherLookup;
	for (const fields of [userFields, courseFields, sessionFields]) fields.rules = rules;
	users.maxStatus = rules.maxStatus;
	sessions.initialCount = chamilo === '1.9' ? 0 : null;
	if (chamilo === '1.9') toDays(campus);
	else toSeconds(campus);
	addVisibleFields(campus);
}

function toSeconds({ users, sessions }: Campus): void {
	for (const session of sessions.list()) {
		if (session.dateStart.length === NO_DAY.length) {
			session.dateStart = session.dateStart === NO_DAY ? '' : `${session.dateStart} 00:00:00`;
		}
		if (session.dateEnd.length === NO_DAY.length) {
			session.dateEnd = session.dateEnd === NO_DAY ? '' : `${session.dateEnd} 23:59:59`;
		}
		session.duration ??= 0;
		session.adminId ??= 1;
	}
	for (const user of users.list()) if (user.expirationDate?.startsWith(NO_DAY)) user.expirationDate = null;
}

function toDays({ users, sessions }: Campus): void {
	for (const session of sessions.list()) {
		session.dateStart = session.dateStart.slice(0, NO_DAY.length) || NO_DAY;
		session.dateEnd = session.dateEnd.slice(0, NO_DAY.length) || NO_DAY;
		session.nbrUsers ??= 0;
		session.nbrCourses ??= 0;
	}
	for (const user of users.list()) user.expirationDate ??= `${NO_DAY} 00:00:00`;
}

function addVisibleFields({ rules, users, courses, userFields, courseFields, sessionFields }: Campus): void {
	if (rules.chamilo === '1.9') return;
	// The first row of the table: it is what an injected condition finds (F49).
	for (const { id } of users.list()) {
		if (userFields.valueOf(id, 'already_logged_in') === undefined) userFields.write(id, 'already_logged_in', 'false');
	}
	for (const [variable, value] of Object.entries(rules.visibleFields.users)) {
		userFields.ensure(variable).visible = true;
		// 1.11.32 writes no empty values (F193).
		for (const { id } of rules.chamilo === '1.11.32' ? [] : users.list()) {
			if (userFields.valueOf(id, variable) === undefined) userFields.write(id, variable, value);
		}
	}
	for (const [variable, value] of Object.entries(rules.visibleFields.courses)) {
		courseFields.ensure(variable).visible = true;
		for (const { code } of courses.list()) {
			if (courseFields.valueOf(code, variable) === undefined) courseFields.write(code, variable, value);
		}
	}
	for (const variable of Object.keys(rules.visibleFields.sessions)) sessionFields.ensure(variable).visible = true;
}
