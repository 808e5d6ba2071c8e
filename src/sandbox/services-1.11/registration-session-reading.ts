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
		const { sessions } = campus;
		const date = ['date_start', 'date_end'].find((name) => !phpEmpty(phpMember(params, name)));
		if (date) throw new SqlError(`Unknown column '${date}' in 'where clause'`);
		const listed = sessions.list().filter((session) => sessions.coursesOf(session).length > 0);
		return phpList(page(listed, params).map((session) => shownSession(session, root)));
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
		return phpList([session ? searched(campus, session, '', session.showDescription === 1) : phpStruct({})]);
	}),
};

/** `from` is the offset, `to` the maximum number of items. */
export function page<Row>(rows: readonly Row[], params: PhpValue): Row[] {
	const from = phpInt(phpMember(params, 'from'));
	const count = phpInt(phpMember(params, 'to'));
	return rows.slice(from, count > 0 ? from + count : undefined);
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
