import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';

export interface Session {
	id: number;
	name: Bytes;
	/** A date in 1.9 ('0000-00-00' for none), a date and time in 1.11 ('' for none). */
	dateStart: string;
	dateEnd: string;
	/** The period that is shown, 1.11 only; nothing but v2.php changes it. */
	displayStart?: string;
	displayEnd?: string;
	/** The period in which the coach has access, 1.11 only. */
	coachStart?: string;
	coachEnd?: string;
	/** Number of days per user, instead of dates; 1.11 only. */
	duration?: number | null;
	description?: Bytes | null;
	showDescription?: number | null;
	/** The creator: 0 for soap.php, 1 for registration.soap.php; 1.11 only. */
	adminId?: number;
	daysBefore: number;
	daysAfter: number;
	/** Access after the end of the session: 1 read only, 2 full, 3 none. */
	visibility: number;
	coachId: number;
	/** NULL in 1.11 until it is set; NULL + 1 stays NULL. */
	nbrUsers: number | null;
	nbrCourses: number | null;
	/** Linked to the portal: only sessions created by soap.php are, and WSListSessions lists only those. */
	onPortal: boolean;
}

/** The session tables: sessions, their courses, their users, and the users of their courses. */
export class Sessions {
	private rows: Session[] = [];
	private nextId = 1;
	courses: { sessionId: number; courseCode: Bytes; nbrUsers: number }[] = [];
	users: { sessionId: number; userId: number }[] = [];
	/** Status 2 is a coach of the course, 1.11 only. */
	courseUsers: { sessionId: number; courseCode: Bytes; userId: number; status?: number }[] = [];
	/** Initial value of the counters of a new session. */
	initialCount: 0 | null = 0;

	insert(session: Omit<Session, 'id' | 'nbrUsers' | 'nbrCourses'>): Session {
		const row = { id: this.nextId++, nbrUsers: this.initialCount, nbrCourses: this.initialCount, ...session };
		this.rows.push(row);
		return row;
	}

	byId(id: number): Session | undefined {
		return this.rows.find((session) => session.id === id);
	}

	byName(name: Bytes): Session | undefined {
		const key = collate(name);
		return this.rows.find((session) => collate(session.name) === key);
	}

	list(): readonly Session[] {
		return this.rows;
	}

	delete(session: Session): void {
		this.rows = this.rows.filter((row) => row !== session);
		this.courses = this.courses.filter((row) => row.sessionId !== session.id);
		this.users = this.users.filter((row) => row.sessionId !== session.id);
		this.courseUsers = this.courseUsers.filter((row) => row.sessionId !== session.id);
	}

	coursesOf(session: Session) {
		return this.courses.filter((row) => row.sessionId === session.id);
	}

	usersOf(session: Session): number[] {
		return this.users.filter((row) => row.sessionId === session.id).map((row) => row.userId);
	}

	hasUser(session: Session, userId: number): boolean {
		return this.users.some((row) => row.sessionId === session.id && row.userId === userId);
	}

	forgetUser(userId: number): void {
		for (const session of this.rows) if (session.coachId === userId) session.coachId = 0;
		this.users = this.users.filter((row) => row.userId !== userId);
		this.forgetCourseUser(userId);
	}

	/** Deletes the rows of a user in the courses of all sessions. */
	forgetCourseUser(userId: number): void {
		this.courseUsers = this.courseUsers.filter((row) => row.userId !== userId);
	}

	forgetCourse(code: Bytes): void {
		this.courses = this.courses.filter((row) => row.courseCode !== code);
		this.courseUsers = this.courseUsers.filter((row) => row.courseCode !== code);
	}

	/** Skips one id, as a failing INSERT does in InnoDB. */
	consumeId(): void {
		this.nextId++;
	}

	/** Sets the id of the next session. */
	skipTo(id: number): void {
		this.nextId = Math.max(this.nextId, id);
	}
}
