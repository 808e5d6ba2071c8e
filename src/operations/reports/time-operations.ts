import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { operation } from '../operation.js';
import { LOOKUP_CALLS } from '../users/find.js';
import { toNumber } from './learnpaths.js';
import { learnpathPath, timeSpent, userCoursePath, userPath, userSessionCoursePath } from './schemas.js';
import { askReport, COURSE_SUBJECT_CALLS, SESSION_SUBJECT_CALLS, type Subject, subjectOf } from './subject.js';

const tag = 'Reports';
const scope = 'reports:read';
const OPEN = 'Chamilo itself asks for no key here: anybody who reaches soap.php of the campus can read these reports.';

async function readSeconds(campus: Campus, operationName: string, subject: Subject) {
	const seconds = toNumber(await askReport(campus, operationName, subject)) ?? 0;
	return { status: 200, body: { seconds } };
}

export const timeOperations = [
	operation({
		id: 'getTimeSpent',
		method: 'get',
		path: '/users/{field}/{value}/time-spent',
		tag,
		summary: 'Time a user spent on the campus',
		description: 'Seconds between logging in and out, of the last seven days.',
		scope,
		params: userPath,
		success: { 200: { description: 'The time.', schema: timeSpent, example: { seconds: 7260 } } },
		problems: ['unsafe-identifier', 'user-not-found'],
		ways: [
			{
				needs: ['soap-php'],
				calls: ['WSReport.GetTimeSpentOnPlatform', ...LOOKUP_CALLS],
				limits: `Only the last seven days. ${OPEN}`,
				run: (campus, { params }) => readSeconds(campus, 'WSReport.GetTimeSpentOnPlatform', subjectOf(params)),
			},
		],
	}),
	operation({
		id: 'getCourseTimeSpent',
		method: 'get',
		path: '/users/{field}/{value}/courses/{courseField}/{courseValue}/time-spent',
		tag,
		summary: 'Time a user spent in a course',
		description: 'Seconds in the course, outside of sessions.',
		scope,
		params: userCoursePath,
		success: { 200: { description: 'The time.', schema: timeSpent } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php'],
				calls: ['WSReport.GetTimeSpentOnCourse', ...COURSE_SUBJECT_CALLS],
				limits: OPEN,
				run: (campus, { params }) => readSeconds(campus, 'WSReport.GetTimeSpentOnCourse', subjectOf(params)),
			},
		],
	}),
	operation({
		id: 'getSessionCourseTimeSpent',
		method: 'get',
		path: '/users/{field}/{value}/sessions/{sessionField}/{sessionValue}/courses/{courseField}/{courseValue}/time-spent',
		tag,
		summary: 'Time a user spent in a course of a session',
		description: 'Seconds in the course within that session.',
		scope,
		params: userSessionCoursePath,
		success: { 200: { description: 'The time.', schema: timeSpent, example: { seconds: 5400 } } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'session-not-found'],
		ways: [
			{
				needs: ['soap-php'],
				calls: ['WSReport.GetTimeSpentOnCourseInSession', ...SESSION_SUBJECT_CALLS],
				limits: OPEN,
				run: (campus, { params }) => readSeconds(campus, 'WSReport.GetTimeSpentOnCourseInSession', subjectOf(params)),
			},
		],
	}),
	operation({
		id: 'getLearnpathTimeSpent',
		method: 'get',
		path: '/users/{field}/{value}/courses/{courseField}/{courseValue}/learnpaths/{learnpathId}/time-spent',
		tag,
		summary: 'Time a user spent in a learnpath',
		description:
			'Not to be had: Chamilo announces `WSReport.GetTimeSpentOnLearnpathInCourse` in its WSDL and has nothing behind it. The answer is always 501, and Chamilo is not asked.',
		scope,
		params: learnpathPath,
		success: {},
		problems: ['unsafe-identifier', 'not-implemented-by-chamilo'],
		ways: [
			{
				needs: [],
				calls: [],
				limits: 'No version of Chamilo has it.',
				// Call 272.
				run: async () => {
					throw new GatewayError(
						'not-implemented-by-chamilo',
						'Chamilo announces WSReport.GetTimeSpentOnLearnpathInCourse in its WSDL, but has no such function. The time in the whole course can be read.',
					);
				},
			},
		],
	}),
];
