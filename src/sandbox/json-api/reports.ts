import type { Course, LearnpathView } from '../campus/courses.js';
import { type Action, type ActionCall, type Actions, callerOf, strictInt, withKey } from './action.js';
import { courseOf } from './courses.js';
import { intOf } from './parameters.js';
import { Refusal, sqlError } from './reply.js';
import { userByLogin } from './users.js';

/** Hours as many as it takes. */
function clock(seconds: number): string {
	const pad = (number: number) => String(Math.floor(number)).padStart(2, '0');
	return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(pad).join(':');
}

const totalConnexionTime: Action = (call) => {
	const user = userByLogin(call, 'user');
	if (!user) throw new Refusal('User not found.');
	const times = call.campus.courses.times.filter(
		({ userId, courseCode }) => userId === user.id && courseCode === undefined,
	);
	const seconds = times.reduce((sum, time) => sum + time.seconds, 0);
	return { id: user.id, username: user.username, total_connexion_time: clock(seconds) };
};

/** In words of the platform's language, which is why the gateway does not ask. */
const lastConnexion: Action = (call) => {
	const user = userByLogin(call, 'user');
	if (!user) throw new Refusal('User not found.');
	const last = call.campus.courses.times.findLast(
		({ userId, lastVisit }) => userId === user.id && lastVisit,
	)?.lastVisit;
	const isSpanish = call.campus.settings.language === 'spanish';
	return { id: user.id, username: user.username, last_connexion_date: last ? written(last, isSpanish) : false };
};

function written(day: string, isSpanish: boolean): string {
	const date = new Date(`${day}T00:00:00Z`);
	const month = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(date);
	const [year, , number] = day.split('-');
	return isSpanish ? `${number} ${month} ${year}` : `${month} ${number}, ${year}`;
}

/** Averages over the courses of the session; 0 for unknown ones. */
const timeInSession: Action = ({ campus, body }) => {
	const { courses, sessions } = campus;
	const userId = strictInt(body.get('user_id'));
	const session = sessions.byId(strictInt(body.get('session_id')));
	const inSession = session ? sessions.coursesOf(session).flatMap((row) => courses.byCode(row.courseCode) ?? []) : [];
	const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
	const timeIn = (course: Course) =>
		courses.times
			.filter((time) => time.userId === userId && time.courseCode === course.code && time.sessionId === session?.id)
			.reduce((sum, { seconds }) => sum + seconds, 0);
	const progressIn = (course: Course) =>
		average(pathsOf(campus, course).map(({ id }) => viewOf(campus, course, id, userId, session?.id)?.progress ?? 0));
	return {
		userAverageCoursesTime: average(inSession.map(timeIn)),
		userAverageProgress: average(inSession.map(progressIn)),
	};
};

function pathsOf({ courses }: ActionCall['campus'], course: Course) {
	return courses.learnpaths.filter(({ courseId }) => courseId === course.id);
}

function viewOf(
	{ courses }: ActionCall['campus'],
	course: Course,
	path: number,
	user: number,
	session = 0,
): LearnpathView | undefined {
	return courses.views.find(
		({ courseId, learnpathId, userId, sessionId = 0 }) =>
			courseId === course.id && learnpathId === path && userId === user && sessionId === session,
	);
}

/** With the progress of the owner of the key, who stands in the links with the key. */
const courseLearnpaths: Action = (call) => {
	const { campus, root, credentials } = call;
	const caller = callerOf(call);
	const course = courseOf(call);
	const session = intOf(call.body, 'session');
	const learnpaths = pathsOf(campus, course).map(({ id, name }) => {
		const link = { action: 'course_learnpath', lp_id: id, course: course.id, session };
		const hash = JSON.stringify({ ...link, api_key: credentials.apiKey, username: credentials.username });
		const progress = viewOf(campus, course, id, caller.id, session)?.progress ?? 0;
		return { id, title: name, progress, url: `${root}main/webservices/api/v2.php?hash=${encodeURIComponent(hash)}` };
	});
	return learnpaths.length > 0 ? [{ id: 0, name: 'Without category', learnpaths }] : [];
};

/** Reports. */
export const reportActions: Actions = {
	get_user_total_connexion_time: withKey(totalConnexionTime),
	get_user_last_connexion: withKey(lastConnexion),
	get_user_progress_and_time_in_session: withKey(timeInSession),
	course_learnpaths: courseLearnpaths,
	// Asks for a table that is not there.
	course_lp_progress: withKey(() => sqlError()),
};
