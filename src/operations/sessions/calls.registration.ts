import { GatewayError } from '../../errors.js';
import { extraList } from '../fields/extras.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import type { WholeEdit } from './complete.js';
import type { NewSession } from './schemas.js';

/** What registration.soap.php stores of a session: everything but the visibility. */
export type Kept = Pick<
	NewSession | WholeEdit,
	'name' | 'start_date' | 'end_date' | 'nb_days_access_before' | 'nb_days_access_after' | 'nolimit' | 'extras'
> & {
	coachId: number;
	/** Days each user has, which counts only without dates; 0 for none. */
	duration: number;
};

/** A session as WSCreateSession and WSEditSession take it: dates in parts, from the first second to the last. */
function sessionItem(session: Kept, external: Reference) {
	const start = dateParts(session.nolimit ? undefined : session.start_date);
	const end = dateParts(session.nolimit ? undefined : session.end_date);
	return {
		name: session.name,
		year_start: start.year,
		month_start: start.month,
		day_start: start.day,
		year_end: end.year,
		month_end: end.month,
		day_end: end.day,
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

/** Year, month and day as numbers; empty texts where there is no date. */
function dateParts(moment: string | undefined) {
	const [year = '', month = '', day = ''] = (moment?.slice(0, 10).split('-') ?? []).map(Number);
	return { year, month, day };
}

/** The extra fields that a creation makes where they are missing. */
export function fieldsOf({ extras }: Pick<Kept, 'extras'>, external?: Reference): string[] {
	return [...(external ? [external.field] : []), ...Object.keys(extras ?? {})];
}

/** @returns the number, or null where Chamilo answers 0 and does not say why. */
export const sendCreation = step('Creating a session by registration.soap.php', {
	calls: ['WSCreateSession'],
	async run(campus, session: Kept, external: Reference): Promise<number | null> {
		const sessions = [sessionItem(session, external)];
		const send = async () => {
			const id = Number(resultOf(await campus.command('WSCreateSession', { sessions })));
			return Number.isSafeInteger(id) && id > 0 ? id : null;
		};
		return campus.makingFields('session', fieldsOf(session, external), send, (id) => id !== null);
	},
});

/**
 * Has the same effect again, so it is sent once more where the reply got lost.
 * @returns false where Chamilo answers 0: nothing was changed. The visibility stays as it is.
 */
export const sendEdit = step('Editing a session by registration.soap.php', {
	calls: ['WSEditSession'],
	run(campus, session: Kept, external: Reference): Promise<boolean> {
		const sessions = [sessionItem(session, external)];
		return repeatable(async () => resultOf(await campus.command('WSEditSession', { sessions })) === '1');
	},
});

/** @returns false where Chamilo answers 0: there is no such session. */
export const sendDeletion = step('Deleting a session by registration.soap.php', {
	calls: ['WSDeleteSession'],
	async run(campus, { field, value }: Reference): Promise<boolean> {
		const sessions = [{ original_session_id_value: value, original_session_id_name: field }];
		return resultOf(await campus.command('WSDeleteSession', { sessions })) === '1';
	},
});

/** The result of a call about one record. Lists are never sent: a failure in one ends it without a word (F55). */
export function resultOf(answer: readonly ({ result: string | null } | null)[] | null): string {
	return (answer?.[0]?.result ?? '').trim();
}

/** Does the work again where the outcome is unknown: for what has the same effect twice. @throws outcome-unknown */
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
			{ cause: failure, outcomeUnknown: true, ...(failure.chamilo ? { chamilo: failure.chamilo } : {}) },
		);
	}
}
