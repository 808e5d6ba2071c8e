import { GatewayError } from '../../errors.js';
import type { RecordKind, Reference } from './reference.js';

/** What names one of several records that have the same external id. */
const UNIQUE_NAMES: Record<RecordKind, string> = {
	user: 'chamilo_user_id',
	course: 'its `code`',
	session: 'chamilo_session_id',
};

/**
 * The only one of the records that have an external id; null when there is none.
 * @param nameOf how a record is named to the caller, who has to choose one
 * @throws ambiguous-identifier where several have it
 */
export function onlyHolder<Holder>(
	kind: RecordKind,
	{ field, value }: Reference,
	holders: readonly Holder[],
	nameOf: (holder: Holder) => number | string | null,
): Holder | null {
	const [found = null, ...others] = holders;
	if (others.length === 0) return found;
	throw new GatewayError(
		'ambiguous-identifier',
		`Several ${kind}s have ${field} "${value}": ${holders.map(nameOf).join(', ')}. Name the one that is meant by ${UNIQUE_NAMES[kind]}. Nothing was changed.`,
	);
}
