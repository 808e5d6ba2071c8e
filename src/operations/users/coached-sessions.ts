import { GatewayError } from '../../errors.js';
import { type Campus, items, member, recordNumber } from '../campus.js';

/** Numbers and names of the sessions that users coach, by the number of the user. */
export type CoachedSessions = ReadonlyMap<number, readonly { id: number; name: string }[]>;

/** One call for all sessions of the campus: an empty term is in every name. */
export async function coachedSessions(campus: Campus): Promise<CoachedSessions> {
	const sessions = items(await campus.query('WSSearchSession', { term: '', extrafields: '' }));
	const coached = new Map<number, { id: number; name: string }[]>();
	for (const session of sessions) {
		const [id, coach] = [recordNumber(member(session, 'id')), recordNumber(member(session, 'id_coach'))];
		if (id === null || coach === null) continue;
		coached.set(coach, [...(coached.get(coach) ?? []), { id, name: String(member(session, 'name') ?? '') }]);
	}
	return coached;
}

/**
 * Why the user cannot be deleted; null where it coaches no session. Chamilo 1.11 keeps the coach of a session, but
 * takes it out of its courses before it notices: looked at beforehand.
 */
export function coachRefusal(coached: CoachedSessions, id: number): GatewayError | null {
	const sessions = coached.get(id);
	if (!sessions) return null;
	const names = sessions.map((session) => `"${session.name}" (${session.id})`).join(', ');
	return new GatewayError(
		'user-coaches-sessions',
		`User ${id} is the coach of ${names}, and Chamilo does not delete the coach of a session. Nothing was changed.`,
		{ extensions: { sessions } },
	);
}
