import type { Campus } from '../../src/sandbox/campus/campus.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { course, fresh, person, RUNNING, refill, runningSession, session } from './json-api-setup.js';
import { change } from './setup.js';

/** What was done to the recorded databases before the call of a number from 200 on: sessions, reports, classes. */
export const LATER_STEPS_JSON_API: Record<number, (campus: Campus) => void> = {
	200: (campus) => {
		fresh(campus);
		person(campus, 3, 'tina', 'T1', { status: 1 });
		person(campus, 4, 'stu', 'S1');
		person(campus, 5, 'carl', 'C1', { status: 1 });
		person(campus, 6, 'dora', 'D1');
		person(campus, 7, 'ed', 'E1');
		campus.sessionFields.ensure('external_session');
	},
	213: ({ sessionFields }) => sessionFields.write(7, 'external_session', 'X8'),
	231: (campus) => {
		course(campus, 'CA', 'Course A');
		course(campus, 'CB', 'Course B');
		session(campus, 8, { coachId: 5 });
	},
	253: ({ sessions }) => {
		const row = sessions.courseUsers.find(({ courseCode, userId }) => courseCode === 'CA' && userId === 3);
		change(row, { status: 2 });
	},
	254: (campus) => refill(campus, 8, ['CA']),
	255: (campus) => refill(campus, 8, ['CA']),
	258: (campus) => refill(campus, 8, ['CA']),
	262: runningSession,
	265: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		person(campus, 4, 'dis', 'D1', { active: false });
		person(campus, 6, 'only', 'O1');
		course(campus, 'CA', 'Course A');
		session(campus, 1, { coachId: 4, dates: RUNNING, courses: ['CA'], users: [3, 4, 6] });
	},
	266: ({ sessions }) => change(sessions.byId(1), { visibility: 9, nbrUsers: 0 }),
	268: runningSession,
	270: (campus) => {
		fresh(campus);
		person(campus, 3, 'tina', 'T1', { status: 1 });
		person(campus, 4, 'stu', 'S1');
		person(campus, 5, 'sue', 'S2');
		person(campus, 6, 'carl', 'C1', { status: 1 });
		campus.restKeys.set(4, '5'.repeat(32));
		course(campus, 'CA', 'Course A');
		course(campus, 'CB', 'Course B');
		campus.courses.members.push({ courseCode: 'CA', userId: 4, status: 5 });
		session(campus, 1, { coachId: 6, dates: RUNNING, courses: ['CA', 'CB'], users: [4] });
		for (const [index, name] of ['Path é one', 'Path two'].entries()) {
			campus.courses.learnpaths.push({ courseId: 1, id: index + 1, name: utf8Bytes(name), items: [] });
		}
		for (const [learnpathId, progress, sessionId] of [
			[1, 50, 0],
			[2, 100, 0],
			[1, 75, 1],
		] as const) {
			campus.courses.views.push({ userId: 4, courseId: 1, learnpathId, sessionId, progress, items: [] });
		}
		campus.courses.times.push(
			{ userId: 4, seconds: 900, lastVisit: '2026-10-01' },
			{ userId: 4, courseCode: 'CA', sessionId: 1, seconds: 180 },
		);
	},
	289: ({ courses }) => courses.times.push({ userId: 4, seconds: 1 }),
	303: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		person(campus, 4, 'tina', 'T1', { status: 1 });
		course(campus, 'CA', 'Course A');
		session(campus, 1, { coachId: 4, dates: RUNNING, courses: ['CA'], users: [3] });
		campus.courses.times.push(
			{ userId: 3, seconds: 121 * 3600 + 123, lastVisit: '2026-10-01' },
			{ userId: 3, courseCode: 'CA', sessionId: 1, seconds: 120 },
		);
	},
	305: ({ users }) => change(users.byId(3), { active: false }),
	307: ({ settings }) => change(settings, { language: 'spanish' }),
	310: (campus) => {
		fresh(campus);
		person(campus, 4, 'stu', 'S1');
		person(campus, 6, 'carl', 'C1', { status: 1 });
		person(campus, 7, 'ed', 'E1');
		campus.restKeys.set(7, 'e'.repeat(32));
		course(campus, 'CA', 'Course A');
		course(campus, 'CB', 'Course B');
		session(campus, 1, { coachId: 6, dates: RUNNING, courses: ['CA'] });
	},
	340: (campus) => {
		fresh(campus);
		person(campus, 42, 'last', 'L1');
	},
	348: ({ settings }) => change(settings, { testServer: true }),
	351: (campus) => {
		fresh(campus);
		person(campus, 3, 'tina', 'T1', { status: 1 });
		campus.settings.timeZone = 'America/Lima';
	},
	354: (campus) => {
		course(campus, 'CA', 'Course A');
		refill(campus, 1, ['CA']);
	},
	356: ({ settings }) => change(settings, { timeZone: 'UTC' }),
	358: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
	},
	360: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		person(campus, 4, 'sue', 'S2');
	},
	370: (campus) => fresh(campus),
	371: ({ settings }) => change(settings, { language: 'spanish' }),
	373: ({ settings }) => change(settings, { language: 'english' }),
	374: ({ administrators }) => administrators.delete(1),
	375: ({ administrators, users }) => {
		administrators.add(1);
		change(users.byId(1), { active: false });
	},
	376: ({ users, rules }) => change(users.byId(1), { active: true, password: rules.hashPassword('new') }),
	377: ({ users, rules, userFields }) => {
		change(users.byId(1), { password: rules.hashPassword('admin') });
		userFields.ensure('gcm_registration_id');
	},
	378: (campus) => {
		person(campus, 3, 'sadm', undefined, { status: 3 });
		campus.restKeys.set(3, '3'.repeat(32));
	},
	380: (campus) => {
		fresh(campus);
		const rest = { firstname: 'Ana', lastname: 'Lopez', email: 'ana@example.org' };
		person(campus, 3, 'ana', undefined, rest);
		person(campus, 4, 'bob', undefined, rest);
		person(campus, 5, 'cem', 'E1', rest);
	},
	390: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		person(campus, 4, 'dis', 'D1', { active: false });
		person(campus, 5, 'tina', 'T1', { status: 1 });
		person(campus, 6, 'only', 'O1');
		campus.elsewhere.add(6);
	},
	394: (campus) => {
		fresh(campus);
		const rest = { firstname: 'Zoe', email: 'zoe@example.org' };
		person(campus, 3, utf8Bytes('zoé'), 'Zoé 1', rest);
	},
	400: (campus) => fresh(campus, false),
	418: ({ settings }) => change(settings, { testServer: true }),
};
