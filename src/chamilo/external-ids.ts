/** What the gateway knows of the external ids of a campus. */
import type { ExternalIds } from '../operations/campus.js';
import { isTaken, type RecordKind, type Reference } from '../operations/fields/reference.js';

/** More fields would cost a call each where a record has no external id at all. */
const MOST_LEARNED = 3;
/** Most users whose external id is remembered: about 2 MB. */
const MOST_NUMBERS = 10_000;

/** What the settings say of external ids. */
export interface ExternalFields extends Partial<Record<RecordKind, readonly string[]>> {
	/** False: what requests use is not remembered. */
	isLearning: boolean;
}

/**
 * Remembers by which fields records were named, and who was found by which external id. It is forgotten at a restart.
 * @param configured the fields that the settings name; they come before learned ones
 */
export function createExternalIds(configured: ExternalFields = { isLearning: true }): ExternalIds {
	const learned: Record<RecordKind, string[]> = { user: [], course: [], session: [] };
	const names = new Map<string, Reference>();

	function learnField(kind: RecordKind, field: string): void {
		const known = [...(configured[kind] ?? []), ...learned[kind]];
		if (known.some((name) => name.toLowerCase() === field.toLowerCase())) return;
		// The newest are the likeliest.
		learned[kind] = [field, ...learned[kind]].slice(0, MOST_LEARNED);
	}

	function learnName(kind: RecordKind, id: number, reference: Reference): void {
		const key = `${kind}:${id}`;
		names.delete(key);
		names.set(key, reference);
		const oldest = names.size > MOST_NUMBERS ? names.keys().next() : undefined;
		if (oldest && !oldest.done) names.delete(oldest.value);
	}

	return {
		fields: (kind) => [...(configured[kind] ?? []), ...learned[kind]],
		learn(kind, { field, value }, id) {
			// The gateway's own fields are known, and numbers and names are no extra fields.
			if (!configured.isLearning || isTaken(field)) return;
			learnField(kind, field);
			if (id !== undefined) learnName(kind, id, { field, value });
		},
		nameOf: (kind, id) => names.get(`${kind}:${id}`),
	};
}
