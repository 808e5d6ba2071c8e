import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';

/** A class: a group of users that is subscribed as a whole. Only v2.php has actions for them. */
export interface SchoolClass {
	id: number;
	name: Bytes;
	description: Bytes;
	visibility: number;
	type: number;
}

/** The tables of classes. */
export class Classes {
	private rows: SchoolClass[] = [];
	private nextId = 1;
	users: { groupId: number; userId: number }[] = [];
	courses: { groupId: number; courseId: number }[] = [];
	sessions: { groupId: number; sessionId: number }[] = [];

	add(input: Omit<SchoolClass, 'id'>): SchoolClass {
		const row = { id: this.nextId++, ...input };
		this.rows.push(row);
		return row;
	}

	list(): readonly SchoolClass[] {
		return this.rows;
	}

	byId(id: number): SchoolClass | undefined {
		return this.rows.find((row) => row.id === id);
	}

	byName(name: Bytes): SchoolClass | undefined {
		return this.rows.find((row) => collate(row.name) === collate(name));
	}

	delete({ id }: SchoolClass): void {
		this.rows = this.rows.filter((row) => row.id !== id);
		this.users = this.users.filter(({ groupId }) => groupId !== id);
		this.courses = this.courses.filter(({ groupId }) => groupId !== id);
		this.sessions = this.sessions.filter(({ groupId }) => groupId !== id);
	}

	usersOf(id: number): number[] {
		return [...new Set(this.users.filter(({ groupId }) => groupId === id).map(({ userId }) => userId))];
	}

	removeUser(id: number, user: number): void {
		this.users = this.users.filter(({ groupId, userId }) => groupId !== id || userId !== user);
	}

	removeCourse(id: number, course: number): void {
		this.courses = this.courses.filter(({ groupId, courseId }) => groupId !== id || courseId !== course);
	}

	removeSession(id: number, session: number): void {
		this.sessions = this.sessions.filter(({ groupId, sessionId }) => groupId !== id || sessionId !== session);
	}

	forgetUser(user: number): void {
		this.users = this.users.filter(({ userId }) => userId !== user);
	}

	forgetCourse(course: number): void {
		this.courses = this.courses.filter(({ courseId }) => courseId !== course);
	}
}
