import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';

export interface Course {
	id: number;
	code: Bytes;
	visualCode: Bytes;
	directory: Bytes;
	title: Bytes;
	categoryCode: Bytes;
	tutorName: Bytes;
	language: Bytes;
	/** 0 closed, 1 private, 2 open to users of the platform, 3 public. */
	visibility: number;
	subscribe: number;
	unsubscribe: number;
	departmentName: Bytes;
	departmentUrl: Bytes;
	diskQuota: number;
}

/** A row of the course descriptions. EditCourseDescription inserts new ones with `courseId` 0 by mistake (F131). */
export interface CourseDescription {
	courseId: number;
	id: number;
	type: number;
	title: Bytes;
	content: Bytes;
}

export interface LearnpathItem {
	id: number;
	minScore: number;
	maxScore: number;
	masteryScore: Bytes | null;
}

export interface Learnpath {
	courseId: number;
	id: number;
	name: Bytes;
	items: LearnpathItem[];
}

/** The progress of a user in a learnpath. */
export interface LearnpathView {
	userId: number;
	courseId: number;
	learnpathId: number;
	/** The session in which it was made, if any. Only v2.php reads those. */
	sessionId?: number;
	progress: number;
	items: { itemId: number; score: number; status: Bytes; location: Bytes }[];
}

/** Time spent, in seconds: on the platform (no course), in a course, or in a course of a session. */
export interface TimeSpent {
	userId: number;
	courseCode?: Bytes;
	sessionId?: number;
	seconds: number;
	/** The day of the visit, YYYY-MM-DD; of time on the platform only. */
	lastVisit?: string;
}

/** The course tables: courses, members, descriptions, learnpaths, tracking and categories. */
export class Courses {
	private rows: Course[] = [];
	private nextId = 1;
	members: { courseCode: Bytes; userId: number; status: number }[] = [];
	descriptions: CourseDescription[] = [];
	learnpaths: Learnpath[] = [];
	views: LearnpathView[] = [];
	times: TimeSpent[] = [];
	categories = new Map<Bytes, Bytes>([
		['LANG', 'Language skills'],
		['PC', 'PC Skills'],
		['PROJ', 'Projects'],
	]);

	insert(course: Omit<Course, 'id'>): Course {
		const row = { id: this.nextId++, ...course };
		this.rows.push(row);
		return row;
	}

	byId(id: number): Course | undefined {
		return this.rows.find((course) => course.id === id);
	}

	byCode(code: Bytes | undefined): Course | undefined {
		if (code === undefined) return undefined;
		const key = collate(code);
		return this.rows.find((course) => collate(course.code) === key);
	}

	list(): readonly Course[] {
		return this.rows;
	}

	delete(course: Course): void {
		this.rows = this.rows.filter((row) => row !== course);
		this.members = this.members.filter((row) => row.courseCode !== course.code);
		this.descriptions = this.descriptions.filter((row) => row.courseId !== course.id);
		this.learnpaths = this.learnpaths.filter((row) => row.courseId !== course.id);
		this.views = this.views.filter((row) => row.courseId !== course.id);
		this.times = this.times.filter((row) => row.courseCode !== course.code);
	}

	isMember(course: Course, userId: number): boolean {
		return this.members.some((row) => row.courseCode === course.code && row.userId === userId);
	}

	addMember(course: Course, userId: number, status: number): void {
		this.members.push({ courseCode: course.code, userId, status });
	}

	removeMember(course: Course, userId: number): void {
		this.members = this.members.filter((row) => row.courseCode !== course.code || row.userId !== userId);
	}

	/** Whether the user is the only teacher of some course. Such a user cannot be deleted (F105). */
	isOnlyTeacherSomewhere(userId: number): boolean {
		const taught = this.members.filter((row) => row.userId === userId && row.status === 1);
		return taught.some((own) => {
			const teachers = this.members.filter((row) => row.courseCode === own.courseCode && row.status === 1);
			return teachers.length === 1;
		});
	}

	forgetUser(userId: number): void {
		this.members = this.members.filter((row) => row.userId !== userId);
		this.views = this.views.filter((row) => row.userId !== userId);
		this.times = this.times.filter((row) => row.userId !== userId);
	}
}
