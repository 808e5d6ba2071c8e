import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import { collate, columnInt, columnText, unescapedLiteral } from '../php/database.js';
import {
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
	SqlError,
} from '../php/values.js';
import { eachCourse, originalCourse, storeExtra } from '../services/registration-courses.js';
import { type Handlers, registration } from '../services/service.js';
import { courseCode } from './course-code.js';
import { page } from './registration-session-reading.js';

const MEGABYTE = 1_048_576;
/** Default quota, a setting of the portal, in bytes. */
const PORTAL_QUOTA = 100_000_000;

/** Courses in registration.soap.php of 1.11: FACTS.md, section Courses. */
export const registrationCourseHandlers: Handlers = {
	WSCreateCourse: registration(({ campus }, params) => eachCourse(params, (item) => create(campus, item))),
	WSCreateCourseByTitle: registration(({ campus }, params) =>
		eachCourse(params, (item) => createByTitle(campus, item)),
	),
	WSEditCourse: registration(({ campus }, params) => eachCourse(params, (item) => edit(campus, item))),
	// Closes the course, then ends with a fatal error (F120). A closed course counts as unknown.
	WSDeleteCourse: registration(({ campus }, params) =>
		eachCourse(params, (item) => {
			const course = originalCourse(campus, item);
			if (!course || course.visibility === 0) return 0;
			course.visibility = 0;
			throw new PhpFatal('call to a member function on a non-object');
		}),
	),
	WSListCourses: registration(({ campus }, params) => {
		// With the flat parameters of 1.9 the struct is a string, which has no members (F124).
		const name = params instanceof Map ? phpString(phpMember(params, 'original_course_id_name')) : '';
		const all = campus.rules.chamilo === '1.11.32' ? byTitle(campus.courses.list()) : campus.courses.list();
		const courses = params instanceof Map ? page(all, params) : all;
		return phpList(courses.map((course) => listed(campus, course, name)));
	}),
};

/** In the order of 1.11.32, which leaves open how equal titles follow each other (F125). */
function byTitle(courses: readonly Course[]): Course[] {
	const keys = new Map(courses.map((course) => [course, collate(course.title)]));
	return courses.toSorted((one, other) => {
		const [a = '', b = ''] = [keys.get(one), keys.get(other)];
		return a < b ? -1 : a > b ? 1 : one.id - other.id;
	});
}

/** If an open course has the external id already, it is overwritten and its code is returned (F114). */
function create(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const holder = originalCourse(campus, item);
	if (holder) return holder.visibility === 0 ? 0 : overwrite(holder, item);
	if (phpEmpty(get('title'))) return 0;
	const wanted = phpInt(get('visibility'));
	const visibility = wanted >= 1 && wanted <= 3 ? wanted : 2;
	const subscribe = phpString(get('subscribe')) === '' ? Number(visibility >= 2) : columnInt(get('subscribe'));
	return insert(campus, item, phpEmpty(get('wanted_code')) ? get('title') : get('wanted_code'), {
		categoryCode: columnText(get('category_code'), 40),
		tutorName: columnText(get('tutor_name'), 200),
		visibility,
		subscribe,
		unsubscribe: columnInt(get('unsubscribe')),
		diskQuota: quota(get('disk_quota'), campus.rules.chamilo === '1.11.32'),
	});
}

function createByTitle(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const admin = campus.users.byId(1);
	if (phpEmpty(get('title')) || originalCourse(campus, item)) return 0;
	return insert(campus, item, get('title'), {
		categoryCode: '',
		tutorName: phpEmpty(get('tutor_name'))
			? `${admin?.firstname ?? ''} ${admin?.lastname ?? ''}`
			: columnText(get('tutor_name'), 200),
		visibility: 2,
		subscribe: 1,
		unsubscribe: 0,
		diskQuota: PORTAL_QUOTA,
	});
}

type Chosen = Pick<Course, 'categoryCode' | 'tutorName' | 'visibility' | 'subscribe' | 'unsubscribe' | 'diskQuota'>;

