import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { sessionArguments } from './arguments.soap.js';
import { fieldsOf, type Kept, sendCreation, sendEdit } from './calls.registration.js';
import { changeSession } from './change.json-api.js';
import { resolveCoach } from './coach.js';
import { type CreatedSession, externalIdTaken, lockKeys, nameTaken, taken } from './create.soap.js';
import { byName, holdersOf, sameText } from './find.js';
import { WHOLE_DAYS } from './limit-texts.js';
import { type NewSession, VISIBILITY_CODES } from './schemas.js';
import { type KnownSession, searchSessions } from './search.js';

/** A session to be created: what is sent first, and the external id by which it is found again. */
interface Draft {
	wanted: NewSession;
	/** With a name that Chamilo stores as it comes, and an external id of the gateway among the extra fields. */
	sent: Kept;
	external: Reference;
}

/** How the session comes into being. */
interface Creation {
	/** Sends it. @returns the number; null where Chamilo refuses without a reason */
	send: (draft: Draft) => Promise<number | null>;
	/** All but the name is stored as it is sent. */
	isWhole: boolean;
	/** What is still to be done when the session is there. */
	complete?: (id: number) => Promise<void>;
}

const OTHER_VISIBILITY = {
	label: 'a session with another visibility than `read-only`',
	matches: (session: NewSession) => !isReadOnly(session),
};
const READ_ONLY = { label: 'a session with the visibility `read-only`', matches: isReadOnly };

function isReadOnly({ visibility = 'read-only' }: NewSession): boolean {
	return visibility === 'read-only';
}

const createAndFinish = step('Creating a session', {
	calls: [resolveCoach, holdersOf, searchSessions, sendEdit],
	limits: WHOLE_DAYS,
	notes: "Every session is also given an external id of the gateway's, in the extra field `rest_gateway_id`.",
	async run(campus, session: NewSession, { send, isWhole, complete }: Creation): Promise<CreatedSession> {
		return campus.withLock(lockKeys(session), async (lock) => {
			const coachId = await resolveCoach(campus, session.coach);
			const draft = draftOf(session, coachId, campus.requestMark);
			const earlier = await createdEarlier(campus, draft);
			const { id, isKnown } =
				earlier === null ? await sendAndSettle(campus, draft, send, lock) : { id: earlier, isKnown: false };
			const isDone = isWhole && isKnown && draft.sent.name === session.name;
			if (!isDone || complete) {
				await finish(id, draft, async () => {
					if (!isDone) await storeAll(campus, id, draft);
					await complete?.(id);
				});
			}
			return { id, field: session.field ?? null, value: session.value ?? null };
		});
	},
});

/**
 * Creates a session where sessions can be searched. registration.soap.php can address it from then on, at least by an
 * external id of the gateway.
 */
export const createSearchable = step('Creating a session', [
	{
		input: OTHER_VISIBILITY,
		needs: ['soap-php'],
		calls: [createAndFinish, 'WSSession.CreateSession'],
		// WSSession.CreateSession stores other times and days of access: the edit that follows sets them.
		run: (campus, session: NewSession): Promise<CreatedSession> =>
			createAndFinish(campus, session, { send: (draft) => sendToSoap(campus, draft), isWhole: false }),
	},
	{
		input: OTHER_VISIBILITY,
		needs: ['json-api'],
		calls: [createAndFinish, sendCreation, changeSession],
		run: (campus, session: NewSession): Promise<CreatedSession> =>
			createAndFinish(campus, session, {
				send: ({ sent, external }) => sendCreation(campus, sent, external),
				isWhole: true,
				complete: (id) =>
					changeSession(campus, id, { visibility: VISIBILITY_CODES[session.visibility ?? 'read-only'] }),
			}),
	},
	{
		input: READ_ONLY,
		calls: [createAndFinish, sendCreation],
		run: (campus, session: NewSession): Promise<CreatedSession> =>
			createAndFinish(campus, session, {
				send: ({ sent, external }) => sendCreation(campus, sent, external),
				isWhole: true,
			}),
	},
]);

async function sendToSoap(campus: Campus, { wanted, sent, external }: Draft): Promise<number | null> {
	try {
		const send = () =>
			campus.command('WSSession.CreateSession', {
				...sessionArguments({ ...wanted, name: sent.name, extras: sent.extras }, sent.coachId),
				session_id_field_name: external.field,
				session_id_value: external.value,
			});
		return Number(await campus.makingFields('session', fieldsOf(sent, external), send));
	} catch (failure) {
		if (failure instanceof GatewayError && failure.chamilo?.faultcode === '301') return null;
		throw failure;
	}
}

/**
 * Looks which session has the external id or the name. When the request was begun before and broke off, it may be the
 * session of that attempt: then the creation goes on where it was.
 * @returns the number of that session, or null where both are free. @throws external-id-taken, session-name-taken
 */
async function createdEarlier(campus: Campus, { wanted, sent, external }: Draft): Promise<number | null> {
	const isKnown = wanted.field !== undefined || campus.resumed;
	const [holder, ...others] = isKnown ? await holdersOf(campus, external) : [];
	const isOwn = holder && [wanted.name, sent.name].some((name) => sameText(holder.name, name));
	if (campus.resumed && isOwn && others.length === 0) return holder.id;
	if (holder) throw externalIdTaken(wanted);
	const namesake = byName(await searchSessions(campus, wanted.name), wanted.name);
	// PHP can have died between the session and its external id: what has neither is not certainly another one.
	if (namesake) throw taken(campus, wanted, nameTaken(wanted));
	return null;
}

