import { type CallResult, type Campus, items, member, recordNumber } from '../campus.js';

/** A session as WSSearchSession and WSFetchSession tell it; dates are not among it. */
export interface KnownSession {
	id: number;
	name: string;
	coachId: number | null;
	/** As Chamilo numbers it. */
	visibility: number;
	description: string;
	/** Days each user has, in place of dates; 0 for none. */
	duration: number;
	/** Of the extra fields that were asked for those it has, by name in lower case. */
	extras: ReadonlyMap<string, string>;
}

export const SEARCH_CALLS = ['WSSearchSession'] as const;

/**
 * The sessions that have a text anywhere in name, description or an extra field, and more: callers compare for
 * themselves. Of the text only the longest piece is sent that means itself in a LIKE and needs no escaping.
 * @param fields extra fields to be told; a name is never empty
 */
export async function searchSessions(
	campus: Campus,
	text: string,
	fields: readonly string[] = [],
): Promise<KnownSession[]> {
	const found = items(
		await campus.query('WSSearchSession', { term: longestPlainPiece(text), extrafields: fields.join(',') }),
	).flatMap(toKnownSession);
	return [...new Map(found.map((session) => [session.id, session])).values()];
}

/** The session of a number, without extra fields: WSFetchSession never tells them (F171). */
export async function fetchSession(campus: Campus, id: number): Promise<KnownSession | null> {
	// An unknown number is answered by an item without anything (F171).
	const [session] = items(await campus.query('WSFetchSession', { id, extrafields: '' })).flatMap(toKnownSession);
	return session ?? null;
}

function longestPlainPiece(text: string): string {
	const pieces = text.split(/['"\\%_]/);
	return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

function toKnownSession(item: CallResult): KnownSession[] {
	const id = recordNumber(member(item, 'id'));
	if (id === null) return [];
	return [
		{
			id,
			name: String(member(item, 'name') ?? ''),
			coachId: recordNumber(member(item, 'id_coach')),
			visibility: Number(member(item, 'visibility')),
			description: String(member(item, 'description') ?? ''),
			duration: recordNumber(member(item, 'duration')) ?? 0,
			extras: new Map(items(member(item, 'extra')).map(toExtra)),
		},
	];
}

function toExtra(item: CallResult): [name: string, value: string] {
	return [String(member(item, 'variable')).toLowerCase(), String(member(item, 'value') ?? '')];
}
