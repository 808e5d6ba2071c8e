import { utf8Bytes } from '../php/bytes.js';
import type { Campus } from './campus.js';
import type { Course } from './courses.js';
import { addCourse, enrolUsers } from './enrolment.js';
import type { User } from './users.js';

interface Person {
	firstname: string;
	lastname: string;
	username: string;
	external: string;
	teacher?: boolean;
	inactive?: boolean;
	language?: string;
}

const PEOPLE: Person[] = [
	{
		firstname: 'María José',
		lastname: 'Núñez',
		username: 'mjnunez',
		external: '1501',
		teacher: true,
		language: 'spanish',
	},
	{
		firstname: 'Jérôme',
		lastname: 'Lefèvre',
		username: 'jlefevre',
		external: '1502',
		teacher: true,
		language: 'french',
	},
	{ firstname: 'Zoë', lastname: 'Brontë', username: 'zbronte', external: '1503' },
	{ firstname: 'Łukasz', lastname: 'Żółkiewski', username: 'lzolkiewski', external: '1504' },
	{ firstname: 'Ángel', lastname: 'Peña', username: 'apena', external: '1505', language: 'spanish' },
	{ firstname: 'Maëlle', lastname: 'Garçon', username: 'mgarcon', external: '1506', language: 'french' },
	{ firstname: '美咲', lastname: '山田', username: 'myamada', external: '1507' },
	{ firstname: 'Siobhán', lastname: "O'Brien", username: 'sobrien', external: '1508' },
	{ firstname: 'Björn', lastname: 'Åkesson', username: 'bakesson', external: '1509', inactive: true },
];

/**
 * Fills the database with demo data for trying the gateway. The external ids of users are in the field external_user.
 */
export function seedDemo(campus: Campus): void {
	// Fields are created first: CreateUser drops external ids whose field does not exist.
	for (const field of ['external_user', 'external_user_id']) campus.userFields.ensure(field);
	campus.courseFields.ensure('external_course');
	campus.sessionFields.ensure('external_session');
	campus.sessionFields.ensure('campus_site');
	const [maria, jerome, ...students] = PEOPLE.map((person) => addPerson(campus, person));
	if (!maria || !jerome) return;

	const french = addDemoCourse(
		campus,
		{ code: 'FRANCAISA1', title: 'Français débutant A1', categoryCode: 'LANG', language: 'french', visibility: 2 },
		'201',
		jerome,
	);
	const algebra = addDemoCourse(
		campus,
		{ code: 'ALGEBRA', title: 'Álgebra lineal', categoryCode: 'PROJ', language: 'spanish', visibility: 3 },
		'202',
		maria,
	);
	const office = addDemoCourse(
		campus,
		{ code: '2024OFFICE', title: 'Office skills 2024', categoryCode: 'PC', language: 'english', visibility: 1 },
		'203',
		maria,
	);
	addDemoCourse(
		campus,
		{ code: 'ARCHIVE', title: 'Archive 2019', categoryCode: '', language: 'english', visibility: 0 },
		'204',
		jerome,
	);
	for (const student of students.slice(0, 4)) campus.courses.addMember(french, student.id, 5);
	for (const student of students.slice(2, 6)) campus.courses.addMember(algebra, student.id, 5);
	for (const student of students.slice(0, 2)) campus.courses.addMember(office, student.id, 5);

	describe(
		campus,
		french,
		1,
		'Présentation',
		'<p>Premiers pas en français, du « bonjour » au récit d’une journée.</p>',
	);
	describe(campus, french, 2, 'Objectifs', '<p>Se présenter, compter, comprendre &amp; répondre.</p>');
	describe(campus, algebra, 1, 'Descripción', '<p>Vectores, matrices y sistemas de ecuaciones.</p>');
	if (students[0]) track(campus, french, students[0]);

	const autumn = addSession(
		campus,
		{ name: 'Otoño 2030', dateStart: '2030-09-01', dateEnd: '2030-12-20' },
		'301',
		maria,
	);
	addSession(
		campus,
		{ name: 'Summer school', dateStart: '0000-00-00', dateEnd: '0000-00-00' },
		'302',
		jerome,
		[office],
		students.slice(0, 1),
	);
	campus.sessionFields.write(autumn.id, 'campus_site', utf8Bytes('Málaga'));
	for (const course of [french, algebra]) addCourse(campus, autumn, course.code);
	enrolUsers(
		campus,
		autumn,
		students.slice(0, 3).map(({ id }) => id),
		false,
	);
	Object.assign(autumn, { nbrCourses: 2, nbrUsers: 3 });
	campus.courses.times.push({
		userId: students[0]?.id ?? 0,
		courseCode: french.code,
		sessionId: autumn.id,
		seconds: 5400,
	});
}

