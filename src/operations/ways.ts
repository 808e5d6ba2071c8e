/** Ways and steps: what an operation calls, for which input, on which campus, and how one way is chosen. */
import { GatewayError } from '../errors.js';
import type { JsonActionName } from '../json-api/actions.js';
import type { SoapOperationName } from '../soap/typed-call.js';
import type { Campus } from './campus.js';
import { CAPABILITIES, type Capability } from './capabilities.js';

/**
 * One way to an effect: which input it is for, what of the campus it needs, what it calls, what it cannot do, and how it
 * is done. Everything else that is said about it (422, `x-chamilo`, documentation, doctor) is computed from this.
 */
export interface Way<Args extends readonly unknown[] = readonly never[], Result = unknown> extends WayFacts {
	/** The input it is for; absent: any. */
	input?: InputCase<FixedByRun<Args>>;
	run: (campus: Campus, ...args: Args) => Promise<Result>;
}

/** What a way declares of itself. */
export interface WayFacts {
	input?: { readonly label: string };
	/** What of the campus it needs itself. What the steps it takes need comes on top. */
	needs?: readonly Capability[];
	/** What it may call: SOAP operations and actions of the JSON API by their names, and steps. */
	calls?: readonly Call[];
	/** What callers can do instead where the campus cannot go this way; absent: what an administrator can. In sentences. */
	otherwise?: string;
	/** What it cannot do, in sentences for the document: where there are any, a route works `partly`. */
	limits?: string;
	/** What it does besides, or what callers should know, in sentences for the document. */
	notes?: string;
}

/** The arguments of a way follow from its `run`, not from what its input case looks at. */
type FixedByRun<Args extends readonly unknown[]> = { [Index in keyof Args]: NoInfer<Args[Index]> };

/** Some of the input of a way. */
export interface InputCase<Args extends readonly unknown[]> {
	/** Reads after "for", as in "for a user named by its username". */
	readonly label: string;
	matches(...args: Args): boolean;
}

/** A SOAP operation, an action of the JSON API, a step, or a step that is taken with some input only. */
export type Call = SoapOperationName | JsonActionName | StepFacts | OnlyFor;

/** What a step declares of itself. */
export interface StepFacts {
	readonly title: string;
	readonly ways: readonly WayFacts[];
}

/** A step that is taken for some cases of input only: what it needs and calls for others does not count. */
export interface OnlyFor {
	readonly step: StepFacts;
	readonly inputs: readonly string[];
}

/** A part of many plans that different campuses, or different input, reach differently. Called like a function. */
export interface Step<Args extends readonly unknown[], Result> extends StepFacts {
	(campus: Campus, ...args: Args): Promise<Result>;
}

/**
 * Declares a step. Of its ways, best first, the first is taken whose needs are met and whose input matches. A way without
 * an input case is for any input: also for that of an earlier way which the campus cannot go.
 * @param title begins the sentence "… needs a campus where …".
 */
export function step<Args extends readonly unknown[], Result>(
	title: string,
	ways: Way<Args, Result> | readonly Way<Args, Result>[],
): Step<Args, Result> {
	const facts = { title, ways: 'run' in ways ? [ways] : ways };
	const run = (campus: Campus, ...args: Args): Promise<Result> => takeWay(facts, campus, args);
	return Object.assign(run, facts);
}

/** Says of a call that the step is taken for these cases of input only. @param inputs labels of its ways */
export function onlyFor(step: StepFacts, ...inputs: readonly string[]): OnlyFor {
	return { step, inputs };
}

/** Sees each way that is taken, and can give it another campus; see `observeWays`. */
export type WayObserver = (step: StepFacts, way: WayFacts, campus: Campus) => Campus;

let observer: WayObserver | undefined;

/** Lets the tests hold every way to the calls it declares. */
export function observeWays(next: WayObserver | undefined): void {
	observer = next;
}

/** Runs the first way that this campus can go and that is for this input. @throws unsupported-by-chamilo */
export async function takeWay<Args extends readonly unknown[], Result>(
	{ title, ways }: { title: string; ways: readonly Way<Args, Result>[] },
	campus: Campus,
	args: Args,
): Promise<Result> {
	const way = selectWay(title, ways, campus.capabilities, args);
	return way.run(observer ? observer({ title, ways }, way, campus) : campus, ...args);
}

