import type { Campus } from '../../src/sandbox/campus/campus.js';
import { addCourse } from '../../src/sandbox/campus/enrolment.js';
import type { UserInput } from '../../src/sandbox/campus/users.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { addNewCourse, addSession, addUser, change } from './setup.js';

/**
 * What was done to the recorded database between calls: by SQL, or by calls that are not among the recordings. Keyed
 * by the number of the call before which it was done; deduced from the recorded rows and from later answers.
 */
export const STEPS_1_9: Record<number, (campus: Campus) => void> = {
	// Recording 96, whose request is too big to be kept, has made a user.
	97: (campus) => addUser(campus, 28, 't14'),
	160: ({ courses }) => {
		change(courses.byId(2), { visibility: 3, categoryCode: 'PROJ' });
		change(courses.byId(3), { visibility: 1, title: utf8Bytes('Français 漢字') });
		change(courses.byId(4), { visibility: 0 });
		courses.members.push({ courseCode: 'EXT1', userId: 5, status: 5 });
	},
	188: ({ courses }) => {
		const title = utf8Bytes('Objectifs é');
		courses.descriptions.push({ courseId: 1, id: 1, type: 2, title, content: '<p>A &amp; B</p>' });
	},
	263: ({ courses }) => {
		const item = { id: 1, minScore: 0, maxScore: 100, masteryScore: '60' };
		courses.learnpaths.push(
			{ courseId: 1, id: 1, name: utf8Bytes('Path é 1'), items: [item] },
			{ courseId: 1, id: 2, name: 'Path 2', items: [] },
		);
		courses.views.push({
			userId: 3,
			courseId: 1,
			learnpathId: 1,
			progress: 50,
			items: [{ itemId: 1, score: 80, status: 'completed', location: 'page7' }],
		});
		courses.times.push(
			{ userId: 3, seconds: 3600 },
			{ userId: 3, courseCode: 'MATH1', seconds: 1200 },
			{ userId: 3, courseCode: 'MATH1', sessionId: 1, seconds: 300 },
		);
	},
	400: (campus) => {
		for (const [index, id] of [3, 4, 5, 6].entries()) addUser(campus, id, `u${index}q22524`, `xu${index}q22524`);
		for (const code of ['CAQ22524', 'CBQ22524', '2Q22524']) addNewCourse(campus, code, `x${code}`);
		addSession(campus, 1, 'S1 q22524', 'xs1q22524');
		addSession(campus, 2, 'S0 q22524', 'xs0q22524');
	},
	422: (campus) => {
		for (const [index, id] of [7, 8, 9].entries()) addUser(campus, id, `v${index}r22573`, `yv${index}r22573`);
		const session = addSession(campus, 3, 'S2 r22573', 'ys1r22573');
		for (const code of ['DAR22573', 'DBR22573'])
			addCourse(campus, session, addNewCourse(campus, code, `x${code}`).code);
		session.nbrCourses = 2;
	},
	436: (campus) => {
		const names = ['as', 'bs', 'ts', 'is', 'cs0'];
		for (const [index, name] of names.entries()) {
			const input: UserInput = {
				status: name === 'ts' ? 1 : 5,
				active: name !== 'is',
				language: 'spanish',
				email: `${name}22631@x.test`,
				officialCode: 'OFF1',
				phone: '123',
				hrDeptId: 7,
				expirationDate: '2040-01-01',
			};
			addUser(campus, 10 + index, `${name}22631`, `z${name}22631`, input);
		}
	},
	437: (campus) => {
		campus.userFields.ensure('hobbys22631');
	},
	467: (campus) => addUser(campus, 19, 'prof22720', undefined, { firstname: 'Anne', lastname: 'Prof', status: 1 }),
	489: (campus) => {
		for (const name of ['0', '1', '2', '3', '4', 'i']) {
			const id = name === 'i' ? 25 : 20 + Number(name);
			addUser(campus, id, `k${name}w22828`, `ke${name}w22828`, { active: name !== 'i' });
		}
		campus.courses.addMember(addNewCourse(campus, 'KW22828', 'kcw22828'), 20, 5);
		addNewCourse(campus, '2KW22828', 'kc2w22828');
	},
	495: ({ courses }) => courses.members.push({ courseCode: 'KW22828', userId: 20, status: 5 }),
	500: (campus) => {
		addNewCourse(campus, 'KFW22828', 'kfcw22828', 'KF');
		campus.courseFields.ensure('kfw22828');
	},
	501: ({ courseFields }) => change(courseFields.find('kfw22828'), { visible: true }),
	516: ({ courses }) => courses.members.push({ courseCode: '2KW22828', userId: 23, status: 1 }),
	525: (campus) => {
		for (const [index, name] of ['0', '1', 'i', '2', '3'].entries()) {
			addUser(campus, 26 + index, `k${name}x22889`, `ke${name}x22889`, { active: name !== 'i' });
		}
		const course = addNewCourse(campus, 'KX22889', 'kcx22889');
		for (const id of [26, 27]) campus.courses.addMember(course, id, 5);
		addNewCourse(campus, 'KFX22889', 'kfcx22889', 'KF');
		campus.courseFields.ensure('kfx22889');
	},
	527: ({ courseFields }) => change(courseFields.find('kfx22889'), { visible: true }),
	539: (campus) => addUser(campus, 31, 'tky22945', 'xtky22945'),
	552: (campus) => {
		addUser(campus, 13_378, 'pn23363', 'pen23363');
		addUser(campus, 13_379, 'pin23363', 'pein23363', { active: false });
		campus.courses.addMember(addNewCourse(campus, 'PN23363', 'pcn23363'), 13_378, 5);
		change(addNewCourse(campus, 'PXN23363', 'pxn23363'), { visibility: 0 });
		addSession(campus, 9, 'PS n23363', 'psn23363');
		campus.sessions.users.push({ sessionId: 9, userId: 13_378 });
	},
};
