import type { Campus } from '../../operations/campus.js';
import { folded, type RecordKind } from '../../operations/fields/reference.js';
import type { Locks } from './locks.js';

/** How long a field is known to exist: an administrator can delete it. */
const KNOWN_MS = 60_000;
/** Fields that are remembered; names come from callers. */
const MOST_KNOWN = 1_000;

type FieldMemory = 'makingFields' | 'unknownFields' | 'rememberFields' | 'forgetFields';

/** Makes extra fields one after the other, until they are known to exist. @param now a clock in milliseconds */
export function createNewFields(withLock: Locks, now: () => number): Pick<Campus, FieldMemory> {
	const knownUntil = new Map<string, number>();

	const isUnknown = (key: string) => (knownUntil.get(key) ?? 0) < now();
	const keyOf = (kind: RecordKind, name: string) => `${kind} field ${folded(name)}`;

	function remember(keys: readonly string[]): void {
		if (knownUntil.size > MOST_KNOWN) knownUntil.clear();
		for (const key of keys) knownUntil.set(key, now() + KNOWN_MS);
	}

	return {
		async makingFields(kind, names, work, isMade = () => true) {
			const keys = [...new Set(names.map((name) => keyOf(kind, name)))];
			for (;;) {
				const unknown = keys.filter(isUnknown);
				if (unknown.length === 0) return work();
				const done = await withLock(unknown, async () => {
					// Made meanwhile, by whoever held the lock before: the rest needs no lock.
					if (!unknown.some(isUnknown)) return undefined;
					const result = await work();
					if (isMade(result)) remember(keys);
					return { result };
				});
				if (done) return done.result;
			}
		},
		unknownFields: (kind, names) => names.filter((name) => isUnknown(keyOf(kind, name))),
		rememberFields: (kind, names) => remember(names.map((name) => keyOf(kind, name))),
		forgetFields(kind) {
			for (const key of [...knownUntil.keys()]) if (key.startsWith(`${kind} field `)) knownUntil.delete(key);
		},
	};
}
