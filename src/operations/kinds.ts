/** What follows from the table of kinds. */
import type { Capability } from './capabilities.js';
import { KINDS } from './kind-table.js';

export { KINDS } from './kind-table.js';

export type CampusKind = keyof typeof KINDS;

/** Names of all kinds, in the order of the table. */
export const CAMPUS_KINDS = Object.keys(KINDS) as [CampusKind, ...CampusKind[]];

const PRESETS = new Map(CAMPUS_KINDS.map((kind) => [kind, new Set<Capability>(KINDS[kind].capabilities)]));

/** What campuses of a kind can do. The same set at every call, so that it can be a key. */
export function capabilitiesOf(kind: CampusKind): ReadonlySet<Capability> {
	return PRESETS.get(kind) ?? new Set();
}

/** The kind whose preset differs least from what was found; a campus that equals none is labelled by the closest. */
export function closestKind(found: ReadonlySet<Capability>): CampusKind {
	let closest: CampusKind = CAMPUS_KINDS[0];
	for (const kind of CAMPUS_KINDS) if (distance(found, kind) < distance(found, closest)) closest = kind;
	return closest;
}

/** In how many capabilities a campus differs from the preset of a kind. */
export function distance(found: ReadonlySet<Capability>, kind: CampusKind): number {
	const preset = capabilitiesOf(kind);
	return [...preset].filter((one) => !found.has(one)).length + [...found].filter((one) => !preset.has(one)).length;
}
