import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';

export interface Session {
	id: number;
	name: Bytes;
	/** 1.9 keeps days, '0000-00-00' for none; 1.11 seconds, '' for none. */
	dateStart: string;
	dateEnd: string;
	/** From when to when its coach may enter, 1.11 only. */
	coachStart?: string;
	coachEnd?: string;
	/** Days per user instead of dates, 1.11 only. */
	duration?: number | null;
	description?: Bytes | null;
	showDescription?: number;
	/** Who made it: 0 for soap.php, 1 for registration.soap.php; 1.11 only. */
	adminId?: number;
	daysBefore: number;
	daysAfter: number;
	/** What a user may do once the session is over: 1 read only, 2 everything, 3 nothing. */
	visibility: number;
	coachId: number;
	/** NULL in 1.11 until something sets it; counting up leaves it NULL. */
	nbrUsers: number | null;
	nbrCourses: number | null;
	/** Only sessions that soap.php made are tied to the portal, and only those are listed by WSListSessions. */
	onPortal: boolean;
}

/** Sessions, their courses, their users, and the users' rows in the courses. */
export class Sessions {
	private rows: Session[] = [];
	private nextId = 1;
	courses: { sessionId: number; courseCode: Bytes; nbrUsers: number }[] = [];
	users: { sessionId: number; userId: number }[] = [];
	/** Status 2 is a coach of the course, which 1.9 never makes. */
	courseUsers: { sessionId: number; courseCode: Bytes; userId: number; status?: number }[] = [];
	/** What the counters of a new session start with. */
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
		this.courseUsers = this.courseUsers.filter((row) => row.userId !== userId);
	}

	forgetCourse(code: Bytes): void {
		this.courses = this.courses.filter((row) => row.courseCode !== code);
		this.courseUsers = this.courseUsers.filter((row) => row.courseCode !== code);
	}

	/** Uses a number up, as a statement does that fails after InnoDB gave it one. */
	consumeId(): void {
		this.nextId++;
	}

	/** Makes the next session get this number. */
	skipTo(id: number): void {
		this.nextId = Math.max(this.nextId, id);
	}
}
