import type { Course } from '../campus/courses.js';
import { collate } from '../php/database.js';
import { phpEmpty, phpInt } from '../php/values.js';
import { courseCode } from '../services-1.11/course-code.js';
import { type Action, type ActionCall, type Actions, callerOf, forAdmins, strictInt, withKey } from './action.js';
import { courseDetails, courseRow } from './course-rows.js';
import { intOf, textOf } from './parameters.js';
import { Refusal } from './reply.js';
import { byText } from './users.js';

const getCourses: Action = (call) =>
	byText(call.campus.courses.list(), ({ title }) => title).map((course) => ({
		...courseRow(call, course),
		real_id: call.column(course.id),
	}));

function coursesWith({ campus }: ActionCall, name: string, value: string): Course[] {
	const { courses, courseFields } = campus;
	return courses.list().filter(({ code }) => {
		const own = courseFields.valueOf(code, name);
		return own !== undefined && collate(own) === collate(value);
	});
}

/** For everybody, without a key; nothing without id_campus (F377). */
const getCoursesFromExtraField: Action = (call) => {
	const [name, value] = [textOf(call.body, 'extra_field_variable') ?? '', textOf(call.body, 'extra_field_value') ?? ''];
	if (phpEmpty(call.body.get('id_campus'))) return [];
	return coursesWith(call, name, value).map((course) => courseDetails(call, course));
};

const coursesDetailsByExtraField: Action = (call) => {
	const [name, value] = [textOf(call.body, 'field_name') ?? '', textOf(call.body, 'field_value') ?? ''];
	if (!call.campus.courseFields.find(name)) throw new Refusal(`${name} not found`);
	const found = coursesWith(call, name, value);
	return new Map(found.map((course) => [course.id, { ...courseDetails(call, course), count_visible_tests: 0 }]));
};

const TOOLS =
	'course_description calendar_event document learnpath link quiz announcement forum dropbox user group chat student_publication survey wiki gradebook glossary notebook tracking'.split(
		' ',
	);

export function teachersOf({ campus: { courses, users } }: ActionCall, course: Course): string {
	const members = courses.members.filter(({ courseCode, status }) => courseCode === course.code && status === 1);
	return members
		.flatMap(({ userId }) => users.byId(userId) ?? [])
		.map(({ firstname, lastname }) => `${firstname} ${lastname}`)
		.join(' | ');
}

/** The course in the parameter `course`, a number. */
export function courseOf({ campus, body }: ActionCall): Course {
	const course = campus.courses.byId(strictInt(body.get('course')));
	if (!course) throw new Refusal('This course could not be found');
	return course;
}

const courseInfo: Action = (call) => {
	const { id, title, code, directory } = courseOf(call);
	const teachers = teachersOf(call, courseOf(call));
	return { id, title, code, directory, urlPicture: null, teachers, tools: TOOLS.map((type) => ({ type })) };
};

/** `id` is the type. */
const courseDescriptions: Action = (call) => {
	const course = courseOf(call);
	const rows = call.campus.courses.descriptions.filter(({ courseId }) => courseId === course.id);
	return rows.map(({ type, title, content }) => ({ id: call.column(type), title, content }));
};

const FAILED = { status: false, message: 'The course has not been created due to an internal error.' };

/** The caller becomes the teacher. Without a quota it is 100 bytes (F378). */
const saveCourse: Action = (call) => {
	const { campus, body } = call;
	const title = textOf(body, 'title') ?? '';
	const wanted = courseCode(textOf(body, 'wanted_code') ?? title, true);
	const code = phpEmpty(body.get('remove_campus_id_from_wanted_code')) ? `CAMPUS1${wanted}` : wanted;
	if (title === '' || code === '' || campus.courses.byCode(code)) return FAILED;
	const quota = textOf(body, 'disk_quota');
	const visibility = intOf(body, 'visibility');
	const course = campus.courses.insert({
		code,
		visualCode: code,
		directory: code,
		title,
		categoryCode: '',
		tutorName: '',
		language: textOf(body, 'language') || 'english',
		visibility,
		subscribe: visibility === 2 ? 1 : 0,
		unsubscribe: 0,
		departmentName: '',
		departmentUrl: '',
		diskQuota: quota === undefined ? 100 : phpInt(quota) || 100_000_000,
	});
	campus.courses.addMember(course, callerOf(call).id, 1);
	for (const { variable } of campus.courseFields.list()) {
		const value = textOf(body, `extra_${variable}`) ?? campus.rules.visibleFields.courses[variable] ?? '';
		campus.courseFields.write(code, variable, value);
	}
	const saved = { status: true, id: call.column(course.id), code_course: code, title_course: title };
	return { ...saved, extra_fields: [], message: `Course ${code} added` };
};

/** By code, and where that is unknown by number (F379). Fields that no course uses any more stay. */
const deleteCourse: Action = ({ campus, all }) => {
	const { courses, sessions, courseFields, classes } = campus;
	const course = courses.byCode(textOf(all, 'course_code') || undefined) ?? courses.byId(intOf(all, 'course_id'));
	if (!course) throw new Refusal("Course doesn't exists");
	courses.delete(course);
	sessions.forgetCourse(course.code);
	courseFields.forget(course.code);
	classes.forgetCourse(course.id);
	return { status: true };
};

/** Courses: reading, creating and deleting. */
export const courseActions: Actions = {
	get_courses: withKey(getCourses),
	get_courses_from_extra_field: getCoursesFromExtraField,
	courses_details_by_extra_field: withKey(coursesDetailsByExtraField),
	course_info: withKey(courseInfo),
	course_descriptions: withKey(courseDescriptions),
	save_course: forAdmins(saveCourse),
	delete_course: forAdmins(deleteCourse, true),
};
