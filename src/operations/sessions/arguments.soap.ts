import { GatewayError } from '../../errors.js';
import { extraList } from '../fields/extras.js';
import { type NewSession, type SessionEdit, VISIBILITY_CODES } from './schemas.js';

type Described = Pick<
	NewSession | SessionEdit,
	| 'name'
	| 'start_date'
	| 'end_date'
	| 'nb_days_access_before'
	| 'nb_days_access_after'
	| 'nolimit'
	| 'visibility'
	| 'extras'
>;

/**
 * A session as CreateSession and EditSession take it, without the pair that names it. Dates are sent with a time, which
 * 1.9 drops and 1.11 needs. The coach is sent by number: by an external id it becomes nobody (F143).
 */
export function sessionArguments(session: Described, coachId: number) {
	return {
		name: session.name,
		start_date: session.nolimit ? '' : session.start_date,
		end_date: session.nolimit ? '' : session.end_date,
		nb_days_access_before: session.nb_days_access_before,
		nb_days_access_after: session.nb_days_access_after,
		nolimit: session.nolimit ? 1 : 0,
		visibility: VISIBILITY_CODES[session.visibility ?? 'read-only'],
		user_id_field_name: 'chamilo_user_id',
		user_id_value: String(coachId),
		extras: extraList(session.extras),
	};
}

/** Refuses what Chamilo 1.9 would store otherwise than asked. @throws unsupported-by-chamilo */
export function refuseUnstorable(session: Described): void {
	if (session.nolimit && session.visibility !== undefined && session.visibility !== 'read-only') {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo makes every session without dates read-only. Leave visibility out, or give the session dates. Nothing was changed.`,
		);
	}
	if (!session.nolimit && dayOf(session.start_date) === dayOf(session.end_date)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo keeps only the days of a session (in UTC), and takes none that begins and ends on the same day. Nothing was changed.',
		);
	}
}

/** The day of a date and time. */
export function dayOf(moment: string | undefined): string | undefined {
	return moment?.slice(0, 10);
}
