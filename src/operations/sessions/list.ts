import type { SoapResultOf } from '../../soap/typed-call.js';
import { recordNumber } from '../campus.js';
import { step } from '../ways.js';
import { type KnownSession, searchSessions } from './search.js';

/** A session of the list; dates that are none, or cannot be read, are null. */
export interface ListedSession {
	id: number;
	name: string;
	start_date: string | null;
	end_date: string | null;
}

/** Which sessions Chamilo 1.9 lists, and so finds by name (F167). */
export const LISTED =
	'Chamilo 1.9 lists only sessions that have a course and a coach, and none made by WSCreateSession of registration.soap.php';

/** The same as a limit of a way. */
export const UNLISTED =
	'Chamilo 1.9 lists only sessions that have a course and a coach who exists, and none made by `WSCreateSession` of registration.soap.php.';

/** Sessions with a course, and their dates. A date filter is never sent: on 1.11 it is an SQL error (F168). */
export const datedSessions = step('Listing sessions with their dates', [
	{
		needs: ['services-of-1.11', 'session-dates'],
		calls: ['WSListSessions'],
		run: async (campus): Promise<ListedSession[]> =>
			// nil: as empty texts the limits mean LIMIT 0, 0, an empty list (F169).
			toListed(await campus.query('WSListSessions', { date_start: '', date_end: '', from: null, to: null })),
	},
	{
		needs: ['session-dates'],
		calls: ['WSListSessions'],
		run: async (campus): Promise<ListedSession[]> =>
			toListed(await campus.query('WSListSessions', { date_start: '', date_end: '' })),
	},
]);

function toListed(list: SoapResultOf<'WSListSessions'>): ListedSession[] {
	return (list ?? []).flatMap((item) => {
		const id = recordNumber(item?.id ?? null);
		if (id === null) return [];
		const [start_date, end_date] = [dayOf(item?.date_start), dayOf(item?.date_end)];
		return [{ id, name: String(item?.title ?? ''), start_date, end_date }];
	});
}

/** ISO 8601 of a moment as Chamilo tells it, in UTC (F381). */
function momentOf(value: string | null): string | null {
	return value === null || dayOf(value) === null ? null : `${value.replace(' ', 'T')}Z`;
}

function dayOf(value: unknown): string | null {
	const day = /^\d{4}-\d{2}-\d{2}/.exec(String(value ?? ''))?.[0];
	return day === undefined || day === '0000-00-00' ? null : day;
}

/** Adds the dates that the list of Chamilo has to sessions that were found without them. */
export const withDates = step('Reading the dates of sessions', [
	{
		needs: ['json-api'],
		calls: ['get_sessions'],
		limits: 'Dates of a session without courses are not readable and `null`.',
		notes: 'Dates have their time of day, in UTC.',
		async run(campus, sessions: readonly KnownSession[]): Promise<ListedSession[]> {
			const dated = new Map((await campus.readJson('get_sessions', {})).map((session) => [session.id, session]));
			return sessions.map(({ id, name }) => {
				const { access_start_date = null, access_end_date = null } = dated.get(id) ?? {};
				return { id, name, start_date: momentOf(access_start_date), end_date: momentOf(access_end_date) };
			});
		},
	},
	{
		calls: [datedSessions],
		limits: 'Dates of a session without courses are not readable and `null`.',
		async run(campus, sessions: readonly KnownSession[]): Promise<ListedSession[]> {
			const dated = new Map((await datedSessions(campus)).map((session) => [session.id, session]));
			return sessions.map(({ id, name }) => {
				const { start_date = null, end_date = null } = dated.get(id) ?? {};
				return { id, name, start_date, end_date };
			});
		},
	},
	{
		limits: 'The dates of sessions are not readable on PHP 8 and `null`.',
		run: async (_campus, sessions: readonly KnownSession[]): Promise<ListedSession[]> =>
			sessions.map(({ id, name }) => ({ id, name, start_date: null, end_date: null })),
	},
]);

/** All sessions that can be listed, in the order of their numbers. */
export const listSessions = step('Listing sessions', [
	{
		needs: ['session-search'],
		calls: [searchSessions, withDates],
		run: async (campus) => inOrder(await withDates(campus, await searchSessions(campus, ''))),
	},
	{
		calls: [datedSessions],
		limits: UNLISTED,
		run: async (campus) => inOrder(await datedSessions(campus)),
	},
]);

function inOrder(sessions: ListedSession[]): ListedSession[] {
	return sessions.sort((left, right) => left.id - right.id);
}
