import { GatewayError } from '../../errors.js';
import { extraList } from '../fields/extras.js';
import type { WholeEdit } from './complete.js';
import { type NewSession, VISIBILITY_CODES } from './schemas.js';

type Described = Pick<
	NewSession | WholeEdit,
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
		end_date: session.nolimit ? '' : endOf(session),
		nb_days_access_before: session.nb_days_access_before,
		nb_days_access_after: session.nb_days_access_after,
		nolimit: session.nolimit ? 1 : 0,
		visibility: VISIBILITY_CODES[session.visibility ?? 'read-only'],
		user_id_field_name: 'chamilo_user_id',
		user_id_value: String(coachId),
		extras: extraList(session.extras),
	};
}

/** The end has to be after the start, also of a session of one day. */
function endOf({ start_date, end_date }: Described): string | undefined {
	return start_date === end_date ? end_date?.replace('00:00:00', '23:59:59') : end_date;
}

/** The column of Chamilo 1.9; that of 1.11 has 150. */
const LONGEST_NAME = 50;

/** Refuses what Chamilo 1.9 would store otherwise than asked. @throws unsupported-by-chamilo */
export function refuseUnstorable(session: Described): void {
	if (session.name.length > LONGEST_NAME) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo cuts off names of sessions after ${LONGEST_NAME} characters. Nothing was changed.`,
			{ errors: [{ pointer: '/name', detail: `has more than ${LONGEST_NAME} characters` }] },
		);
	}
	if (session.nolimit && session.visibility !== undefined && session.visibility !== 'read-only') {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo makes every session without dates read-only. Leave visibility out, or give the session dates. Nothing was changed.`,
		);
	}
	if (!session.nolimit && dayOf(session.start_date) === dayOf(session.end_date)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo takes no session that begins and ends on the same day. Nothing was changed.',
			{ errors: [{ pointer: '/end_date', detail: 'has to be after start_date' }] },
		);
	}
}

/** The day of a date and time. */
export function dayOf(moment: string | undefined): string | undefined {
	return moment?.slice(0, 10);
}
