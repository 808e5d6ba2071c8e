import { GatewayError } from '../../errors.js';
import { operation } from '../operation.js';
import { soapReference } from '../users/find.js';
import { toNumber } from './answers.js';
import { timeOnPlatform } from './reports.json-api.js';
import { learnpathPath, timeSpent, userCoursePath, userPath, userSessionCoursePath } from './schemas.js';
import {
	askCourseReport,
	askReport,
	assertCourseSubject,
	assertSessionSubject,
	assertUser,
	courseSubjectOf,
	courseSubjectPairs,
	sessionSubjectOf,
	sessionSubjectPairs,
} from './subject.js';

const tag = 'Reports';
const scope = 'reports:read';
const OPEN = 'Chamilo itself asks for no key here: anybody who reaches soap.php of the campus can read these reports.';

function inSeconds(answer: string | null) {
	return { status: 200, body: { seconds: toNumber(answer) ?? 0 } };
}

export const timeOperations = [
	operation({
		id: 'getTimeSpent',
		method: 'get',
		path: '/users/{field}/{value}/time-spent',
		tag,
		summary: 'Time a user spent on the campus',
		description:
			'Seconds between logging in and out: of the last seven days before Chamilo 1.11.28, of all time from then on. Which of the two a campus counts shows in no reply.',
		scope,
		params: userPath,
		success: { 200: { description: 'The time.', schema: timeSpent, example: { seconds: 7260 } } },
		problems: ['unsafe-identifier', 'user-not-found', 'ambiguous-identifier'],
		ways: [
			{
				needs: ['soap-php'],
				calls: [soapReference, 'WSReport.GetTimeSpentOnPlatform', assertUser],
				limits: 'Before Chamilo 1.11.28 only the last seven days.',
				notes: OPEN,
				async run(campus, { params: user }) {
					const answer = await askReport(
						async () => campus.query('WSReport.GetTimeSpentOnPlatform', await soapReference(campus, user)),
						() => assertUser(campus, user),
					);
					return inSeconds(answer);
				},
			},
			{
				calls: [timeOnPlatform],
				run: async (campus, { params }) => ({ status: 200, body: { seconds: await timeOnPlatform(campus, params) } }),
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
				calls: [courseSubjectPairs, 'WSReport.GetTimeSpentOnCourse', assertCourseSubject],
				notes: OPEN,
				async run(campus, { params }) {
					const answer = await askCourseReport(campus, courseSubjectOf(params), (pairs) =>
						campus.query('WSReport.GetTimeSpentOnCourse', pairs),
					);
					return inSeconds(answer);
				},
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
				calls: [sessionSubjectPairs, 'WSReport.GetTimeSpentOnCourseInSession', assertSessionSubject],
				notes: OPEN,
				async run(campus, { params }) {
					const subject = sessionSubjectOf(params);
					const answer = await askReport(
						async () =>
							campus.query('WSReport.GetTimeSpentOnCourseInSession', await sessionSubjectPairs(campus, subject)),
						() => assertSessionSubject(campus, subject),
					);
					return inSeconds(answer);
				},
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
			'Not available: Chamilo announces `WSReport.GetTimeSpentOnLearnpathInCourse` in its WSDL and has nothing behind it. The answer is always 501, and Chamilo is not called.',
		scope,
		params: learnpathPath,
		success: {},
		problems: ['unsafe-identifier', 'not-implemented-by-chamilo'],
		ways: [
			{
				limits: 'No version of Chamilo has it.',
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
