import type { Campus } from '../campus/campus.js';
import type { Session } from '../campus/sessions.js';
import type { Bytes } from '../php/bytes.js';
import { collate } from '../php/database.js';
import { type PhpValue, phpEmpty, phpInt, phpList, phpMember, phpString, phpStruct, SqlError } from '../php/values.js';
import { shownSession } from '../services/registration-sessions.js';
import { type Handlers, registration } from '../services/service.js';

/** Reading sessions in registration.soap.php of 1.11: FACTS.md, section Sessions. */
export const registrationSessionReadingHandlers: Handlers = {
	WSListSessions: registration(({ campus, root }, params) => {
		const { sessions, rules } = campus;
		const date = ['date_start', 'date_end'].find((name) => !phpEmpty(phpMember(params, name)));
		// 1.11.32 takes the dates and does not apply them (F168).
		if (date && rules.chamilo !== '1.11.32') throw new SqlError(`Unknown column '${date}' in 'where clause'`);
		const listed = sessions.list().filter((session) => sessions.coursesOf(session).length > 0);
		return phpList(limited(listed, params).map((session) => shownSession(session, root)));
	}),
	WSSearchSession: registration(({ campus }, params) => {
		const term = folded(phpString(phpMember(params, 'term')));
		const names = phpString(phpMember(params, 'extrafields'));
		const found = campus.sessions.list().filter((session) => matches(campus, session, term));
		return phpList(found.map((session) => searched(campus, session, names, session.showDescription ?? 0)));
	}),
	// The same for one session, but without extras; an unknown session is an empty item (F171).
	WSFetchSession: registration(({ campus }, params) => {
		const session = campus.sessions.byId(phpInt(phpMember(params, 'id')));
		if (!session) return phpList([phpStruct({})]);
		// 1.11.32 counts the courses itself, and never answers NULL (F198).
		const counted = campus.rules.countsSessionUsers ? campus.sessions.coursesOf(session).length : session.nbrCourses;
		return phpList([searched(campus, { ...session, nbrCourses: counted }, '', session.showDescription === 1)]);
	}),
};

/** `from` is the offset, `to` the maximum number of items. */
export function page<Row>(rows: readonly Row[], params: PhpValue): Row[] {
	const from = phpInt(phpMember(params, 'from'));
	const count = phpInt(phpMember(params, 'to'));
	return rows.slice(from, count > 0 ? from + count : undefined);
}

/**
 * `LIMIT from, to` where both are sent: two empty texts are LIMIT 0, 0 (F169), and a negative number is a SQL error
 * (F199).
 */
function limited<Row>(rows: readonly Row[], params: PhpValue): Row[] {
	const [from, to] = [phpMember(params, 'from'), phpMember(params, 'to')];
	if (from === null || to === null) return [...rows];
	if (phpInt(from) < 0 || phpInt(to) < 0) throw new SqlError('You have an error in your SQL syntax');
	return rows.slice(phpInt(from), phpInt(from) + phpInt(to));
}

/** Substring search in the name, the description and all extras: "S1" matches "S12" too (F170). */
function matches({ sessionFields }: Campus, session: Session, term: string): boolean {
	const texts = [session.name, session.description ?? '', ...Object.values(sessionFields.of(session.id))];
	return texts.some((text) => folded(text).includes(term));
}

/** The comparison key of LIKE, for which trailing spaces are significant. */
function folded(text: Bytes): string {
	return collate(`${text}|`).slice(0, -1);
}

/** NULL values are left out, because there are never as many values as the type has members. */
function searched(
	{ sessionFields }: Campus,
	session: Session,
	fields: Bytes,
	showDescription: number | boolean,
): PhpValue {
	const members: Record<string, PhpValue> = {
		id: session.id,
		id_coach: session.coachId,
		name: session.name,
		nbr_courses: session.nbrCourses,
		nbr_users: session.nbrUsers,
		session_admin_id: session.adminId ?? 1,
		visibility: session.visibility,
		description: session.description ?? null,
		show_description: showDescription,
		duration: session.duration ?? null,
	};
	if (fields === '') return phpStruct(members);
	const extras = fields.split(',').flatMap((variable) => {
		const value = sessionFields.valueOf(session.id, variable);
		return value === undefined ? [] : [phpStruct({ variable, value })];
	});
	return phpStruct({ ...members, extra: phpList(extras) });
}
