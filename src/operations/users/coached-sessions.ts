import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import { step } from '../ways.js';

/** Numbers and names of the sessions that users coach, by the number of the user. */
export type CoachedSessions = ReadonlyMap<number, readonly { id: number; name: string }[]>;

/** Who coaches which sessions. One call for all sessions of the campus: an empty term is in every name. */
export const coachedSessions = step('Looking who coaches sessions', {
	needs: ['session-search'],
	calls: ['WSSearchSession'],
	async run(campus): Promise<CoachedSessions> {
		const sessions = (await campus.query('WSSearchSession', { term: '', extrafields: '' })) ?? [];
		const coached = new Map<number, { id: number; name: string }[]>();
		for (const session of sessions) {
			const [id, coach] = [recordNumber(session?.id ?? null), recordNumber(session?.id_coach ?? null)];
			if (id === null || coach === null) continue;
			coached.set(coach, [...(coached.get(coach) ?? []), { id, name: String(session?.name ?? '') }]);
		}
		return coached;
	},
});

/**
 * The error that says why the user cannot be deleted; null where it coaches no session. Chamilo 1.11 refuses to delete
 * the coach of a session, but only after it has taken the user out of its courses: so the gateway looks before.
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
