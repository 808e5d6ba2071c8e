import { GatewayError } from '../../errors.js';
import { type CallArguments, type Campus, items, member } from '../campus.js';
import { extraList } from '../fields/extras.js';
import type { Reference } from '../fields/reference.js';
import type { NewSession, SessionEdit } from './schemas.js';

/** What registration.soap.php keeps of a session; visibility is not among it. */
export type Kept = Pick<
	NewSession | SessionEdit,
	'name' | 'start_date' | 'end_date' | 'nb_days_access_before' | 'nb_days_access_after' | 'nolimit' | 'extras'
> & {
	coachId: number;
	/** Days each user has in place of dates, which it drops; 0 for none. */
	duration: number;
};

/** A session as WSCreateSession and WSEditSession take it: dates in parts, from the first second to the last. */
function sessionItem(session: Kept, external: Reference): CallArguments {
	return {
		name: session.name,
		...dateParts('start', session.nolimit ? undefined : session.start_date),
		...dateParts('end', session.nolimit ? undefined : session.end_date),
		nb_days_access_before: session.nb_days_access_before,
		nb_days_access_after: session.nb_days_access_after,
		nolimit: session.nolimit ? 1 : '',
		user_id: session.coachId,
		duration: session.nolimit && session.duration > 0 ? session.duration : '',
		original_session_id_name: external.field,
		original_session_id_value: external.value,
		extra: extraList(session.extras),
	};
}

function dateParts(end: 'start' | 'end', moment: string | undefined): CallArguments {
	const [year = '', month = '', day = ''] = (moment?.slice(0, 10).split('-') ?? []).map(Number);
	return { [`year_${end}`]: year, [`month_${end}`]: month, [`day_${end}`]: day };
}

/** @returns the number, or null where Chamilo answers 0 and does not say why. */
export async function sendCreation(campus: Campus, session: Kept, external: Reference): Promise<number | null> {
	const id = Number(await sendOne(campus, 'WSCreateSession', sessionItem(session, external)));
	return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/**
 * Has the same effect again, so it is sent once more where the reply got lost.
 * @returns false where Chamilo answers 0: nothing was changed. The visibility stays as it is.
 */
export function sendEdit(campus: Campus, session: Kept, external: Reference): Promise<boolean> {
	const item = sessionItem(session, external);
	return repeatable(async () => (await sendOne(campus, 'WSEditSession', item)) === '1');
}

/** One session a call: a failure in a list ends it in silence (F55). */
async function sendOne(campus: Campus, operation: string, item: CallArguments): Promise<string> {
	const [answer = null] = items(await campus.command(operation, { sessions: [item] }));
	return String(member(answer, 'result') ?? '').trim();
}

/** @returns false where Chamilo answers 0: it knows no such session. */
export async function sendDeletion(campus: Campus, external: Reference): Promise<boolean> {
	const result = await sendOne(campus, 'WSDeleteSession', {
		original_session_id_value: external.value,
		original_session_id_name: external.field,
	});
	return result === '1';
}

/** Sends what may be done twice once more when its fate is unknown. @throws outcome-unknown when it stays so. */
export async function repeatable<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
	}
	try {
		return await work();
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		throw new GatewayError(
			'outcome-unknown',
			`It was sent twice, and it is not known whether Chamilo did it: ${failure.message} The request can be repeated as it is.`,
			{ cause: failure, ambiguous: true, ...(failure.chamilo ? { chamilo: failure.chamilo } : {}) },
		);
	}
}
