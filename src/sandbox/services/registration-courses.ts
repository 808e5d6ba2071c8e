import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import { type Bytes, readUtf8 } from '../php/bytes.js';
import { columnInt, columnText } from '../php/database.js';
import {
	greaterThanZero,
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
} from '../php/values.js';
import { type Handlers, registration } from './service.js';

/** Courses in registration.soap.php: FACTS.md, section Courses. */
export const registrationCourseHandlers: Handlers = {
	WSCreateCourse: registration(({ campus }, params) => eachCourse(params, (item) => create(campus, item))),
	WSCreateCourseByTitle: registration((_, params) =>
		eachCourse(params, () => {
			throw new PhpFatal('the function it calls does not exist');
		}),
	),
	WSEditCourse: registration(({ campus }, params) => eachCourse(params, (item) => edit(campus, item))),
	// Only closes the course; a closed course counts as not found (F119).
	WSDeleteCourse: registration(({ campus }, params) =>
		eachCourse(params, (item) => {
			const course = originalCourse(campus, item);
			if (!course || course.visibility === 0) return 0;
			course.visibility = 0;
			return 1;
		}),
	),
	WSListCourses: registration(({ campus }, params) => {
		const field = campus.courseFields.find(phpString(phpMember(params, 'original_course_id_name')));
		const courses = campus.courses.list();
		// If there is a visible field, the code uses an object as an array: a fatal error (F123).
		if (field?.visible && courses.length > 0) throw new PhpFatal('cannot use object as array');
		return phpList(courses.map((course) => listed(campus, course)));
	}),
};

/** Finds a course by original_course_id_name and original_course_id_value. */
export function originalCourse({ courses, courseFields }: Campus, params: PhpValue): Course | undefined {
	const name = phpMember(params, 'original_course_id_name');
	return courses.byCode(courseFields.ownerOf(name, phpMember(params, 'original_course_id_value')));
}

/** Applies an action to each item of a plural operation. Returns the results with the external ids. */
export function eachCourse(params: PhpValue, work: (item: PhpValue) => PhpValue): PhpValue {
	return phpList(
		phpItems(phpMember(params, 'courses')).map((item) => {
			const result = work(item);
			return phpStruct({ original_course_id_value: phpMember(item, 'original_course_id_value'), result });
		}),
	);
}

/**
 * Returns the final code, or 0. A taken external id is detected only if the code of that course starts with 1-9 (F113).
 */
function create(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const holder = originalCourse(campus, item);
	if (holder && greaterThanZero(holder.code)) return 0;
	if (phpEmpty(get('title'))) return 0;
	const code = courseCode(phpString(phpEmpty(get('wanted_code')) ? get('title') : get('wanted_code')));
	// No recording has a code that is derived from the title and taken. Assumed: the same as a requested code.
	if (code === '' || campus.courses.byCode(code)) return 0;
	const wanted = phpInt(get('visibility'));
	const visibility = wanted >= 1 && wanted <= 3 ? wanted : 2;
	campus.courses.insert({
		code,
		visualCode: code,
		directory: code,
		title: columnText(get('title'), 250),
		categoryCode: '',
		tutorName: columnText(get('tutor_name'), 200),
		language: phpEmpty(get('course_language')) ? 'english' : columnText(get('course_language'), 20),
		visibility,
		subscribe: visibility >= 2 ? 1 : 0,
		unsubscribe: 0,
		departmentName: '',
		departmentUrl: '',
		diskQuota: 100_000_000,
	});
	storeExtra(campus, code, phpString(get('original_course_id_name')), get('original_course_id_value'));
	for (const extra of phpItems(get('extra'))) {
		storeExtra(campus, code, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return code;
}

/** Returns 0 even if the course was changed, if its last extra field does not exist (F117). */
function edit(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const course = originalCourse(campus, item);
	if (!course) return 0;
	const tutor = campus.users.byId(phpInt(get('tutor_id')));
	const visualCode = phpEmpty(get('visual_code')) ? courseCode(phpString(get('title'))) : get('visual_code');
	Object.assign(course, {
		title: columnText(get('title'), 250),
		categoryCode: columnText(get('category_code'), 40),
		departmentName: columnText(get('department_name'), 30),
		departmentUrl: columnText(get('department_url'), 180),
		language: columnText(get('course_language'), 20),
		visibility: columnInt(get('visibility'), 127),
		subscribe: columnInt(get('subscribe'), 127),
		unsubscribe: columnInt(get('unsubscribe'), 127),
		visualCode: columnText(visualCode, 40),
		tutorName: tutor ? tutor.lastname + tutor.firstname : '',
		diskQuota: 50_000,
	});
	let stored = true;
	for (const extra of phpItems(get('extra'))) {
		stored = campus.courseFields.write(
			course.code,
			phpString(phpMember(extra, 'field_name')),
			phpMember(extra, 'field_value'),
		);
	}
	return stored ? 1 : 0;
}

/** Keeps capital letters and digits only; accents are removed. */
function courseCode(text: Bytes): Bytes {
	const plain = readUtf8(text).normalize('NFD').toUpperCase();
	return plain.replace(/[^A-Z0-9]/g, '').slice(0, 20);
}

/** Stores an extra of a course. A missing field is created. */
export function storeExtra({ courseFields }: Campus, code: Bytes, name: string, value: PhpValue): void {
	courseFields.ensure(name);
	courseFields.write(code, name, value);
}

function listed({ courses }: Campus, course: Course): PhpValue {
	return phpStruct({
		id: course.id,
		code: course.code,
		external_course_id: null,
		title: course.title,
		language: null,
		category_name: courses.categories.get(course.categoryCode) ?? null,
		visibility: course.visibility,
		number_students: courses.members.filter(({ courseCode }) => courseCode === course.code).length,
	});
}
