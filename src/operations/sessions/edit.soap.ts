import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { dayOf, refuseUnstorable, sessionArguments } from './arguments.soap.js';
import { COACH_CALLS, resolveCoach } from './coach.js';
import {
	assertSession,
	byName,
	LISTED,
	type ListedSession,
	listSessions,
	referenceLock,
	SESSION_LOOKUP_CALLS,
	sameText,
	sessionLock,
	sessionPair,
	targetOf,
} from './find.js';
import type { SessionEdit } from './schemas.js';

export const EDIT_CALLS = ['WSSession.EditSession', listSessions, ...SESSION_LOOKUP_CALLS, ...COACH_CALLS] as const;

/**
 * Gives a session the state asked for. EditSession says nothing of any failure, so what can go wrong is asked before
 * it, and the list of sessions is read after it.
 * @returns why the effect could not be seen; null when it was.
 */
export async function editSession(campus: Campus, reference: Reference, edit: SessionEdit): Promise<string | null> {
	refuseUnstorable(edit);
	if (edit.name.includes('\\')) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo drops backslashes from the name when it edits a session. Nothing was changed.',
		);
	}
	const target = await targetOf(campus, reference);
	if (target.id === null && Object.keys(edit.extras ?? {}).length > 0) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo drops extra fields in silence when the session is named by an external id. Name it by chamilo_session_id or by name, or leave extras out. Nothing was changed.',
		);
	}
	const locks = [sessionLock(target), referenceLock({ field: 'name', value: edit.name })];
	return campus.withLock([...new Set(locks)], async () => {
		await assertSession(campus, target);
		const coachId = await resolveCoach(campus, edit.coach);
		const before = target.id === null ? await listSessions(campus) : [];
		await campus.command('WSSession.EditSession', { ...sessionArguments(edit, coachId), ...sessionPair(target) });
		const after = await listSessions(campus);
		return target.id === null ? outcomeByName(before, after, edit) : outcomeByNumber(after, target.id, edit);
	});
}

function outcomeByNumber(after: readonly ListedSession[], id: number, edit: SessionEdit): string | null {
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
 * By an external id the number is unknown, so the unique name has to do: a session that got it, or whose dates became
 * the wanted ones, is the one that was edited; one that had it and is otherwise unchanged belongs to somebody else.
 */
function outcomeByName(
	before: readonly ListedSession[],
	after: readonly ListedSession[],
	edit: SessionEdit,
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

function isAsAsked(session: ListedSession, edit: SessionEdit): boolean {
	const start = edit.nolimit ? null : dayOf(edit.start_date);
	const end = edit.nolimit ? null : dayOf(edit.end_date);
	return session.name === edit.name && session.start_date === start && session.end_date === end;
}

function notListed(which: string): string {
	return `Chamilo was asked to make the change and does not say whether it did. The only way to look is its list of sessions, and ${which} is not in it: ${LISTED}.`;
}

export function nameTaken(edit: SessionEdit, operation = 'WSSession.EditSession'): GatewayError {
	return new GatewayError(
		'session-name-taken',
		`Another session is called "${edit.name}"; the session was not changed.`,
		{ chamilo: { operation } },
	);
}
