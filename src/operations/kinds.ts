/** What follows from the table of kinds. */
import type { Capability } from './capabilities.js';
import { KINDS, type Kind } from './kind-table.js';

export { KINDS } from './kind-table.js';

export type CampusKind = keyof typeof KINDS;

/** Names of all kinds, in the order of the table. */
export const CAMPUS_KINDS = Object.keys(KINDS) as [CampusKind, ...CampusKind[]];

const PRESETS = new Map(CAMPUS_KINDS.map((kind) => [kind, new Set<Capability>(KINDS[kind].capabilities)]));

/** What campuses of a kind can do. The same set at every call, so that it can be a key. */
export function capabilitiesOf(kind: CampusKind): ReadonlySet<Capability> {
	return PRESETS.get(kind) ?? new Set();
}

const WITH_JSON_API = new Map(
	CAMPUS_KINDS.map((kind) => [kind, new Set<Capability>([...capabilitiesOf(kind), 'json-api'])]),
);

/** The same where the JSON API takes a key, which is a matter of the settings and not of the kind. */
export function withJsonApi(kind: CampusKind): ReadonlySet<Capability> {
	return WITH_JSON_API.get(kind) ?? new Set();
}

/** Whether campuses of a kind can have the JSON API. */
export function canHaveJsonApi(kind: CampusKind): boolean {
	return (KINDS[kind] as Kind).jsonApi === true;
}

/** The kind whose preset differs least from what was found; a campus that equals none is labelled by the closest. */
export function closestKind(found: ReadonlySet<Capability>): CampusKind {
	let closest: CampusKind = CAMPUS_KINDS[0];
	for (const kind of CAMPUS_KINDS) if (distance(found, kind) < distance(found, closest)) closest = kind;
	return closest;
}

/** In how many capabilities a campus differs from the preset of a kind; the JSON API is no matter of the kind. */
export function distance(found: ReadonlySet<Capability>, kind: CampusKind): number {
	const preset = capabilitiesOf(kind);
	const surplus = [...found].filter((one) => one !== 'json-api' && !preset.has(one));
	return [...preset].filter((one) => !found.has(one)).length + surplus.length;
}
