import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { dayOf, refuseUnstorable, sessionArguments } from './arguments.soap.js';
import { fieldsOf } from './calls.registration.js';
import { resolveCoach } from './coach.js';
import { completed, type WholeEdit } from './complete.js';
import { assertSession, byName, referenceLock, sameText, sessionLock, sessionPair, targetOf } from './find.js';
import { ONLY_DAYS } from './limit-texts.js';
import { LISTED, type ListedSession, listSessions } from './list.js';
import type { SessionEdit } from './schemas.js';

/** What came of an edit: the members that were reset, and why the effect could not be seen; null when it was. */
export interface Edited {
	reset: string[];
	unseen: string | null;
}

/**
 * Edits a session where sessions cannot be searched. EditSession answers no failure (F144), so the gateway looks before
 * it for what can go wrong, and reads the list of sessions before and after it.
 */
export const editListed = step('Editing a session', {
	needs: ['soap-php'],
	calls: [targetOf, assertSession, resolveCoach, listSessions, 'WSSession.EditSession'],
	limits: `${ONLY_DAYS} A session without dates is always read-only. Extra fields only of a session named by number or name. Only name and dates can be read back, and only of listed sessions.`,
	async run(campus, reference: Reference, given: SessionEdit, accepted: boolean): Promise<Edited> {
		const target = await targetOf(campus, reference);
		if (target.id === null) refuseExtras(given);
		const name = given.name ?? (await listedName(campus, target.id));
		const { edit, reset } = completed(given, { name }, accepted);
		refuseUnstorable(edit);
		refuseBackslash(edit);
		const locks = [sessionLock(target), referenceLock({ field: 'name', value: edit.name })];
		return campus.withLock([...new Set(locks)], async () => {
			await assertSession(campus, target);
			const coachId = await resolveCoach(campus, edit.coach);
			const before = target.id === null ? await listSessions(campus) : [];
			const sent = { ...sessionArguments(edit, coachId), ...sessionPair(target) };
			const send = () => campus.command('WSSession.EditSession', sent);
			// It answers no failure, so its fields are not known to exist after it.
			await campus.makingFields('session', fieldsOf(edit), send, () => false);
			const after = await listSessions(campus);
			const unseen = target.id === null ? outcomeByName(before, after, edit) : outcomeByNumber(after, target.id, edit);
			return { reset, unseen };
		});
	},
});

/** The name of a listed session; of one named by an external id the number is not known. */
async function listedName(campus: Campus, id: number | null): Promise<string | undefined> {
	return id === null ? undefined : (await listSessions(campus)).find((session) => session.id === id)?.name;
}

function refuseBackslash({ name }: WholeEdit): void {
	if (!name.includes('\\')) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		'This Chamilo drops backslashes from the name when it edits a session. Nothing was changed.',
	);
}

function refuseExtras({ extras = {} }: SessionEdit): void {
	if (Object.keys(extras).length === 0) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		'This Chamilo drops extra fields in silence when the session is named by an external id. Name it by chamilo_session_id or by name, or leave extras out. Nothing was changed.',
	);
}

function outcomeByNumber(after: readonly ListedSession[], id: number, edit: WholeEdit): string | null {
	const listed = after.find((session) => session.id === id);
	if (listed && isAsAsked(listed, edit)) return null;
	if (after.some((session) => session.id !== id && sameText(session.name, edit.name))) throw nameTaken(edit);
	if (!listed) return notListed(`session ${id}`);
	throw new GatewayError(
		'rejected-by-chamilo',
		`Chamilo did not change the session and gave no reason. Most likely a session that it does not list is called "${edit.name}".`,
		{ chamilo: { operation: 'WSSession.EditSession' } },
	);
}

/**
 * The number of a session named by an external id is unknown, so it is recognised by its unique name: a session that got
 * the name, or whose dates became the wanted ones, is the one that was edited. One that had both before may be another.
 */
function outcomeByName(
	before: readonly ListedSession[],
	after: readonly ListedSession[],
	edit: WholeEdit,
): string | null {
	const holder = byName(after, edit.name);
	if (!holder) return notListed('the session');
	const past = before.find(({ id }) => id === holder.id);
	if (!isAsAsked(holder, edit)) throw nameTaken(edit);
	if (past && isAsAsked(past, edit)) {
		return `A session called "${edit.name}" with these dates was there before; Chamilo does not tell whether it is the one with this external id, and says nothing when it refuses an edit. Name the session by chamilo_session_id to be certain.`;
	}
	return null;
}

function isAsAsked(session: ListedSession, edit: WholeEdit): boolean {
	const start = edit.nolimit ? null : dayOf(edit.start_date);
	const end = edit.nolimit ? null : dayOf(edit.end_date);
	return session.name === edit.name && session.start_date === start && session.end_date === end;
}

function notListed(which: string): string {
	return `Chamilo was asked to make the change and does not say whether it did. The only way to look is its list of sessions, and ${which} is not in it: ${LISTED}.`;
}

export function nameTaken(edit: Pick<WholeEdit, 'name'>, operation = 'WSSession.EditSession'): GatewayError {
	return new GatewayError(
		'session-name-taken',
		`Another session is called "${edit.name}"; the session was not changed.`,
		{ chamilo: { operation } },
	);
}
