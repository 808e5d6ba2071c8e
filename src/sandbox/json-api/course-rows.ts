import type { Course } from '../campus/courses.js';
import { storedNow } from '../php/date-time.js';
import type { ActionCall } from './action.js';
import type { Json } from './reply.js';

/** The row of a course, with all its columns. */
export function courseRow({ column }: ActionCall, course: Course): { [name: string]: Json } {
	const now = storedNow();
	const inAYear = String(Number(now.slice(0, 4)) + 1) + now.slice(4);
	return {
		id: column(course.id),
		room_id: null,
		title: course.title,
		code: course.code,
		directory: course.directory,
		course_language: course.language,
		description: 'Course Description',
		category_code: course.categoryCode,
		visibility: column(course.visibility),
		show_score: column(1),
		tutor_name: course.tutorName || null,
		visual_code: course.visualCode,
		department_name: course.departmentName || null,
		department_url: course.departmentUrl,
		disk_quota: column(course.diskQuota),
		last_visit: null,
		last_edit: now,
		creation_date: now,
		expiration_date: inAYear,
		subscribe: column(course.subscribe),
		unsubscribe: column(course.unsubscribe),
		registration_code: null,
		legal: null,
		activate_legal: null,
		add_teachers_to_sessions_courses: null,
		course_type_id: null,
	};
}

/** What api_get_course_info returns, server paths too. */
export function courseDetails({ column, root }: ActionCall, course: Course): { [name: string]: Json } {
	return {
		id: course.code,
		real_id: column(course.id),
		code: course.code,
		name: course.title,
		title: course.title,
		official_code: course.visualCode,
		visual_code: course.visualCode,
		sysCode: course.code,
		path: course.directory,
		directory: course.directory,
		creation_date: storedNow(),
		titular: course.tutorName || null,
		tutor_name: course.tutorName || null,
		language: course.language,
		extLink: { url: course.departmentUrl, name: course.departmentName || null },
		categoryCode: course.categoryCode || null,
		category_code: course.categoryCode || null,
		categoryName: null,
		visibility: column(course.visibility),
		subscribe_allowed: column(course.subscribe),
		subscribe: column(course.subscribe),
		unsubscribe: column(course.unsubscribe),
		course_language: course.language,
		activate_legal: false,
		legal: null,
		show_score: column(1),
		department_name: course.departmentName || null,
		department_url: course.departmentUrl,
		registration_code: null,
		disk_quota: column(course.diskQuota),
		course_public_url: `${root}courses/${course.directory}/index.php`,
		course_sys_path: `/var/www/chamilo/app/courses/${course.directory}/`,
		add_teachers_to_sessions_courses: null,
		course_image_source: '',
		course_image: `${root}main/img/icons/48/course.png`,
		course_image_large_source: '',
		course_image_large: `${root}main/img/session_default.png`,
		course_email_image_source: '',
		course_email_image: null,
		course_email_image_large_source: '',
		course_email_image_large: null,
	};
}
