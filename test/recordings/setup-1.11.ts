import type { Campus } from '../../src/sandbox/campus/campus.js';
import type { Course } from '../../src/sandbox/campus/courses.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { addNewCourse, addSession, addUser, change } from './setup.js';

const OPEN: Partial<Course> = { tutorName: 'Anne Prof', categoryCode: 'PC', unsubscribe: 1, diskQuota: 104_857_600 };
const SESSION = {
	dateStart: '2031-01-01 00:00:00',
	dateEnd: '2031-02-01 23:59:59',
	adminId: 0,
	visibility: 2,
	coachId: 3,
	duration: 0,
};
const TWO_DAYS = { dateStart: '2031-01-02 00:00:00', dateEnd: '2031-03-04 23:59:59' };

/** What was done to the recorded database of 1.11 between calls; see STEPS_1_9. */
export const STEPS_1_11: Record<number, (campus: Campus) => void> = {
	159: ({ users }) => change(users.byId(10), { officialCode: 'OC1' }),
	229: ({ users }) => change(users.byId(3), { officialCode: 'OC1' }),
	285: ({ userFields }) => change(userFields.find('external_user_id'), { visible: true }),
	289: ({ userFields }) => change(userFields.find('external_user_id'), { visible: false }),
	401: (campus) => {
		addPerson(campus, 3, 't1', 'Xt1', 1);
		addPerson(campus, 4, 's1', 'Xs1');
		for (const code of ['AAA', 'BBB', 'CCC']) addTaught(campus, code, utf8Bytes('Cours é'), { language: 'french' });
	},
	405: ({ courses }) => change(courses.byCode('BBB'), { subscribe: 0 }),
	532: (campus) => {
		for (const [index, name] of ['t1', 's1', 's2'].entries()) addPerson(campus, 3 + index, name, `X${name}`, 1);
		for (const code of ['ONE', 'TWO', 'CLO']) addTaught(campus, code, code);
		change(campus.courses.byCode('CLO'), { visibility: 0 });
		for (const [index, name] of ['Name 1', 'Name 2', 'Name 3', 'Name 12'].entries()) {
			change(addSession(campus, 1 + index, name, `S${name.slice(5)}`), SESSION);
		}
		change(addSession(campus, 5, 'Bare', 'x'), SESSION);
		campus.sessionFields.forget(5);
	},
	543: ({ sessions }) => {
		change(sessions.byId(5), { nbrCourses: 0, nbrUsers: 0, description: 'keep me?', showDescription: 1 });
	},
	583: ({ courses }) => {
		courses.times.push({ userId: 3, seconds: 7200 }, { userId: 3, courseCode: 'REP', seconds: 3600 });
	},
	592: ({ courses }) => {
		const item = { id: 1, minScore: 0, maxScore: 100, masteryScore: '50' };
		courses.learnpaths.push({ courseId: 1, id: 1, name: utf8Bytes('LP é'), items: [item] });
	},
	660: (campus) => {
		addPerson(campus, 3, 'u1', 'U1');
		addPerson(campus, 4, 'off', 'OFF');
		addPerson(campus, 5, 'tt', 'TT', 1);
		change(campus.users.byId(4), { active: false });
		for (const code of ['AA', 'BB']) addTaught(campus, code, `Course ${code}`);
		for (const [index, name] of ['R1', 'R2'].entries()) {
			const session = addSession(campus, 1 + index, name, name);
			change(session, { ...TWO_DAYS, coachStart: TWO_DAYS.dateStart, coachEnd: TWO_DAYS.dateEnd });
			change(session, { adminId: 1, coachId: 1, duration: 0 });
		}
	},
};

export function addPerson(campus: Campus, id: number, username: string, external: string, status = 5): void {
	addUser(campus, id, username, external, { firstname: 'Ana', lastname: 'Lopez', status });
}

export function addTaught(
	campus: Campus,
	code: string,
	title: string,
	values: Partial<Course> = {},
	external = `X${code}`,
): void {
	const course = addNewCourse(campus, code, external, title);
	change(course, { ...OPEN, ...values });
	campus.courses.addMember(course, 1, 1);
	campus.courseFields.write(code, 'special_course', '0');
	campus.courseFields.write(code, 'video_url', '');
}
