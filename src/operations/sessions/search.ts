import type { SoapResultOf } from '../../soap/typed-call.js';
import { recordNumber } from '../campus.js';
import { step } from '../ways.js';

/** A session as WSSearchSession and WSFetchSession answer it, without its dates. */
export interface KnownSession {
	id: number;
	name: string;
	coachId: number | null;
	/** As Chamilo numbers it. */
	visibility: number;
	description: string;
	/** Days each user has, in place of dates; 0 for none. */
	duration: number;
	/** How many courses it has; only WSFetchSession counts them, from 1.11.8 on (F198). */
	courses: number | null;
	/** Those of the requested extra fields that it has, by name in lower case. */
	extras: ReadonlyMap<string, string>;
}

/**
 * The sessions that have a text anywhere in name, description or an extra field, and perhaps others: callers compare
 * themselves. Only the longest piece of the text is sent that needs no escaping and has no wildcard of LIKE. `fields`
 * are names of extra fields to read, none of them empty.
 */
export const searchSessions = step('Searching sessions', {
	needs: ['session-search'],
	calls: ['WSSearchSession'],
	async run(campus, text: string, fields: readonly string[] = []): Promise<KnownSession[]> {
		const term = longestPlainPiece(text);
		const found = (await campus.query('WSSearchSession', { term, extrafields: fields.join(',') })) ?? [];
		return [...new Map(found.flatMap(toKnownSession).map((session) => [session.id, session])).values()];
	},
});

/** The session of a number, without extra fields: WSFetchSession never has them (F171). */
export const fetchSession = step('Fetching a session', {
	needs: ['session-search'],
	calls: ['WSFetchSession'],
	async run(campus, id: number): Promise<KnownSession | null> {
		// An unknown number is answered by an item without anything (F171).
		const found = (await campus.query('WSFetchSession', { id, extrafields: '' })) ?? [];
		return found.flatMap(toKnownSession)[0] ?? null;
	},
});

function longestPlainPiece(text: string): string {
	const pieces = text.split(/['"\\%_]/);
	return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

type FoundItem = NonNullable<SoapResultOf<'WSSearchSession' | 'WSFetchSession'>>[number];

function toKnownSession(item: FoundItem): KnownSession[] {
	const id = recordNumber(item?.id ?? null);
	if (id === null) return [];
	return [
		{
			id,
			name: String(item?.name ?? ''),
			coachId: recordNumber(item?.id_coach ?? null),
			visibility: Number(item?.visibility),
			description: String(item?.description ?? ''),
			duration: recordNumber(item?.duration ?? null) ?? 0,
			courses: item?.nbr_courses ?? null,
			extras: new Map((item?.extra ?? []).map((extra) => [String(extra?.variable).toLowerCase(), extra?.value ?? ''])),
		},
	];
}
