import type { Campus } from '../../src/sandbox/campus/campus.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { course, fresh, person, session, teachersAndStudents } from './json-api-setup.js';
import { change } from './setup.js';
import { LATER_STEPS_JSON_API } from './setup-json-api-later.js';

/** What was done to the recorded databases before the call of a number. */
export const STEPS_JSON_API: Record<number, (campus: Campus) => void> = {
	1: (campus) => {
		fresh(campus, false);
		campus.restKeys.clear();
	},
	2: ({ restKeys }) => restKeys.set(1, 'c'.repeat(32)),
	15: teachersAndStudents,
	18: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu');
	},
	19: (campus) => {
		teachersAndStudents(campus);
		for (const id of [3, 4]) campus.userFields.write(id, 'already_logged_in', 'true');
	},
	25: ({ users }) => change(users.byId(4), { active: false }),
	26: ({ users }) => change(users.byId(4), { active: true, expirationDate: '2020-01-01 00:00:00' }),
	27: ({ users }) => change(users.byId(4), { active: false }),
	38: (campus) => {
		fresh(campus);
		campus.settings.keysReadable = true;
	},
	40: (campus) => {
		teachersAndStudents(campus);
		campus.settings.keysReadable = true;
	},
	43: ({ settings }) => change(settings, { webservicesDisabled: true }),
	44: ({ settings }) => change(settings, { webservicesDisabled: false }),
	47: (campus) => fresh(campus),
	50: (campus) => fresh(campus, false),
	87: (campus) => {
		fresh(campus);
		person(campus, 4, 'dis', 'D1', { active: false });
	},
	90: (campus) => {
		fresh(campus);
		const rest = { lastname: 'Lopez', language: 'french', phone: '+49 1', officialCode: 'OC1' };
		person(campus, 3, 'ana', 'E1', { ...rest, expires: '2031-05-06 07:08:09' });
		person(campus, 4, 'bob', 'E2', { ...rest, expires: '2031-05-06 07:08:09' });
		campus.userFields.ensure('site');
		campus.userFields.write(4, 'site', 'S');
	},
	// The user's name was made good again.
	106: ({ users }) => {
		const user = users.byId(3);
		if (user) users.update(user, { username: 'ana2' });
	},
	125: (campus) => {
		fresh(campus);
		person(campus, 3, 'tina', 'T1', { status: 1 });
		person(campus, 4, 'stu', 'S1');
		person(campus, 5, 'carl', 'C1', { status: 1 });
		person(campus, 6, 'dora', 'D1');
		person(campus, 7, 'ed', 'E1');
		course(campus, 'CA', 'Course A');
		campus.courses.members = [
			{ courseCode: 'CA', userId: 3, status: 1 },
			{ courseCode: 'CA', userId: 4, status: 5 },
		];
		session(campus, 1, { coachId: 5, courses: ['CA'], users: [4, 6] });
	},
	140: (campus) => {
		fresh(campus);
		person(campus, 3, 'tina', 'T1', { status: 1 });
		person(campus, 5, 'stu', 'S1');
		person(campus, 6, 'carl', 'C1', { status: 1 });
		person(campus, 7, 'dora', 'D1');
		person(campus, 8, 'ed', 'E1');
		campus.restKeys.set(8, 'e'.repeat(32));
	},
	146: ({ courseFields }) => courseFields.ensure('external_course'),
	160: ({ courses }) => {
		const rows: [type: number, title: string, content: string][] = [
			[1, 'Über', "<p>l'île 漢字</p>"],
			[2, 'Goals', 'g'],
			[9, 'More', 'm'],
		];
		for (const [index, [type, title, content]] of rows.entries()) {
			const texts = { title: utf8Bytes(title), content: utf8Bytes(content) };
			courses.descriptions.push({ courseId: 1, id: index + 1, type, ...texts });
		}
	},
	192: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		person(campus, 4, 'dis', 'D1', { active: false });
		person(campus, 5, 'tina', 'T1', { status: 1 });
		person(campus, 6, 'only', 'O1');
		course(campus, 'CA', 'Course A');
		course(campus, 'CB', 'Course B');
		course(campus, 'CC', 'Course C', 4);
		course(campus, 'CD', 'Course D', 0);
		for (const id of [3, 4]) campus.courses.members.push({ courseCode: 'CA', userId: id, status: 5 });
		for (const code of ['CC', 'CD']) campus.courses.members.push({ courseCode: code, userId: 3, status: 5 });
		session(campus, 1, { coachId: 5, courses: ['CA'], users: [3, 4, 6] });
	},
	197: (campus) => {
		fresh(campus);
		person(campus, 3, 'stu', 'S1');
		course(campus, 'CA', 'A', 0);
		campus.courses.members.push({ courseCode: 'CA', userId: 3, status: 5 });
		campus.courses.descriptions.push({ courseId: 1, id: 1, type: 1, title: 'T', content: 'x' });
	},
	...LATER_STEPS_JSON_API,
};
