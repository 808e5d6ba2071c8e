import { GatewayError } from '../errors.js';
import type { Campus } from './campus.js';
import { CAPABILITIES, type Capability } from './capabilities.js';

/** What every way of a route or of a step says of itself. */
export interface WayFacts {
	/** What of the campus it needs; without all of it the way cannot be gone. */
	needs: readonly Capability[];
	/** SOAP operations it can call, and steps it takes: for `x-chamilo`, the README and the contract test. */
	calls: readonly Call[];
}

/** The name of a SOAP operation, or a step with ways of its own. */
export type Call = string | { readonly ways: readonly WayFacts[] };

interface StepWay<Args extends readonly unknown[], Result> extends WayFacts {
	run: (campus: Campus, ...args: Args) => Promise<Result>;
}

/** A piece of many plans that different campuses reach differently; called like a function. */
export interface Step<Args extends readonly unknown[], Result> {
	(campus: Campus, ...args: Args): Promise<Result>;
	readonly ways: readonly WayFacts[];
}

/**
 * Declares a step. The first way whose needs are met is taken.
 * @param title begins the sentence "… needs a campus where …".
 */
export function step<Args extends readonly unknown[], Result>(
	title: string,
	ways: readonly StepWay<Args, Result>[],
): Step<Args, Result> {
	const run = async (campus: Campus, ...args: Args) => firstWay(title, ways, campus.capabilities).run(campus, ...args);
	return Object.assign(run, { ways });
}

/** Takes the first way this campus can go. @throws unsupported-by-chamilo, which names what is missing and how to get it */
export function firstWay<W extends WayFacts>(
	title: string,
	ways: readonly W[],
	capabilities: ReadonlySet<Capability>,
): W {
	const way = ways.find(({ needs }) => needs.every((need) => capabilities.has(need)));
	if (way) return way;
	throw new GatewayError('unsupported-by-chamilo', `${title} needs a campus where ${missing(ways, capabilities)}`);
}

/** What the way that lacks least is missing. */
export function missing(ways: readonly WayFacts[], capabilities: ReadonlySet<Capability>): string {
	const lacks = ways.map(({ needs }) => needs.filter((need) => !capabilities.has(need)));
	const [least = []] = lacks.sort((left, right) => left.length - right.length);
	const facts = least.map((need) => CAPABILITIES[need]);
	const cures = new Set(facts.map(({ cure }) => cure));
	return `${facts.map(({ needs }) => needs).join(' and ')}. ${[...cures].join(' ')}`;
}

/** The SOAP operations behind a list of calls: on a campus with these capabilities, or on any. */
export function callsOn(calls: readonly Call[], capabilities?: ReadonlySet<Capability>): string[] {
	return [...new Set(calls.flatMap((call) => (typeof call === 'string' ? [call] : callsOfStep(call, capabilities))))];
}

function callsOfStep({ ways }: { readonly ways: readonly WayFacts[] }, capabilities?: ReadonlySet<Capability>) {
	if (!capabilities) return ways.flatMap(({ calls }) => callsOn(calls));
	const way = ways.find(({ needs }) => needs.every((need) => capabilities.has(need)));
	return way ? callsOn(way.calls, capabilities) : [];
}