/** Chamilo stores a backslash before each of these when it creates a session, but not when it edits one (F34). */
const SLASHED = /['"\\]/g;

function draftOf(session: NewSession, coachId: number, mark: string | undefined): Draft {
	const { field, value, name } = session;
	const own = { field: GATEWAY_FIELD, value: mark ?? crypto.randomUUID() };
	const external = field !== undefined && value !== undefined ? { field, value } : own;
	const sent = {
		...session,
		name: name.search(SLASHED) < 0 ? name : `${name.replace(SLASHED, ' ').trim()} ${own.value}`,
		// When the session is named by its number later, the gateway does not know the field of the caller.
		extras: external === own ? session.extras : { ...session.extras, [own.field]: own.value },
		coachId,
		duration: 0,
	};
	return { wanted: session, sent, external };
}

/**
 * A creation whose reply never came is settled by looking: names are unique in Chamilo's database, and nobody else has
 * the external id while the lock is held.
 * @returns the number, and whether Chamilo answered it, which it does when everything is done.
 */
async function sendAndSettle(
	campus: Campus,
	draft: Draft,
	send: Creation['send'],
	lock: HeldLock,
): Promise<{ id: number; isKnown: boolean }> {
	for (let attempt = 1; ; attempt += 1) {
		const outcome = await send(draft).catch((failure) => {
			if (failure instanceof GatewayError && failure.outcomeUnknown) return failure;
			throw failure;
		});
		if (typeof outcome === 'number') return { id: outcome, isKnown: true };
		const made = await lookAfter(campus, draft, outcome);
		if (outcome !== null && !(await isProven(draft, lock))) throw outcomeUnknown(draft, outcome);
		if (made) return { id: made.id, isKnown: false };
		if (outcome === null) throw refused(draft);
		if (attempt > 1) throw outcomeUnknown(draft, outcome);
	}
}

/** Whether nobody else can have made what was found: an external id of the gateway shows it, otherwise the lock. */
async function isProven({ wanted }: Draft, lock: HeldLock): Promise<boolean> {
	return wanted.field === undefined || lock.isStillHeld();
}

/** @throws session-name-taken, outcome-unknown where looking does not show it */
async function lookAfter(
	campus: Campus,
	draft: Draft,
	failure: GatewayError | null,
): Promise<KnownSession | undefined> {
	const { sent, external, wanted } = draft;
	const field = external.field.toLowerCase();
	const holder = await searchSessions(campus, sent.name, [field]).then(
		(list) => byName(list, sent.name),
		(cause) => {
			throw failure ? outcomeUnknown(draft, failure, cause) : cause;
		},
	);
	if (!holder) return undefined;
	if (sameText(holder.extras.get(field) ?? '', external.value)) return holder;
	// Perhaps PHP died between the session and its external id: it is not for the gateway to guess.
	throw failure ? outcomeUnknown(draft, failure) : nameTaken(wanted);
}

/** Does what the creation could not do. @throws creation-incomplete */
async function finish(id: number, draft: Draft, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.code === 'creation-incomplete') throw failure;
		throw incomplete(id, draft, `The last step failed: ${failure.message}`, failure);
	}
}

/** Gives the session what the creation could not give it, and looks whether all of it is there. */
async function storeAll(campus: Campus, id: number, draft: Draft): Promise<void> {
	const { wanted, sent, external } = draft;
	if (!(await sendEdit(campus, { ...sent, name: wanted.name }, external))) {
		throw incomplete(id, draft, 'Chamilo refused the last step and gave no reason.');
	}
	const names = Object.keys(sent.extras ?? {});
	const stored = (await searchSessions(campus, wanted.name, names)).find((session) => session.id === id);
	const lost = names.filter((name) => stored?.extras.get(name.toLowerCase()) !== sent.extras?.[name]);
	if (lost.length > 0) throw incomplete(id, draft, `Chamilo did not store the extra fields ${lost.join(', ')}.`);
}

function incomplete(id: number, { sent }: Draft, reason: string, cause?: unknown): GatewayError {
	return new GatewayError(
		'creation-incomplete',
		`Session ${id} was created under the name "${sent.name}", but not everything was stored. ${reason} Send it with PUT /sessions/chamilo_session_id/${id}.`,
		{ extensions: { id }, ...(cause === undefined ? {} : { cause }) },
	);
}

function refused({ wanted, external }: Draft): GatewayError {
	const left =
		wanted.field === undefined
			? ''
			: ` Most likely ${external.field} "${external.value}" is left over from a session that was deleted in a request that broke off; then another value helps.`;
	return new GatewayError('rejected-by-chamilo', `Chamilo did not create the session and gave no reason.${left}`, {
		chamilo: { operation: 'WSCreateSession' },
	});
}

function outcomeUnknown({ sent }: Draft, failure: GatewayError, cause: unknown = failure): GatewayError {
	return new GatewayError(
		'outcome-unknown',
		`It is not known whether the session "${sent.name}" was created with its external id: ${failure.message} Look for it in Chamilo before sending it again.`,
		{ cause, outcomeUnknown: true, ...(failure.chamilo ? { chamilo: failure.chamilo } : {}) },
	);
}
