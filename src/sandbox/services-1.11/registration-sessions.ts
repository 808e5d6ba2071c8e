import type { Campus } from '../campus/campus.js';
import type { Session } from '../campus/sessions.js';
import { columnText } from '../php/database.js';
import {
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpMember,
	phpString,
	phpTrim,
	SqlError,
} from '../php/values.js';
import { eachSession, originalSession } from '../services/registration-sessions.js';
import { type Handlers, registration } from '../services/service.js';
import { storeExtra } from '../services/sessions.js';
import { isNameTaken, NAME_LENGTH, slashed } from './session-rules.js';
import { timesFromParts } from './session-times.js';

/** Creating, editing and deleting sessions in registration.soap.php of 1.11: FACTS.md, section Sessions. */
export const registrationSessionHandlers: Handlers = {
	WSCreateSession: registration(({ campus }, params) =>
		eachSession(params, 'original_session_id_value', (item) => create(campus, item)),
	),
	WSEditSession: registration(({ campus }, params) =>
		eachSession(params, 'original_session_id_value', (item) => edit(campus, item)),
	),
	WSDeleteSession: registration(({ campus }, params) => {
		const deleted: Session[] = [];
		const results = eachSession(params, 'original_session_id_name', (item) => {
			const session = originalSession(campus, item);
			if (!session) return 0;
			const { sessions } = campus;
			if (sessions.coursesOf(session).length > 0 || sessions.usersOf(session).length > 0) {
				throw new SqlError('Cannot delete or update a parent row: a foreign key constraint fails');
			}
			sessions.delete(session);
			deleted.push(session);
			return 1;
		});
		// External ids are deleted last, so an interrupted request leaves external ids without a session (F172).
		for (const session of deleted) campus.sessionFields.forget(session.id);
		return results;
	}),
};

/** Returns the id, or 0 for any failure, except an unknown coach, which is a fatal error (F141). */
function create(campus: Campus, item: PhpValue): PhpValue {
	const { sessions, sessionFields } = campus;
	const get = (name: string) => phpMember(item, name);
	const field = phpString(get('original_session_id_name'));
	const name = phpTrim(phpString(get('name')));
	const times = timesFromParts(item);
	if (sessionFields.ownerOf(field, get('original_session_id_value')) !== undefined) return 0;
	if (name === '' || phpEmpty(get('user_id')) || !times || isNameTaken(campus, name)) return 0;
	const coach = coachOf(campus, item);
	if (coach === undefined) {
		sessions.consumeId();
		throw new PhpFatal('a foreign key constraint fails');
	}
	const session = sessions.insert({
		name: columnText(slashed(name), NAME_LENGTH),
		...times,
		daysBefore: 0,
		daysAfter: 0,
		duration: phpInt(get('duration')),
		adminId: 1,
		visibility: 1,
		coachId: coach,
		onPortal: true,
	});
	storeExtra(campus, session, field, get('original_session_id_value'));
	for (const extra of phpItems(get('extra'))) {
		storeExtra(campus, session, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return session.id;
}

/** Returns 1 for success or 0 for failure, correctly. Visibility and description are not changed (F149). */
function edit(campus: Campus, item: PhpValue): PhpValue {
	const get = (name: string) => phpMember(item, name);
	const session = originalSession(campus, item);
	const name = phpTrim(phpString(get('name')));
	const times = timesFromParts(item);
	if (!session || name === '' || phpEmpty(get('user_id')) || !times || isNameTaken(campus, name, session)) return 0;
	const coachId = coachOf(campus, item);
	if (coachId === undefined) throw new PhpFatal('a foreign key constraint fails');
	const duration = phpInt(get('duration'));
	Object.assign(session, { name: columnText(name, NAME_LENGTH), ...times, duration, adminId: 1, coachId });
	for (const extra of phpItems(get('extra'))) {
		campus.sessionFields.write(session.id, phpString(phpMember(extra, 'field_name')), phpMember(extra, 'field_value'));
	}
	return 1;
}

function coachOf({ users }: Campus, item: PhpValue): number | undefined {
	return users.byId(phpInt(phpMember(item, 'user_id')))?.id;
}
