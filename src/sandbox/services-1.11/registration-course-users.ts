import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import { columnInt, columnText } from '../php/database.js';
import { type PhpValue, phpEmpty, phpInt, phpItems, phpList, phpMember, phpString, phpStruct } from '../php/values.js';
import { courseDescriptions, DEFAULT_TITLES, NOT_REGISTERED } from '../services/registration-course-users.js';
import { originalCourse } from '../services/registration-courses.js';
import { originalUser } from '../services/registration-users.js';
import { type Handlers, hasValidKey, registration } from '../services/service.js';
import { addDescription, descriptionOf } from './courses.js';
import { slashed } from './session-rules.js';

/** The sentence of 1.11.32, which has a line break inside (F204). */
const BROKEN_NOT_REGISTERED = NOT_REGISTERED.replace(', Course', `,\n${' '.repeat(27)}Course`);

/** Users and descriptions of courses in registration.soap.php of 1.11: FACTS.md, section Courses. */
export const registrationCourseUserHandlers: Handlers = {
	WSSubscribeUserToCourse: registration(({ campus }, params) =>
		phpList(
			phpItems(phpMember(params, 'userscourses')).map((item) => {
				const [userId, courseId] = [phpMember(item, 'user_id'), phpMember(item, 'course_id')];
				return phpStruct({
					original_user_id_value: phpMember(userId, 'original_user_id_value'),
					original_course_id_value: phpMember(courseId, 'original_course_id_value'),
					result: subscribe(campus, item) ? 1 : 0,
				});
			}),
		),
	),
	WSSubscribeUserToCourseSimple: registration(({ campus }, params) => {
		const code = phpMember(params, 'course');
		const userId = phpMember(params, 'user_id');
		if (!campus.users.byId(phpInt(userId))) return `User ${phpString(userId)} does not exist`;
		if (phpEmpty(code)) return new Map();
		const course = campus.courses.byCode(phpString(code));
		if (!course) return `Course ${phpString(code)} does not exist in the platform `;
		if (!isOpen(campus, course) || campus.courses.isMember(course, phpInt(userId))) {
			return campus.rules.chamilo === '1.11.32' ? BROKEN_NOT_REGISTERED : NOT_REGISTERED;
		}
		campus.courses.addMember(course, phpInt(userId), phpInt(phpMember(params, 'status')) === 1 ? 1 : 5);
		return '1';
	}),
	WSUnSubscribeUserFromCourseSimple: registration(({ campus }, params) => {
		const user = originalUser(campus, params);
		const course = originalCourse(campus, params);
		if (user && course) campus.courses.removeMember(course, user.id);
		return phpStruct({
			original_user_id_value: phpMember(params, 'original_user_id_value'),
			original_course_id_value: phpMember(params, 'original_course_id_value'),
			result: user && course ? 1 : 0,
		});
	}),
	WSCourseDescription: courseDescriptions([...DEFAULT_TITLES.slice(0, -1), 'Add category']),
	// Stored by type, new or existing, with a backslash before each quote (F34, F135).
	WSEditCourseDescription: (call, [params = null]) => {
		if (!hasValidKey(call, params)) return phpList([]);
		return phpList(
			phpItems(phpMember(params, 'course_desc')).map((item) =>
				phpStruct({
					original_course_id_value: phpMember(item, 'original_course_id_value'),
					course_desc_id: phpMember(item, 'course_desc_id'),
					result: editDescription(call.campus, item),
				}),
			),
		);
	},
	// Not measured; assumed to do what their names say.
	WSAddUserVisibilityToCourseInCatalogue: registration(({ campus }, params) => inCatalogue(campus, params)),
	WSRemoveUserVisibilityToCourseInCatalogue: registration(({ campus }, params) => inCatalogue(campus, params)),
};

/** Whether a course takes users: 1.11.32 does not look at the switch (F129). */
function isOpen({ rules }: Campus, course: Course): boolean {
	return rules.closedCoursesTakeUsers || course.subscribe !== 0;
}

/** Accepts inactive users and any course code, but on 1.11.6 no course that is closed to subscription (F129). */
function subscribe(campus: Campus, item: PhpValue): boolean {
	const course = originalCourse(campus, phpMember(item, 'course_id'));
	const user = originalUser(campus, phpMember(item, 'user_id'));
	if (!course || !user || !isOpen(campus, course) || campus.courses.isMember(course, user.id)) return false;
	campus.courses.addMember(course, user.id, phpInt(phpMember(item, 'status')) === 1 ? 1 : 5);
	return true;
}

function editDescription(campus: Campus, item: PhpValue): number {
	const course = originalCourse(campus, item);
	if (!course) return 0;
	const type = columnInt(phpMember(item, 'course_desc_id'));
	const title = columnText(slashed(phpString(phpMember(item, 'course_desc_title'))), 255);
	const content = columnText(slashed(phpString(phpMember(item, 'course_desc_content'))));
	const row = descriptionOf(campus, course, type);
	if (row) Object.assign(row, { title, content });
	else addDescription(campus, course, type, title, content);
	return 1;
}

function inCatalogue(campus: Campus, params: PhpValue): PhpValue {
	return phpList(
		phpItems(phpMember(params, 'userscourses')).map((item) => {
			const [userId, courseId] = [phpMember(item, 'user_id'), phpMember(item, 'course_id')];
			const found = originalUser(campus, userId) && originalCourse(campus, courseId);
			return phpStruct({
				original_user_id_value: phpMember(userId, 'original_user_id_value'),
				original_course_id_value: phpMember(courseId, 'original_course_id_value'),
				visible: phpInt(phpMember(item, 'visible')),
				result: found ? 1 : 0,
			});
		}),
	);
}
