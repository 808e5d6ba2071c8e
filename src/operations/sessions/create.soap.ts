import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { valuesOf } from '../fields/extras.js';
import { fieldsNotKept, notKept } from '../fields/not-kept.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { refuseUnstorable, sessionArguments } from './arguments.soap.js';
import { resolveCoach } from './coach.js';
import { referenceLock, sessionExists } from './find.js';
import { ONLY_DAYS } from './limit-texts.js';
import { UNLISTED } from './list.js';
import type { NewSession } from './schemas.js';

export interface CreatedSession {
	/** Null where only the external id proves that the session was made. */
	id: number | null;
	field: string | null;
	value: string | null;
}

/** Creates a session where sessions cannot be searched. */
export const createBySoap = step('Creating a session', {
	needs: ['soap-php'],
	calls: [resolveCoach, sessionExists, 'WSSession.CreateSession'],
	limits: `${ONLY_DAYS} A session without dates is always read-only. ${UNLISTED}`,
	async run(campus, session: NewSession): Promise<CreatedSession> {
		refuseUnstorable(session);
		return campus.withLock(lockKeys(session), async (lock) => {
			const coachId = await resolveCoach(campus, session.coach);
			if (await externalIdExists(campus, session)) throw taken(campus, session, externalIdTaken(session));
			const id = await createOrSettle(campus, session, coachId, lock);
			return { id, field: session.field ?? null, value: session.value ?? null };
		});
	},
});

export function externalIdTaken({ field, value }: NewSession): GatewayError {
	return new GatewayError('external-id-taken', `Another session already has ${field} "${value}".`);
}

/** The problem where a name is taken: perhaps by the session that this very request made before it broke off. */
export function taken(campus: Campus, session: NewSession, failure: GatewayError): GatewayError {
	return campus.resumed ? outcomeUnknown(session, failure) : failure;
}

/** Keys of the locks for a creation: one after the other where name or external id are the same. */
export function lockKeys({ name, field, value }: NewSession): string[] {
	const keys = [referenceLock({ field: 'name', value: name })];
	if (field !== undefined && value !== undefined) keys.push(referenceLock({ field, value }));
	return keys;
}

/** Chamilo does not check: a second session with the id would be made, and never be found (F142). */
async function externalIdExists(campus: Campus, { field, value }: NewSession): Promise<boolean> {
	if (field === undefined || value === undefined) return false;
	return sessionExists(campus, { reference: { field, value }, id: null });
}

async function createOrSettle(
	campus: Campus,
	session: NewSession,
	coachId: number,
	lock: HeldLock,
): Promise<number | null> {
	try {
		return await create(campus, session, coachId);
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		if (failure.chamilo?.faultcode === '301') throw taken(campus, session, nameTaken(session, failure));
		if (!failure.outcomeUnknown) throw failure;
		return settle(campus, session, coachId, failure, lock);
	}
}

async function create(campus: Campus, session: NewSession, coachId: number): Promise<number> {
	const { field, value = '' } = session;
	const values = valuesOf(session);
	const fields = values.map((one) => one.field);
	const send = async () => {
		const isKnown = campus.unknownFields('session', fields).length === 0;
		const id = Number(
			await campus.command('WSSession.CreateSession', {
				...sessionArguments(session, coachId),
				session_id_field_name: field ?? 'chamilo_session_id',
				session_id_value: value,
			}),
		);
		return { id, lost: isKnown ? [] : await lostFields(campus, id, values) };
	};
	const { id, lost } = await campus.makingFields('session', fields, send, (made) => made.lost.length === 0);
	if (lost.length > 0) throw incomplete(id, notKept('session', lost));
	return id;
}

/** Those of the fields in which no session has the value that was sent. */
async function lostFields(campus: Campus, id: number, values: readonly Reference[]): Promise<string[]> {
	try {
		return await fieldsNotKept(values, (reference) => sessionExists(campus, { reference, id: null }));
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		throw incomplete(id, `The look whether its extra fields were stored failed: ${failure.message}`, failure);
	}
}

function incomplete(id: number, reason: string, cause?: unknown): GatewayError {
	const detail = `Session ${id} was created. ${reason} Send what is missing with PUT /sessions/chamilo_session_id/${id}.`;
	return new GatewayError('creation-incomplete', detail, { extensions: { id }, cause });
}

/** Name, dates and coach are checked before: of the reasons for 301, the name is what is left (F140). */
export function nameTaken({ name }: NewSession, failure?: GatewayError): GatewayError {
	return new GatewayError('session-name-taken', `Another session is called "${name}".`, {
		...(failure ? { cause: failure } : {}),
		...(failure?.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}

/**
 * Settles a creation whose reply never came. A session that has the external id now was made by it, where the lock is
 * still held. Where there is none it is sent once more, which cannot make a second session, because names are unique in Chamilo's database.
 * @throws outcome-unknown
 */
async function settle(
	campus: Campus,
	session: NewSession,
	coachId: number,
	failure: GatewayError,
	lock: HeldLock,
): Promise<number | null> {
	const found = await exists(campus, session, failure);
	if (!(await lock.isStillHeld())) throw outcomeUnknown(session, failure);
	if (found) return unseen(session, failure);
	try {
		return await create(campus, session, coachId);
	} catch (second) {
		if (!(second instanceof GatewayError)) throw second;
		const refused = second.chamilo?.faultcode === '301';
		if (!refused && !second.outcomeUnknown) throw second;
		if ((await exists(campus, session, failure)) && (await lock.isStillHeld())) return unseen(session, failure);
		throw outcomeUnknown(session, failure);
	}
}

async function exists(campus: Campus, session: NewSession, failure: GatewayError): Promise<boolean> {
	try {
		return await externalIdExists(campus, session);
	} catch (cause) {
		throw outcomeUnknown(session, failure, cause);
	}
}

/** The external id is stored before the extra fields: if it is there, the session is, but nothing proves the fields. */
function unseen(session: NewSession, failure: GatewayError): null {
	if (session.extras === undefined || Object.keys(session.extras).length === 0) return null;
	throw new GatewayError(
		'outcome-unknown',
		`The session was created and has ${session.field} "${session.value}", but it is not known whether its extra fields were stored: ${failure.message} Do not create it again.`,
		{ cause: failure, outcomeUnknown: true, ...(failure.chamilo ? { chamilo: failure.chamilo } : {}) },
	);
}

function outcomeUnknown(session: NewSession, failure: GatewayError, cause: unknown = failure): GatewayError {
	const detail = `It is not known whether the session "${session.name}" was created: ${failure.message} Look for it in Chamilo before sending it again.`;
	return new GatewayError('outcome-unknown', detail, {
		cause,
		outcomeUnknown: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}
