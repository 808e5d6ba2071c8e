import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import {
	assertSession,
	BY_EXTERNAL_ID,
	BY_NAME,
	BY_NUMBER,
	byName,
	findSession,
	LISTED_BY_NAME,
	sessionNotFound,
	unlisted,
} from './find.js';
import { listSessions, withDates } from './list.js';
import type { Session } from './schemas.js';

const UNREAD = { name: null, start_date: null, end_date: null };

/** Reads a session; what Chamilo does not say of it is null. @throws session-not-found */
export const readSession = step('Reading a session', [
	{
		calls: [findSession, withDates],
		async run(campus, reference: Reference): Promise<Session> {
			const found = await findSession(campus, reference);
			if (!found) throw sessionNotFound(reference);
			const [session = { ...found, start_date: null, end_date: null }] = await withDates(campus, [found]);
			const { id, name, start_date, end_date } = session;
			return { id, ...reference, name, start_date, end_date };
		},
	},
	{
		input: BY_EXTERNAL_ID,
		needs: ['soap-php'],
		calls: [assertSession],
		limits: 'Of a session named by an external id Chamilo 1.9 says only that it exists.',
		async run(campus, reference: Reference): Promise<Session> {
			await assertSession(campus, { reference, id: null });
			return { id: null, ...reference, ...UNREAD };
		},
	},
	{
		input: BY_NUMBER,
		needs: ['soap-php'],
		calls: [listSessions, assertSession],
		async run(campus, reference: Reference): Promise<Session> {
			const id = Number(reference.value);
			const listed = (await listSessions(campus)).find((session) => session.id === id);
			if (listed) return { ...listed, ...reference };
			await assertSession(campus, { reference, id });
			return { id, ...reference, ...UNREAD };
		},
	},
	{
		input: BY_NAME,
		needs: ['soap-php'],
		calls: [listSessions],
		limits: LISTED_BY_NAME,
		async run(campus, reference: Reference): Promise<Session> {
			const listed = byName(await listSessions(campus), reference.value);
			if (!listed) throw unlisted(reference);
			return { ...listed, ...reference };
		},
	},
]);
