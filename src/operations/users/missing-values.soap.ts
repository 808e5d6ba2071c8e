import type { Entry } from '../batch.js';
import type { Campus } from '../campus.js';
import { valuesOf } from '../fields/extras.js';
import { lockKey, type Reference } from '../fields/reference.js';
import { missingOf } from './complete.soap.js';
import { activeNumbers } from './find.js';
import { inLooks } from './plural.js';
import type { NewUser } from './schemas.js';

/** A user who was made, and is not yet known to have everything. */
export interface Made {
	entry: Entry<NewUser>;
	id: number;
}

/**
 * What was not stored of the new users, by their numbers, as far as looking who is active shows it: of inactive users it
 * shows nothing.
 */
export async function missingValues(campus: Campus, done: readonly Made[]): Promise<Map<number, Reference[]>> {
	const seen = done.filter(({ entry }) => entry.item.active);
	const values = new Map(seen.flatMap(({ entry }) => valuesOf(entry.item)).map((value) => [nameOf(value), value]));
	// If this fails, the items have not failed: each is looked up by itself then.
	const numbers = await inLooks([...values.values()], (some) => activeNumbers(campus, some)).catch(() => null);
	if (!numbers) return new Map();
	const owners = new Map([...values.keys()].map((name, position) => [name, numbers[position] ?? null]));
	return new Map(
		seen.flatMap(({ entry, id }) => {
			const found = valuesOf(entry.item).map((value) => owners.get(nameOf(value)) ?? null);
			// Nobody active has a value: an inactive user may have it.
			return found.includes(null) ? [] : [[id, missingOf(campus, entry.item, id, found)] as const];
		}),
	);
}

const nameOf = (value: Reference) => lockKey('user', value);
