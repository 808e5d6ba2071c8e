import type { Campus } from '../campus/campus.js';
import type { Course, LearnpathView, TimeSpent } from '../campus/courses.js';
import type { User } from '../campus/users.js';
import { PhpFatal, type PhpValue, phpInt, phpList, phpStruct, SoapFault, WsError } from '../php/values.js';
import { findCourse, findSession, findUser } from './identify.js';
import { type Call, type Handler, type Handlers, keyed } from './service.js';

const NOT_IMPLEMENTED =
	"method 'WSReport.GetTimeSpentOnLearnpathInCourse'/'GetTimeSpentOnLearnpathInCourse'('WSReport.GetTimeSpentOnLearnpathInCourse') not defined in service/'WSReport'('WSReport' '.')";

/** WSReport.*: only one operation checks the key, and three do not even have it as a parameter (F18, F178). */
export const reportHandlers: Handlers = {
	'WSReport.test': () => 'Hello world!',
	'WSReport.GetTimeSpentOnPlatform': ({ campus }, [field, value]) => {
		const user = findUser(campus, field, value);
		return user instanceof WsError
			? user
			: seconds(campus, (row) => row.userId === user.id && row.courseCode === undefined);
	},
	'WSReport.GetTimeSpentOnCourse': ({ campus }, [field, value, courseField, courseValue]) => {
		const found = userInCourse(campus, field, value, courseField, courseValue);
		return found instanceof WsError ? found : secondsInCourse(campus, found, undefined);
	},
	'WSReport.GetTimeSpentOnCourseInSession': ({ campus }, [field, value, courseField, courseValue, sField, sValue]) => {
		const found = userInCourse(campus, field, value, courseField, courseValue);
		const session = findSession(campus, sField, sValue);
		if (found instanceof WsError) return found;
		return session instanceof WsError ? session : secondsInCourse(campus, found, session.id);
	},
	'WSReport.GetTimeSpentOnLearnpathInCourse': () => {
		throw new SoapFault('SOAP-ENV:Client', NOT_IMPLEMENTED);
	},
	'WSReport.GetLearnpathsByCourse': withoutCheck(({ campus }, { course }) => {
		const paths = campus.courses.learnpaths.filter(({ courseId }) => courseId === course.id);
		return phpList(paths.map(({ id, name }) => phpStruct({ id: String(id), title: name })));
	}),
	'WSReport.GetLearnpathProgress': withoutCheck(({ campus }, found, learnpathId) =>
		phpStruct({
			progress_bar_mode: '%',
			progress_db: String(viewOf(campus, found, learnpathId)?.progress ?? 0),
		}),
	),
	'WSReport.GetLearnpathHighestLessonLocation': withoutCheck(({ campus }, found, learnpathId) => {
		const location = viewOf(campus, found, learnpathId)?.items.at(-1)?.location;
		// An unknown or never viewed learnpath has no items, so a method is called on null: a fatal error (F182).
		if (location === undefined) throw new PhpFatal('call to a member function on null');
		return location;
	}),
	'WSReport.GetLearnpathScoreSingleItem': withoutCheck(({ campus }, found, learnpathId, itemId) => {
		const path = campus.courses.learnpaths.find(
			({ courseId, id }) => courseId === found.course.id && id === phpInt(learnpathId),
		);
		const item = path?.items.find(({ id }) => id === phpInt(itemId));
		const tracked = viewOf(campus, found, learnpathId)?.items.find((row) => row.itemId === phpInt(itemId));
		return phpStruct({
			min_score: item ? String(item.minScore) : null,
			max_score: item ? String(item.maxScore) : null,
			mastery_score: item?.masteryScore ?? null,
			current_score: tracked ? String(tracked.score) : null,
		});
	}),
	'WSReport.GetLearnpathStatusSingleItem': keyed((call, ...args) => {
		const [field, value, courseField, courseValue, learnpathId, itemId] = args;
		const found = userInCourse(call.campus, field, value, courseField, courseValue);
		if (found instanceof WsError) return found;
		const view = viewOf(call.campus, found, learnpathId);
		return view?.items.find((row) => row.itemId === phpInt(itemId))?.status ?? null;
	}),
};

interface UserInCourse {
	user: User;
	course: Course;
}

/** Operations that take a key but do not check it. Errors are returned instead of raised. */
function withoutCheck(
	report: (call: Call, found: UserInCourse, learnpathId?: PhpValue, itemId?: PhpValue) => PhpValue,
): Handler {
	return (call, [, field, value, courseField, courseValue, learnpathId, itemId]) => {
		const found = userInCourse(call.campus, field, value, courseField, courseValue);
		return found instanceof WsError ? found : report(call, found, learnpathId, itemId);
	};
}

function userInCourse(
	campus: Campus,
	field: PhpValue | undefined,
	value: PhpValue | undefined,
	courseField: PhpValue | undefined,
	courseValue: PhpValue | undefined,
): UserInCourse | WsError {
	const user = findUser(campus, field, value);
	if (user instanceof WsError) return user;
	const course = findCourse(campus, courseField, courseValue);
	return course instanceof WsError ? course : { user, course };
}

function viewOf(
	{ courses }: Campus,
	{ user, course }: UserInCourse,
	learnpathId?: PhpValue,
): LearnpathView | undefined {
	return courses.views.find(
		(view) => view.userId === user.id && view.courseId === course.id && view.learnpathId === phpInt(learnpathId),
	);
}

function secondsInCourse(campus: Campus, { user, course }: UserInCourse, sessionId: number | undefined): PhpValue {
	return seconds(
		campus,
		(row) => row.userId === user.id && row.courseCode === course.code && row.sessionId === sessionId,
	);
}

/** A sum as returned by MySQL: a string, or null if there are no rows. */
function seconds({ courses }: Campus, matches: (row: TimeSpent) => boolean): PhpValue {
	const rows = courses.times.filter(matches);
	return rows.length === 0 ? null : String(rows.reduce((sum, row) => sum + row.seconds, 0));
}
