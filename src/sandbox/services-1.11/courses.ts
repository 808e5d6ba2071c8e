import type { Course } from '../campus/courses.js';
import { columnInt, columnText } from '../php/database.js';
import { PhpFatal, type PhpValue, phpEmpty, phpInt, phpString, SqlError, WsError } from '../php/values.js';
import { findCourse, findUser } from '../services/identify.js';
import { type Call, type Handler, type Handlers, keyed, orRaise, raise } from '../services/service.js';

/** WSCourse.* of 1.11, where it differs from 1.9: FACTS.md, section Courses. */
export const courseHandlers: Handlers = {
	'WSCourse.EditCourse': editCourse(phpEmpty),
	// For a course closed to subscription 1.11.6 reports success but subscribes nobody, not even teachers (F128).
	'WSCourse.SubscribeUserToCourse': keyed(({ campus }, courseField, courseValue, field, value, status = null) => {
		const course = orRaise(findCourse(campus, courseField, courseValue));
		const user = orRaise(findUser(campus, field, value));
		const refused = campus.rules.chamilo === '1.11.32' && course.subscribe === 0;
		if (refused || campus.courses.isMember(course, user.id)) {
			raise(new WsError(203, 'An error occured subscribing to this course'));
		}
		if (course.subscribe !== 0) campus.courses.addMember(course, user.id, phpInt(status) === 1 ? 1 : 5);
		return null;
	}),
	// New descriptions are stored by type; existing ones are not changed (F135).
	'WSCourse.EditCourseDescription': keyed(({ campus }, field, value, type = null, title = null, content = null) => {
		const course = findCourse(campus, field, value);
		if (course instanceof WsError) return null;
		const wanted = columnInt(type);
		if (descriptionOf(campus, course, wanted)) return null;
		addDescription(campus, course, wanted, columnText(title, 255), columnText(content));
		return null;
	}),
};

type Campus = Call['campus'];

/** Finds the description of a course by type. */
export function descriptionOf({ courses }: Campus, course: Course, type: number) {
	return courses.descriptions.find((row) => row.courseId === course.id && row.type === type);
}

/** Adds a description. Ids are unique across all courses (F133). */
export function addDescription(
	{ courses }: Campus,
	course: Course,
	type: number,
	title: string,
	content: string,
): void {
	const id = 1 + Math.max(0, ...courses.descriptions.map((row) => row.id));
	courses.descriptions.push({ courseId: course.id, id, type, title, content });
}

/** @param isKept whether a value leaves the column as it is: PHP 8 compares otherwise (F196). */
export function editCourse(isKept: (value: PhpValue | undefined) => boolean): Handler {
	return keyed((call, field, value, ...args) => {
		edit(orRaise(findCourse(call.campus, field, value)), args, isKept);
		return null;
	});
}

/**
 * Empty or 0 values are not changed. If all are, but one is the string "0", the SQL statement has no columns. Extras
 * cause a fatal error after the rest was stored (F121).
 */
function edit(course: Course, args: readonly PhpValue[], isKept: (value: PhpValue | undefined) => boolean): void {
	const [title, category, department, url, language, visibility, subscribe, unsubscribe, visualCode, extras] = args;
	const columns: [value: PhpValue | undefined, change: Partial<Course>][] = [
		[title, { title: columnText(title, 250) }],
		[category, { categoryCode: columnText(category, 40) }],
		[department, { departmentName: columnText(department, 30) }],
		[url, { departmentUrl: columnText(url, 180) }],
		[language, { language: columnText(language, 20) }],
		[visibility, { visibility: columnInt(visibility) }],
		[subscribe, { subscribe: columnInt(subscribe) }],
		[unsubscribe, { unsubscribe: columnInt(unsubscribe) }],
		[visualCode, { visualCode: columnText(visualCode, 40) }],
	];
	const changes = columns.filter(([value]) => !isKept(value)).map(([, change]) => change);
	const something = columns.some(([value]) => typeof value === 'string' && value !== '');
	if (something && changes.length === 0) throw new SqlError('You have an error in your SQL syntax');
	for (const change of changes) Object.assign(course, change);
	if (!phpEmpty(extras)) throw new PhpFatal(`extras of a course: ${phpString(extras)}`);
}