function addPerson({ users, userFields, rules }: Campus, person: Person): User {
	const user = users.insert({
		username: person.username,
		firstname: utf8Bytes(person.firstname),
		lastname: utf8Bytes(person.lastname),
		password: rules.hashPassword(person.username),
		status: person.teacher ? 1 : 5,
		active: !person.inactive,
		email: `${person.username}@example.org`,
		phone: `+34 600 000 ${person.external.slice(1)}`,
		officialCode: `ID-${person.external}`,
		language: person.language ?? 'english',
	});
	if (!user) throw new Error(`the demo has two users named ${person.username}`);
	userFields.write(user.id, 'external_user', person.external);
	userFields.write(user.id, 'already_logged_in', 'false');
	return user;
}

function addDemoCourse(
	{ courses, courseFields }: Campus,
	course: Pick<Course, 'code' | 'title' | 'categoryCode' | 'language' | 'visibility'>,
	external: string,
	teacher: User,
): Course {
	const added = courses.insert({
		...course,
		title: utf8Bytes(course.title),
		visualCode: course.code,
		directory: course.code,
		tutorName: `${teacher.firstname} ${teacher.lastname}`,
		subscribe: 1,
		unsubscribe: 0,
		departmentName: '',
		departmentUrl: '',
		diskQuota: 100_000_000,
	});
	courses.addMember(added, teacher.id, 1);
	courseFields.write(added.code, 'external_course', external);
	return added;
}

function describe({ courses }: Campus, course: Course, type: number, title: string, content: string): void {
	const id = 1 + courses.descriptions.filter(({ courseId }) => courseId === course.id).length;
	courses.descriptions.push({ courseId: course.id, id, type, title: utf8Bytes(title), content: utf8Bytes(content) });
}

/** Adds a learnpath that one student has half completed, and the time spent. */
function track({ courses }: Campus, course: Course, student: User): void {
	courses.learnpaths.push({
		courseId: course.id,
		id: 1,
		name: utf8Bytes('Leçon 1 : se présenter'),
		items: [
			{ id: 1, minScore: 0, maxScore: 100, masteryScore: '60' },
			{ id: 2, minScore: 0, maxScore: 20, masteryScore: null },
		],
	});
	courses.views.push({
		userId: student.id,
		courseId: course.id,
		learnpathId: 1,
		progress: 50,
		items: [{ itemId: 1, score: 80, status: 'completed', location: 'page7' }],
	});
	courses.times.push(
		{ userId: student.id, seconds: 7260 },
		{ userId: student.id, courseCode: course.code, seconds: 3600 },
	);
}

function addSession(
	campus: Campus,
	session: { name: string; dateStart: string; dateEnd: string },
	external: string,
	coach: User,
	courses: Course[] = [],
	members: User[] = [],
) {
	const added = campus.sessions.insert({
		...session,
		name: utf8Bytes(session.name),
		daysBefore: 0,
		daysAfter: 0,
		visibility: 1,
		coachId: coach.id,
		onPortal: true,
	});
	campus.sessionFields.write(added.id, 'external_session', external);
	for (const course of courses) addCourse(campus, added, course.code);
	enrolUsers(
		campus,
		added,
		members.map(({ id }) => id),
		false,
	);
	Object.assign(added, { nbrCourses: courses.length, nbrUsers: members.length });
	return added;
}
