import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import type { SessionEdit } from './schemas.js';

/** Members that every edit of Chamilo overwrites, and the values they get where the caller accepts that. */
const RESET_TO = { nb_days_access_before: 0, nb_days_access_after: 0, visibility: 'read-only' } as const;

/** An edit with everything that Chamilo overwrites. Without a visibility the present one stays. */
export interface WholeEdit extends Omit<SessionEdit, 'name' | 'coach' | keyof Days> {
	name: string;
	coach: Reference;
	nb_days_access_before: number;
	nb_days_access_after: number;
}

type Days = Pick<SessionEdit, 'nb_days_access_before' | 'nb_days_access_after'>;

/** What an edit overwrites and the body leaves out, and what becomes of it. */
export interface Completed {
	edit: WholeEdit;
	/** Names of the members that are reset, because nobody can read them. */
	reset: string[];
}

/**
 * Completes an edit by what can be read of the session.
 * @param known the present values; `visibility: 'unchanged'` where an edit without one leaves it as it is
 * @param accepted whether what cannot be read may be reset
 * @throws unsupported-by-chamilo, with the members to send along
 */
export function completed(
	edit: SessionEdit,
	known: Pick<SessionEdit, 'name' | 'coach'> & { visibility?: 'unchanged' },
	accepted: boolean,
): Completed {
	const name = edit.name ?? known.name;
	const coach = edit.coach ?? known.coach;
	const members = Object.keys(RESET_TO) as (keyof typeof RESET_TO)[];
	const isVisibilityKept = known.visibility === 'unchanged' || edit.nolimit;
	const unread = members.filter(
		(member) => edit[member] === undefined && !(member === 'visibility' && isVisibilityKept),
	);
	const vital = [...(name === undefined ? ['name'] : []), ...(coach === undefined ? ['coach'] : [])];
	const missing = accepted ? vital : [...vital, ...unread];
	if (missing.length > 0 || name === undefined || coach === undefined) throw notComplete(missing, unread, accepted);
	const visibility = unread.includes('visibility') ? RESET_TO.visibility : edit.visibility;
	return {
		edit: {
			...{ ...edit, name, coach, visibility },
			nb_days_access_before: edit.nb_days_access_before ?? RESET_TO.nb_days_access_before,
			nb_days_access_after: edit.nb_days_access_after ?? RESET_TO.nb_days_access_after,
		},
		reset: unread,
	};
}

function notComplete(missing: readonly string[], unread: readonly string[], accepted: boolean): GatewayError {
	const or =
		accepted || unread.length === 0
			? ''
			: ` Or send ?accept_side_effects=true: then ${unread.join(', ')} ${unread.length === 1 ? 'is' : 'are'} reset to the values of a new session, and the answer says so.`;
	return new GatewayError(
		'unsupported-by-chamilo',
		`Chamilo overwrites a session as a whole, and cannot tell all of its present values. Send also: ${missing.join(', ')}.${or} Nothing was changed.`,
		{ errors: missing.map((name) => ({ pointer: `/${name}`, detail: 'cannot be read from this Chamilo' })) },
	);
}
