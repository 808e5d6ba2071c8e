import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { changeSession, missingOf, numbered, type SessionPart } from './change.json-api.js';
import { resolveCoach } from './coach.js';
import { nameTaken } from './edit.soap.js';
import { byName, findSession, referenceLock, sessionNotFound } from './find.js';
import { type SessionPatch, VISIBILITY_CODES } from './schemas.js';
import { searchSessions } from './search.js';

/**
 * Changes the members of the patch, and nothing else of the session. Nothing is sent where all is so already.
 * @throws session-not-found, session-name-taken, user-not-found, rejected-by-chamilo
 */
export const patchOne = step('Changing single members of a session', {
	needs: ['json-api'],
	calls: [findSession, searchSessions, resolveCoach, changeSession],
	async run(campus, reference: Reference, patch: SessionPatch): Promise<void> {
		const named = await findSession(campus, reference);
		if (!named) throw sessionNotFound(reference);
		const locks = [numbered(named.id), { field: 'name', value: patch.name ?? named.name }].map(referenceLock);
		await campus.withLock(locks, async () => {
			const current = await findSession(campus, numbered(named.id), Object.keys(patch.extras ?? {}));
			if (!current) throw sessionNotFound(reference);
			const part = await partOf(campus, patch);
			if (missingOf(current, part).length === 0) return;
			if (patch.name !== undefined) await refuseTaken(campus, current.id, patch.name);
			await changeSession(campus, current.id, part);
		});
	},
});

async function partOf(campus: Campus, { name, coach, visibility, extras }: SessionPatch): Promise<SessionPart> {
	return {
		name,
		coachId: coach && (await resolveCoach(campus, coach)),
		visibility: visibility && VISIBILITY_CODES[visibility],
		extras,
	};
}

/** The database refuses a name that another session has, with a message that must not be shown (F367). */
async function refuseTaken(campus: Campus, id: number, name: string): Promise<void> {
	const others = (await searchSessions(campus, name)).filter((other) => other.id !== id);
	if (byName(others, name)) throw nameTaken({ name }, 'update_session');
}
