import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import { columnInt, columnText } from '../php/database.js';
import {
	type PhpArray,
	PhpFatal,
	type PhpValue,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
	WsError,
} from '../php/values.js';
import { findCourse, findUser } from './identify.js';
import { type Handlers, keyed, orRaise, raise, resultOf } from './service.js';

const VISIBILITIES = ['closed', 'private', 'public-registered', 'public'];

/** WSCourse.*: FACTS.md, section Courses. */
export const courseHandlers: Handlers = {
	'WSCourse.CreateCourse': keyed(({ campus }, ...args) => {
		orRaise(findUser(campus, args[4], args[5]));
		throw new PhpFatal('create_course() does not exist');
	}),
	'WSCourse.CreateCourses': keyed(({ campus }, courses = null) => {
		const locals: PhpArray = new Map();
		return phpList(
			phpItems(courses).map((item) => {
				if (item instanceof Map) for (const [name, value] of item) locals.set(name, value);
				const get = (name: string) => locals.get(name) ?? null;
				const admin = findUser(campus, get('course_admin_user_id_field_name'), get('course_admin_user_id_value'));
				if (!(admin instanceof WsError)) throw new PhpFatal('create_course() does not exist');
				return phpStruct({
					result: resultOf(admin),
					course_id_value: get('course_id_value'),
					course_id_generated: 0,
				});
			}),
		);
	}),
	'WSCourse.EditCourse': keyed(({ campus }, field, value) => {
		orRaise(findCourse(campus, field, value));
		throw new PhpFatal('is_empty() does not exist');
	}),
	'WSCourse.DeleteCourse': keyed(({ campus }, field, value) => {
		campus.deleteCourse(orRaise(findCourse(campus, field, value)));
		return null;
	}),
	'WSCourse.DeleteCourses': keyed((call, courses = null) =>
		phpList(
			phpItems(courses).map((item, index) => {
				const id = phpMember(item, 'course_id_value');
				const course = findCourse(call.campus, phpMember(item, 'course_id_field_name'), id);
				if (!(course instanceof WsError)) call.campus.deleteCourse(course);
				call.afterItem(index);
				return phpStruct({ course_id_value: id, result: resultOf(course) });
			}),
		),
	),
	// The second argument is the list of visibilities, unlike in the WSDL (F42).
	'WSCourse.ListCourses': keyed(({ campus }, visibilities = VISIBILITIES.join(',')) => {
		const wanted = phpString(visibilities).split(',');
		const courses = campus.courses.list().filter(({ visibility }) => wanted.includes(VISIBILITIES[visibility] ?? ''));
		return phpList(courses.map((course) => listed(campus, course)));
	}),
	'WSCourse.SubscribeUserToCourse': keyed(({ campus }, courseField, courseValue, field, value, status = null) => {
		const course = orRaise(findCourse(campus, courseField, courseValue));
		const user = orRaise(findUser(campus, field, value));
		if (campus.courses.isMember(course, user.id)) {
			raise(new WsError(203, 'An error occured subscribing to this course'));
		}
		campus.courses.addMember(course, user.id, phpInt(status) === 1 ? 1 : 5);
		return null;
	}),
	'WSCourse.UnsubscribeUserFromCourse': keyed(({ campus }, courseField, courseValue, field, value) => {
		const course = orRaise(findCourse(campus, courseField, courseValue));
		const user = orRaise(findUser(campus, field, value));
		campus.courses.removeMember(course, user.id);
		return null;
	}),
	// The error object is returned instead of raised, and serialized as an empty list (F132).
	'WSCourse.GetCourseDescriptions': keyed(({ campus }, field, value) => {
		const course = findCourse(campus, field, value);
		if (course instanceof WsError) return course;
		const descriptions = campus.courses.descriptions.filter(({ courseId }) => courseId === course.id);
		return phpList(
			descriptions.map(({ type, title, content }) =>
				phpStruct({ course_desc_id: type, course_desc_title: title, course_desc_content: content }),
			),
		);
	}),
	'WSCourse.EditCourseDescription': keyed(({ campus }, field, value, type = null, title = null, content = null) => {
		const course = findCourse(campus, field, value);
		if (course instanceof WsError) return null;
		const { descriptions } = campus.courses;
		const wanted = columnInt(type, 127);
		// Existing descriptions are not changed; new ones are stored for course 0, where they cannot be found (F131).
		if (descriptions.some((row) => row.courseId === course.id && row.type === wanted)) return null;
		const id = 1 + Math.max(0, ...descriptions.filter(({ courseId }) => courseId === 0).map((row) => row.id));
		descriptions.push({ courseId: 0, id, type: wanted, title: columnText(title, 255), content: columnText(content) });
		return null;
	}),
};

/** It has one value less than the type has members, so null is left out instead of written as nil (F35). */
function listed({ courses }: Campus, course: Course): PhpValue {
	return phpStruct({
		id: course.id,
		code: course.code,
		title: course.title,
		language: course.language,
		visibility: course.visibility,
		category_name: courses.categories.get(course.categoryCode) ?? null,
		number_students: courses.members.filter(({ courseCode }) => courseCode === course.code).length,
	});
}
