/** What follows from the declared ways: calls and limits of a row on each kind of campus, for documents and doctor. */
import type { Capability } from './capabilities.js';
import { CAMPUS_KINDS, type CampusKind, canHaveJsonApi, capabilitiesOf, withJsonApi } from './kinds.js';
import type { Operation } from './operation.js';
import { BY_KEY, describeLacks, lacksOf, leastLacking, orByKey, type WayFacts, waysOf } from './ways.js';

/** How a row is served on campuses of some kinds. */
export interface Support extends Served {
	kinds: CampusKind[];
	/** How it is served there with an API key for Chamilo's JSON API, where that makes a difference. */
	with_json_api?: Served;
}

/** How a row is served on a campus. */
export interface Served {
	/** SOAP operations, and actions of the JSON API, that the row can call there; absent where it cannot be served. */
	calls?: string[];
	/** What it cannot do there. */
	limits?: string;
	/** What it does besides, or what callers should know. */
	notes?: string;
	/** What the kind lacks, and how to get it; the row answers 422 there. */
	missing?: string;
}

/** What follows from the ways that a campus can go, those of nested steps included. */
export interface Reach {
	/** Names of SOAP operations and actions of the JSON API. */
	calls: string[];
	/** Sentences. */
	limits: string[];
	notes: string[];
	/** Input that is refused there, and what it lacks. */
	refused: Refused[];
}

interface Refused {
	input: string;
	lacks: Capability[];
	otherwise: string | undefined;
	/** Whether an API key for Chamilo's JSON API would do as well. */
	orByKey?: true;
}

/** How each kind of campus serves the row; kinds that are served alike stand together. */
export function supportOf(row: Operation): Support[] {
	const groups = new Map<string, Support>();
	for (const kind of CAMPUS_KINDS) {
		const facts = supportOfKind(row, kind);
		const group = groups.get(JSON.stringify(facts));
		if (group) group.kinds.push(kind);
		else groups.set(JSON.stringify(facts), { kinds: [kind], ...facts });
	}
	return [...groups.values()];
}

function supportOfKind(row: Operation, kind: CampusKind): Omit<Support, 'kinds'> {
	const served = supportOn(row, capabilitiesOf(kind));
	if (!canHaveJsonApi(kind)) return served;
	const withKey = supportOn(row, withJsonApi(kind));
	const isSame = JSON.stringify(withKey) === JSON.stringify(served);
	return isSame ? served : { ...served, with_json_api: withKey };
}

/** How a campus with these capabilities serves the row. */
export function supportOn({ ways }: Operation, capabilities: ReadonlySet<Capability>): Served {
	const lacks = leastLacking(ways, capabilities);
	if (lacks.length > 0) return { missing: describeLacks(lacks) + orByKey(ways, capabilities) };
	const { calls, limits, notes, refused } = reachOf(ways, capabilities);
	const refusals = refused.map(
		({ input, lacks, otherwise, orByKey }) =>
			`Not for ${input}: that needs a campus where ${describeLacks(lacks, otherwise)}${orByKey ? ` ${BY_KEY}` : ''}`,
	);
	const sentences = [...limits, ...refusals];
	return {
		calls,
		...(sentences.length > 0 ? { limits: sentences.join(' ') } : {}),
		...(notes.length > 0 ? { notes: notes.join(' ') } : {}),
	};
}

/** The ways that a campus can go: what they call, their limits and notes, and the input for which there is none. */
export function reachOf(ways: readonly WayFacts[], capabilities: ReadonlySet<Capability>): Reach {
	const taken: WayFacts[] = [];
	const refused: Reach['refused'] = [];
	for (const way of ways) {
		// A way for any input leaves nothing to those after it.
		if (taken.some(({ input }) => !input)) break;
		if (taken.some(({ input }) => input?.label === way.input?.label)) continue;
		const lacks = lacksOf(way, capabilities);
		if (lacks.length === 0) taken.push(way);
		else if (way.input) refused.push({ input: way.input.label, lacks, otherwise: way.otherwise });
	}
	const isServed = (label: string) => taken.some(({ input }) => !input || input.label === label);
	const nested = taken.flatMap(({ calls = [] }) =>
		calls.map((call) =>
			typeof call === 'string'
				? { calls: [call], limits: [], notes: [], refused: [] }
				: reachOf(waysOf(call), capabilities),
		),
	);
	return {
		calls: unique(nested.flatMap(({ calls }) => calls)),
		limits: unique([...taken.flatMap(({ limits }) => limits ?? []), ...nested.flatMap(({ limits }) => limits)]),
		notes: unique([...taken.flatMap(({ notes }) => notes ?? []), ...nested.flatMap(({ notes }) => notes)]),
		refused: uniqueInputs([
			...refused.filter(({ input }) => !isServed(input)),
			...nested.flatMap(({ refused }) => refused),
		]),
	};
}

/** Every SOAP operation and action that the ways can call, on whatever campus. */
export function allCallsOf(ways: readonly WayFacts[]): string[] {
	return unique(
		ways.flatMap(({ calls = [] }) =>
			calls.flatMap((call) => (typeof call === 'string' ? [call] : allCallsOf(waysOf(call)))),
		),
	);
}

function unique<T>(list: readonly T[]): T[] {
	return [...new Set(list)];
}

/** Once for each input: what lacks besides a key is told, and the key beside it, as `selectWay` does. */
function uniqueInputs(refused: Reach['refused']): Reach['refused'] {
	const byInput = new Map<string, Refused>();
	for (const one of refused) {
		const other = byInput.get(one.input);
		byInput.set(one.input, other ? together(other, one) : one);
	}
	return [...byInput.values()];
}

function together(left: Refused, right: Refused): Refused {
	if (isByKey(left) === isByKey(right)) return right;
	const [key, main] = isByKey(left) ? [left, right] : [right, left];
	return key.lacks.length > 1 ? main : { ...main, orByKey: true };
}

function isByKey({ lacks }: Refused): boolean {
	return lacks.includes('json-api');
}
