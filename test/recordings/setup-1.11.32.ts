import type { Campus } from '../../src/sandbox/campus/campus.js';
import { addCourse } from '../../src/sandbox/campus/enrolment.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { addSession, change } from './setup.js';
import { addPerson, addTaught, STEPS_1_11 } from './setup-1.11.js';

const COURSE_TITLE = utf8Bytes('Cours é');
const MONTH = { dateStart: '2031-01-01 00:00:00', dateEnd: '2031-02-01 23:59:59' };
const HALF_YEAR = { dateStart: '2031-01-10 00:00:00', dateEnd: '2031-06-30 23:59:59' };

const { 159: _codeOfUser10, 229: _codeOfUser3, ...STEPS_ALIKE } = STEPS_1_11;

/** What was done to the recorded database of 1.11.32 between calls: much the same as to that of 1.11. See STEPS_1_9. */
export const STEPS_1_11_32: Record<number, (campus: Campus) => void> = {
	...STEPS_ALIKE,
	652: ({ settings }) => change(settings, { testServer: true }),
	657: ({ settings }) => change(settings, { testServer: false }),
	660: (campus) => {
		STEPS_1_11[660]?.(campus);
		for (const session of campus.sessions.list()) {
			change(session, { ...MONTH, coachStart: MONTH.dateStart, coachEnd: MONTH.dateEnd });
		}
	},
	812: ({ settings }) => change(settings, { emailRequired: false }),
	814: ({ settings }) => change(settings, { emailRequired: true }),
	860: (campus) => {
		addPerson(campus, 3, 't1', 'T1', 1);
		addTaught(campus, 'QL', COURSE_TITLE, { language: 'french' }, 'QL');
	},
	867: (campus) => {
		addPerson(campus, 3, 't1', 'T1', 1);
		addPerson(campus, 4, 'u1', 'U1');
		campus.userFields.ensure('hobby');
		change(campus.userFields.find('hobby'), { id: 22, filter: true });
		campus.userFields.write(3, 'hobby', utf8Bytes('chess é'));
		addTaught(campus, 'QL', COURSE_TITLE, { language: 'french' }, 'QL');
		const session = addSession(campus, 1, 's1', 'S1');
		change(session, { ...HALF_YEAR, adminId: 1, coachId: 3, duration: 0 });
	},
	875: ({ settings }) => change(settings, { testServer: true }),
	878: ({ settings }) => change(settings, { testServer: false, webservicesDisabled: true }),
	880: ({ settings }) => change(settings, { webservicesDisabled: false }),
	887: (campus) => {
		const session = campus.sessions.byId(1);
		if (session) addCourse(campus, session, 'QL');
		change(session, { nbrCourses: 1, nbrUsers: 0 });
	},
	890: (campus) => {
		addPerson(campus, 3, 't1', 'T1', 1);
		addPerson(campus, 4, 'u1', 'U1');
		addTaught(campus, 'NS', COURSE_TITLE, { subscribe: 0 }, 'NS');
		addTaught(campus, 'CL', COURSE_TITLE, { visibility: 0 }, 'CL');
	},
	932: (campus) => addTaught(campus, 'QL', COURSE_TITLE, { language: 'french' }, 'QL'),
};
