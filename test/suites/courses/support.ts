import { expect } from 'vitest';
import { hasSoapPhp } from '../../support/kinds.js';
import type { Bench } from '../run.js';

/** A course in the sandbox's state. */
export interface StateCourse {
	id: number;
	code: string;
	visualCode: string;
	title: string;
	categoryCode: string;
	tutorName: string;
	language: string;
	visibility: number;
	subscribe: number;
	unsubscribe: number;
	departmentName: string;
	departmentUrl: string;
	diskQuota: number;
	extras: Record<string, string>;
	members: { userId: number; status: number }[];
	descriptions: { id: number; type: number; title: string; content: string }[];
}

/** A valid course to be created; tests change what they are about. */
export const LOGIC = {
	title: 'Logic',
	code: 'LOGIC1',
	teacher: { field: 'external_user', value: '1502' },
	field: 'external_course',
	value: 'C-100',
};

/** All that Chamilo 1.9 overwrites at an edit. */
export const FULL_PATCH = {
	title: 'Logique & preuves',
	category_code: 'PROJ',
	department_name: 'Maths',
	department_url: 'https://maths.example.org/?a=1&b=2',
	language: 'french',
	visibility: 'private',
	subscribe: true,
	unsubscribe: true,
	visual_code: 'LOG-1',
};

/** Courses of the sandbox's demo data: they have the field external_course. */
export const FRENCH = { id: 1, code: 'FRANCAISA1', field: 'external_course', value: '201', teacher: 4 } as const;
export const ALGEBRA = { id: 2, code: 'ALGEBRA', field: 'external_course', value: '202', teacher: 3 } as const;
/** Its code begins with a digit, which Chamilo 1.9 treats in another way. */
export const OFFICE = { id: 3, code: '2024OFFICE', field: 'external_course', value: '203', teacher: 3 } as const;
export const CLOSED = { id: 4, code: 'ARCHIVE', field: 'external_course', value: '204', teacher: 4 } as const;
/** The number the next course gets. */
export const NEXT_ID = 5;

export const VISIBILITY = { public: 3, 'public-registered': 2, private: 1, closed: 0 } as const;

/** The three ways to name one course. */
export function namesOf(course: { id: number; code: string; field: string; value: string }) {
	return [
		{ field: course.field, value: course.value },
		{ field: 'code', value: course.code.toLowerCase() },
		{ field: 'chamilo_course_id', value: String(course.id) },
	];
}

export const UNKNOWN_COURSES = [
	{ field: 'external_course', value: 'nothing' },
	{ field: 'no_such_field', value: '201' },
	{ field: 'code', value: 'NOTHING' },
	{ field: 'chamilo_course_id', value: '999' },
];

export function pathTo(reference: { field: string; value: string }, suffix = ''): string {
	return `/courses/${encodeURIComponent(reference.field)}/${encodeURIComponent(reference.value)}${suffix}`;
}

/** What differs between the kinds of campuses, in places where the suites are about something else. */
export function kindFacts({ kind }: Pick<Bench, 'kind'>) {
	const is19 = kind === '1.9';
	const hasSoap = hasSoapPhp(kind);
	return {
		is19,
		hasSoap,
		/** Operation by which the teacher of a new course is subscribed. */
		teacherOperation: is19 ? 'WSCourse.SubscribeUserToCourse' : 'WSSubscribeUserToCourseSimple',
		/** Operation by which a course is looked up by an external id. */
		lookUpOperation: hasSoap ? 'WSCourse.UnsubscribeUserFromCourse' : 'WSCourseDescription',
		/** Chamilo 1.11 makes user 1 a teacher of every new course. */
		teachers: (userId: number | null) =>
			[...(is19 || userId === 1 ? [] : [1]), ...(userId === null ? [] : [userId])].map((id) => ({
				userId: id,
				status: 1,
			})),
		/** Fields that users of a 1.11 campus see: every course has them. */
		visibleExtras: is19 ? {} : { special_course: '0', video_url: '' },
	};
}

/** Looks at the courses from outside, through the sandbox's control endpoints. */
export function courseEyes(bench: Bench) {
	// The state has all of a course; the type of the support file names what the user suites need.
	const all = async () => (await bench.control.state()).courses as StateCourse[];
	return {
		all,
		added: async () => (await all()).filter(({ id }) => id >= NEXT_ID),
		byCode: async (code: string) => (await all()).find((course) => course.code === code),
		byId: async (id: number) => (await all()).find((course) => course.id === id),
		having: async (field: string, value: string) => (await all()).filter(({ extras }) => extras[field] === value),
		nothingSent: async () => expect(await bench.control.operations()).toEqual([]),
		/** Runs the work and asserts that the campus is as it was before. */
		unchanged: async <T>(work: () => Promise<T>): Promise<T> => {
			const before = await bench.control.state();
			const result = await work();
			expect(await bench.control.state()).toEqual(before);
			return result;
		},
	};
}
