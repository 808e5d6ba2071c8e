import type { Definition } from './definition.js';

const username = { constant: 'username' };
const never = { '0000-00-00 00:00:00': null, '0000-00-00': null };
const dates = ['YYYY-MM-DD HH:mm:ss', 'YYYY-MM-DD', 'YYYY/MM/DD', 'YYYY-MM-DD HH:mm'];

/** The files that Chamilo itself exports and imports: users, courses, sessions and classes. Users are known by username. */
const chamilo: Definition = {
	users: {
		firstname: 'FirstName',
		lastname: 'LastName',
		loginname: 'UserName',
		password: { column: 'Password', optional: true },
		status: {
			column: 'Status',
			values: {
				...{ user: 'student', student: 'student', '5': 'student', teacher: 'teacher', '1': 'teacher' },
				...{ session_admin: 'session_admin', '3': 'session_admin', drh: 'hr_manager', '4': 'hr_manager' },
			},
			default: 'student',
		},
		email: { column: 'Email', default: null },
		phone: { column: 'PhoneNumber', default: null },
		language: { column: 'Language', default: null },
		official_code: { column: 'OfficialCode', optional: true },
		expiration_date: { column: 'ExpiryDate', default: null, values: never, dates },
		active: { column: 'Active', optional: true },
	},
	courses: {
		code: 'Code',
		title: 'Title',
		category_code: { column: 'CourseCategory', optional: true },
		language: { column: 'Language', optional: true },
		'teacher.field': username,
		'teacher.value': 'Teacher',
	},
	sessions: {
		name: 'SessionName',
		'coach.field': username,
		'coach.value': 'Coach',
		start_date: { column: 'DateStart', values: never, dates },
		end_date: { column: 'DateEnd', values: never, dates },
		visibility: {
			column: 'Visibility',
			optional: true,
			values: { '1': 'read-only', '2': 'visible', '3': 'invisible', '4': 'available' },
		},
	},
	enrolments: {
		'user.field': username,
		'user.value': 'UserName',
		'course.field': { constant: 'code' },
		'course.value': { column: 'Courses', list: '|' },
	},
};

/** The users of the sessions in a session file of Chamilo. */
const sessionMembers: Definition = {
	enrolments: {
		'user.field': username,
		'user.value': { column: 'Users', list: '|' },
		'session.field': { constant: 'name' },
		'session.value': 'SessionName',
	},
};

/** The users of a class: its file says no course, so that comes from --set. */
const classMembers: Definition = {
	skip: [],
	enrolments: {
		'user.field': username,
		'user.value': { column: 'users', list: ',' },
		'course.field': { constant: 'code' },
		'course.value': { column: 'Course', optional: true },
	},
};

/** users.csv and enrollments.csv of OneRoster 1.1 and 1.2. */
const oneroster: Definition = {
	skip: [
		{ column: 'status', values: ['tobedeleted'], optional: true },
		{ column: 'role', values: ['parent', 'guardian', 'relative'], optional: true },
	],
	users: {
		field: { constant: 'external_user' },
		value: 'sourcedId',
		firstname: 'givenName',
		lastname: 'familyName',
		loginname: 'username',
		password: { column: 'password', optional: true },
		status: { column: 'role', values: { teacher: 'teacher', '*': 'student' }, default: 'student' },
		email: { column: 'email', default: null },
		phone: { column: 'phone', default: null },
		language: { constant: null },
		expiration_date: { constant: null },
		active: { column: 'enabledUser', default: true },
	},
	enrolments: {
		'user.field': { constant: 'external_user' },
		'user.value': 'userSourcedId',
		'course.field': { constant: 'external_course' },
		'course.value': 'classSourcedId',
		status: { column: 'role', values: { teacher: 'teacher', '*': 'student' }, default: 'student' },
	},
};

/** The mappings that ship, by name. Of several the one is taken whose columns the file has. */
export const PROFILES: Record<'chamilo' | 'oneroster', readonly Definition[]> = {
	chamilo: [chamilo, sessionMembers, classMembers],
	oneroster: [oneroster],
};