/** User 1 always becomes the teacher of a course created here. */
function insert(campus: Campus, item: PhpValue, codeFrom: PhpValue, chosen: Chosen): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const { courses, courseFields, rules } = campus;
	const code = courseCode(phpString(codeFrom), rules.chamilo === '1.11.32');
	if (code === '' || courses.byCode(code)) return 0;
	const course = courses.insert({
		...chosen,
		code,
		visualCode: code,
		directory: code,
		title: columnText(get('title'), 250),
		language: phpEmpty(get('course_language')) ? 'english' : columnText(get('course_language'), 20),
		departmentName: '',
		departmentUrl: '',
	});
	courses.addMember(course, 1, 1);
	for (const [variable, value] of Object.entries(rules.visibleFields.courses))
		courseFields.write(code, variable, value);
	storeExtra(campus, code, phpString(get('original_course_id_name')), get('original_course_id_value'));
	for (const extra of phpItems(get('extra'))) {
		storeExtra(campus, code, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return code;
}

function overwrite(course: Course, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	Object.assign(course, {
		title: columnText(get('title'), 250),
		visualCode: columnText(get('wanted_code'), 40),
		language: 'english',
		categoryCode: columnText(get('category_code'), 40),
		tutorName: columnText(get('tutor_name'), 200),
	});
	return course.code;
}

/** In megabytes; 100 if it is missing. In a create of 1.11.32, 0 means the quota of the portal (F195). */
function quota(value: PhpValue, isZeroDefault = false): number {
	if (value === null) return 100 * MEGABYTE;
	return phpString(value) === '' || (isZeroDefault && phpInt(value) === 0) ? PORTAL_QUOTA : bytesOf(value);
}

/** A decimal of megabytes is taken as it is (F460). */
function bytesOf(value: PhpValue): number {
	return Math.round((Number.parseFloat(phpString(value)) || 0) * MEGABYTE);
}

/** On 1.11.32 an empty quota is 0 in an edit (F195). */
function editedQuota({ rules }: Campus, value: PhpValue): number {
	return rules.chamilo === '1.11.32' && phpString(value) === '' && value !== null ? 0 : quota(value);
}

/**
 * Missing members are emptied. Returns 0 even after a change, if the last extra field is unknown or unchanged (F117,
 * F118).
 */
function edit(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const course = originalCourse(campus, item);
	if (!course) return 0;
	// The only value that is not escaped (F50).
	if (unescapedLiteral(phpString(get('tutor_id'))) === undefined)
		throw new SqlError('You have an error in your SQL syntax');
	const tutor = campus.users.byId(phpInt(get('tutor_id')));
	const visualCode = phpEmpty(get('visual_code'))
		? courseCode(phpString(get('title')), campus.rules.chamilo === '1.11.32')
		: get('visual_code');
	Object.assign(course, {
		title: columnText(get('title'), 250),
		categoryCode: columnText(get('category_code'), 40),
		departmentName: columnText(get('department_name'), 30),
		departmentUrl: columnText(get('department_url'), 180),
		language: columnText(get('course_language'), 20),
		visibility: columnInt(get('visibility')),
		subscribe: columnInt(get('subscribe')),
		unsubscribe: columnInt(get('unsubscribe')),
		visualCode: columnText(visualCode, 40),
		tutorName: tutor ? tutor.lastname + tutor.firstname : '',
		diskQuota: editedQuota(campus, get('disk_quota')),
	});
	let stored = true;
	for (const extra of phpItems(get('extra'))) {
		const name = phpString(phpMember(extra, 'field_name'));
		stored = campus.courseFields.change(course.code, name, phpMember(extra, 'field_value'));
	}
	return stored ? 1 : 0;
}

function listed({ courses, courseFields }: Campus, course: Course, field: string): PhpValue {
	return phpStruct({
		id: course.id,
		code: course.code,
		external_course_id: field === '' ? '' : (courseFields.valueOf(course.code, field) ?? null),
		title: course.title,
		language: course.language,
		category_name: courses.categories.get(course.categoryCode) ?? '',
		visibility: course.visibility,
		number_students: courses.members.filter(({ courseCode: code }) => code === course.code).length,
	});
}
