import type { Campus } from '../campus/campus.js';
import { columnInt, columnText } from '../php/database.js';
import {
	greaterThanZero,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
} from '../php/values.js';
import { originalCourse } from './registration-courses.js';
import { activeUsers } from './registration-session-lists.js';
import { originalUser } from './registration-users.js';
import { type Handler, type Handlers, hasValidKey, registration } from './service.js';

/** Default titles of missing descriptions. The last is a language key, because 1.9 has no translation for it. */
export const DEFAULT_TITLES = [
	'Description',
	'Objectives',
	'Topics',
	'Methodology',
	'Course material',
	'Resources',
	'Assessment',
	'AddCat',
];

/** The error text of the simple operation if it does not subscribe the user. */
export const NOT_REGISTERED =
	'User was not registered possible reasons: User already registered to the course, Course visibility doesnt allow user subscriptions ';

/** Users and descriptions of courses in registration.soap.php: FACTS.md, section Courses. */
export const registrationCourseUserHandlers: Handlers = {
	WSUserSubscribedInCourse: registration(({ campus }, params) => {
		const course = campus.courses.byCode(phpString(phpMember(params, 'course')));
		return Boolean(course && campus.courses.isMember(course, phpInt(phpMember(params, 'user_id'))));
	}),
	// A list is returned where the WSDL declares a struct: three items are serialized as three nils, others as nothing
	// (F127).
	WSSubscribeUserToCourse: registration(({ campus }, params) =>
		phpList(phpItems(phpMember(params, 'userscourses')).map((item) => subscribe(campus, item))),
	),
	WSSubscribeUserToCourseSimple: registration(({ campus }, params) => {
		const code = phpMember(params, 'course');
		const userId = phpMember(params, 'user_id');
		if (!campus.users.byId(phpInt(userId))) return `User ${phpString(userId)} does not exist`;
		// An array of error texts, which PHP converts to the string "Array" (F127).
		if (phpEmpty(code)) return new Map();
		const course = campus.courses.byCode(phpString(code));
		if (!course) return `Course ${phpString(code)} does not exist in the platform `;
		if (campus.courses.isMember(course, phpInt(userId))) return NOT_REGISTERED;
		campus.courses.addMember(course, phpInt(userId), 5);
		return '1';
	}),
	WSUnsubscribeUserFromCourse: registration(({ campus }, params) =>
		phpList(
			phpItems(phpMember(params, 'userscourses')).map((item) => {
				const users = activeUsers(campus, item);
				const course = originalCourse(campus, item);
				if (course) for (const user of users) campus.courses.removeMember(course, user);
				return phpStruct({
					original_user_id_values: users.join(','),
					original_course_id_value: phpMember(item, 'original_course_id_value'),
					result: course && users.length > 0 ? 1 : 0,
				});
			}),
		),
	),
	WSCourseDescription: courseDescriptions(DEFAULT_TITLES),
	// A wrong key is answered with an empty list (F15).
	WSEditCourseDescription: (call, [params = null]) => {
		if (!hasValidKey(call, params)) return phpList([]);
		return phpList(
			phpItems(phpMember(params, 'course_desc')).map((item) =>
				phpStruct({
					original_course_id_value: phpMember(item, 'original_course_id_value'),
					result: editDescription(call.campus, item),
				}),
			),
		);
	},
};

/** Always eight rows, indexed by row id instead of type (F133). */
export function courseDescriptions(titles: readonly string[]): Handler {
	return registration(({ campus }, params) => {
		const course = originalCourse(campus, params);
		if (!course) return phpList([]);
		const rows = campus.courses.descriptions.filter(({ courseId }) => courseId === course.id);
		return phpList(
			titles.map((title, index) => {
				const row = rows.find(({ id }) => id === index + 1);
				return phpStruct({
					course_desc_id: index + 1,
					course_desc_default_title: title,
					course_desc_title: row?.title ?? '',
					course_desc_content: row?.content ?? '',
				});
			}),
		);
	});
}

/** The code is compared with the number 0, so nobody can be subscribed to a course whose code starts with a letter. */
function subscribe(campus: Campus, item: PhpValue): PhpValue {
	const course = originalCourse(campus, phpMember(item, 'course_id'));
	const user = originalUser(campus, phpMember(item, 'user_id'));
	if (course && user && greaterThanZero(course.code) && !campus.courses.isMember(course, user.id)) {
		campus.courses.addMember(course, user.id, phpInt(phpMember(item, 'status')) === 1 ? 1 : 5);
	}
	return phpStruct({});
}

/** Finds the description by row id instead of type. A new one is stored with type 0 (F134). */
function editDescription(campus: Campus, item: PhpValue): number {
	const { courses } = campus;
	const course = originalCourse(campus, item);
	if (!course) return 0;
	const id = columnInt(phpMember(item, 'course_desc_id'));
	const title = columnText(phpMember(item, 'course_desc_title'), 255);
	const content = columnText(phpMember(item, 'course_desc_content'));
	const row = courses.descriptions.find((candidate) => candidate.courseId === course.id && candidate.id === id);
	if (row) Object.assign(row, { title, content });
	else courses.descriptions.push({ courseId: course.id, id, type: 0, title, content });
	return 1;
}
