import type { Bytes } from '../php/bytes.js';
import { SqlError } from '../php/values.js';
import { Classes } from './classes.js';
import { type Course, Courses } from './courses.js';
import { ExtraFields } from './extra-fields.js';
import { Groups } from './groups.js';
import { CAMPUS_RULES, type CampusRules } from './rules.js';
import { Sessions } from './sessions.js';
import { type User, Users } from './users.js';

/** The twelve user fields of a fresh installation; the recordings' next one has number 13 (F7). */
const USER_FIELDS =
	'legal_accept already_logged_in update_type tags rssfeeds dashboard timezone mail_notify_invitation mail_notify_message mail_notify_group_message user_chat_status google_calendar_url'.split(
		' ',
	);

/** Settings of platform and server that change the services; those but server_type are of 1.11.32. */
export interface Settings {
	/** registration/email: whether an account needs an e-mail address, as installed (F107). */
	emailRequired: boolean;
	/** server_type=test: PHP shows its notices (F8). */
	testServer: boolean;
	/** output_buffering of PHP in bytes; as on the recorded servers where it is left out (F320). */
	outputBuffering?: number;
	/** `disable_webservices` of the configuration file (F9). */
	webservicesDisabled: boolean;
	/** Language of the platform, in which v2.php writes its messages (F364). */
	language: string;
	/** Time zone of the platform, in which v2.php reads dates (F381). */
	timeZone: string;
	/** webservice_enable_adminonly_api: administrators can read the keys of others in v2.php (F390). */
	keysReadable: boolean;
}

/** The settings as the installer leaves them. */
export const INSTALLED: Settings = {
	emailRequired: true,
	testServer: false,
	webservicesDisabled: false,
	language: 'english',
	timeZone: 'UTC',
	keysReadable: false,
};

/** The in-memory database of the sandbox. */
export class Campus {
	readonly users = new Users();
	readonly courses = new Courses();
	readonly sessions = new Sessions();
	readonly groups = new Groups();
	readonly classes = new Classes();
	/** Numbers of the platform administrators; the installer makes user 1 one. */
	readonly administrators = new Set([1]);
	/** Keys for v2.php (service MsgREST), by the number of the user. */
	readonly restKeys = new Map<number, string>();
	/** Numbers of users of another portal of the same Chamilo, whom v2.php does not list. */
	readonly elsewhere = new Set<number>();
	readonly userFields = new ExtraFields<number>(USER_FIELDS);
	readonly courseFields = new ExtraFields<Bytes>(['special_course']);
	readonly sessionFields = new ExtraFields<number>([]);
	rules: CampusRules = CAMPUS_RULES['1.9'];
	readonly settings: Settings = { ...INSTALLED };

	/**
	 * Called when a call begins. `enter` has to be called when it does its work: extra fields that other calls have made in
	 * between it has not seen.
	 */
	beginCall(): { insertCountAtStart: number; enter: () => void } {
		const all = [this.userFields, this.courseFields, this.sessionFields];
		const marks = all.map((fields) => fields.next);
		const enter = () => all.forEach((fields, index) => void fields.enter(marks[index] ?? fields.next));
		return { insertCountAtStart: this.users.insertCount, enter };
	}

	/**
	 * Deletes a user and all rows that refer to them. @returns false, without a change, for the only teacher of a course.
	 * @throws SqlError in 1.11 for the coach of a session: a foreign key prevents the deletion, but only after the course
	 * memberships were deleted, on 1.11.32 those in courses of sessions too (F106, F201).
	 */
	deleteUser(user: User): boolean {
		if (this.courses.isOnlyTeacherSomewhere(user.id)) return false;
		if (this.rules.chamilo !== '1.9' && this.sessions.list().some(({ coachId }) => coachId === user.id)) {
			this.courses.forgetUser(user.id);
			if (this.rules.chamilo === '1.11.32') this.sessions.forgetCourseUser(user.id);
			throw new SqlError('Cannot delete or update a parent row: a foreign key constraint fails');
		}
		this.users.delete(user);
		this.userFields.forget(user.id);
		this.courses.forgetUser(user.id);
		this.sessions.forgetUser(user.id);
		this.classes.forgetUser(user.id);
		return true;
	}

	/** Deletes a course, all rows that refer to it, and the course fields that no other course uses. */
	deleteCourse(course: Course): void {
		this.courses.delete(course);
		this.classes.forgetCourse(course.id);
		this.sessions.forgetCourse(course.code);
		this.courseFields.forget(course.code, true);
	}
}