/** @throws unsupported-by-chamilo, which names what is missing and how to get it */
export function selectWay<Args extends readonly unknown[], W extends WayFacts>(
	title: string,
	ways: readonly W[],
	capabilities: ReadonlySet<Capability>,
	args: Args,
): W {
	const isFor = ({ input }: W) => !input || (input as InputCase<Args>).matches(...args);
	const way = availableWays(ways, capabilities).find(isFor);
	if (way) return way;
	const candidates = ways.filter(isFor);
	if (candidates.length === 0) throw new Error(`${title}: no way is for this input`);
	const [{ input, otherwise } = {}] = candidates;
	const about = input ? ` (${input.label})` : '';
	const reason = describeLacks(leastLacking(candidates, capabilities), otherwise) + orByKey(candidates, capabilities);
	throw new GatewayError('unsupported-by-chamilo', `${title}${about} needs a campus where ${reason}`);
}

const availableByCapabilities = new WeakMap<
	ReadonlySet<Capability>,
	WeakMap<readonly WayFacts[], readonly WayFacts[]>
>();

/** The ways that a campus can go; found once for each set of capabilities. */
function availableWays<W extends WayFacts>(ways: readonly W[], capabilities: ReadonlySet<Capability>): readonly W[] {
	const known = availableByCapabilities.get(capabilities) ?? new WeakMap();
	availableByCapabilities.set(capabilities, known);
	const found = known.get(ways) as readonly W[] | undefined;
	if (found) return found;
	const available = ways.filter((way) => lacksOf(way, capabilities).length === 0);
	known.set(ways, available);
	return available;
}

/** The capabilities that a way lacks on a campus: of its own needs, and of those of the steps it takes. */
export function lacksOf({ needs = [], calls = [] }: WayFacts, capabilities: ReadonlySet<Capability>): Capability[] {
	const own = needs.filter((need) => !capabilities.has(need));
	const nested = calls.flatMap((call) => (typeof call === 'string' ? [] : leastLacking(waysOf(call), capabilities)));
	return [...new Set([...own, ...nested])];
}

/** What the way that lacks least is lacking; nothing where one of them can be gone. */
export function leastLacking(ways: readonly WayFacts[], capabilities: ReadonlySet<Capability>): Capability[] {
	const lacks = ways.map((way) => lacksOf(way, capabilities));
	const isByKey = (list: Capability[]) => Number(list.includes('json-api'));
	// A key brings what a campus of another kind would bring as well: that is told beside it, by `orByKey`.
	return lacks.sort((left, right) => isByKey(left) - isByKey(right) || left.length - right.length)[0] ?? [];
}

/** What an API key would do where something else is lacking as well. */
export const BY_KEY =
	'Chamilo 1.11.30 and later do it by their own JSON API too, without any change to the campus: set CHAMILO_API_USER and CHAMILO_API_KEY to the username and API key of a platform administrator.';

/** What is to be added to what is lacking where an API key for Chamilo's JSON API would do as well. */
export function orByKey(ways: readonly WayFacts[], capabilities: ReadonlySet<Capability>): string {
	const lacks = leastLacking(ways, capabilities);
	if (capabilities.has('json-api') || lacks.includes('json-api')) return '';
	const withKey = new Set<Capability>([...capabilities, 'json-api']);
	return leastLacking(ways, withKey).length > 0 ? '' : ` ${BY_KEY}`;
}

/** The ways behind a call that is a step. */
export function waysOf(call: StepFacts | OnlyFor): readonly WayFacts[] {
	if (!('step' in call)) return call.ways;
	return call.step.ways.filter(({ input }) => !input || call.inputs.includes(input.label));
}

/** Completes "needs a campus where …": what is lacking, and what to do about it. */
export function describeLacks(lacks: readonly Capability[], otherwise?: string): string {
	const facts = lacks.map((need) => CAPABILITIES[need]);
	const cures = new Set(facts.map(({ cure }) => cure));
	return `${facts.map(({ needs }) => needs).join(' and ')}. ${otherwise ?? [...cures].join(' ')}`;
}
