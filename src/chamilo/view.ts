import type { Part } from '../cache/cache.js';
import { GatewayError } from '../errors.js';
import type { Basis, Campus } from '../operations/campus.js';
import { type CampusKind, capabilitiesOf } from '../operations/capabilities.js';
import type { Change } from '../operations/recollection.js';
import type { Caller } from './caller.js';
import type { GroupCommit } from './group-commit.js';
import type { Memory } from './memory.js';

/** What of a request matters to the campus. */
export interface RequestFacts {
	/** The caller wants nothing from memory. */
	fresh?: boolean;
	/** The request was begun before, and how that ended is not known. */
	resumed?: boolean;
	/** What is forgotten when the plan has changed something. */
	changes?: readonly Change[];
}

/** What was learnt of a campus, until a reply contradicts it. */
export interface Knowledge {
	kind: CampusKind;
	caller: Caller;
	learntAt: number;
	contradicted: boolean;
	/** Another kind was found since. */
	replaced: boolean;
}

/** What all runs of plans share. */
interface Common extends Pick<Campus, 'serialise' | 'concurrency'> {
	groupCommit: GroupCommit;
	memory: Memory;
	/** Whether what was learnt can be gone by without asking. */
	isCertain(knowledge: Knowledge): boolean;
	now(): number;
}

/** A campus as one run of a plan sees it. @returns with it how many calls have changed something */
export function createView(knowledge: Knowledge, common: Common, { fresh = false, resumed = false }: RequestFacts) {
	const { groupCommit, serialise, concurrency, memory } = common;
	let changes = 0;
	let oldest: number | undefined;
	let hasAsked = false;
	const told: Part[] = [];
	const recalling =
		(afresh: boolean): Campus['recall'] =>
		async (what) => {
			const { value, source, ageMs, parts } = await memory.recall(what, afresh);
			told.push(...parts);
			if (source === 'origin') hasAsked = true;
			else oldest = Math.max(oldest ?? 0, ageMs);
			return value;
		};
	const campus: Campus = {
		serialise,
		concurrency,
		capabilities: capabilitiesOf(knowledge.kind),
		ask(operation, args) {
			hasAsked = true;
			return knowledge.caller(operation, args);
		},
		async call(operation, args) {
			hasAsked = true;
			// Begun anew, the plan will know better; going on by what is wrong could do half of it.
			if (knowledge.contradicted && changes === 0) throw kindChanged();
			changes += 1;
			try {
				return await knowledge.caller(operation, args);
			} catch (failure) {
				// Whatever Chamilo refuses in so many words it has not done.
				if (failure instanceof GatewayError && !failure.ambiguous) changes -= 1;
				throw failure;
			}
		},
		async gather(name, item, work) {
			hasAsked = true;
			// Another request may do the work: what it has changed counts here too.
			const { outcome, changed } = await groupCommit(`${knowledge.kind} ${name}`, item, async (items) => {
				const before = changes;
				const all = await settled(work(items));
				return items.map((_, position) => ({
					outcome: 'failure' in all ? all : { value: all.value[position] as Awaited<ReturnType<typeof work>>[number] },
					changed: changes > before,
				}));
			});
			if (changed && changes === 0) changes = 1;
			if ('failure' in outcome) throw outcome.failure;
			return outcome.value;
		},
		recall: recalling(fresh),
		recalledAge: () => oldest,
		basis: () => (hasAsked || oldest === undefined ? undefined : basisOf(told, oldest, knowledge, common)),
		afresh: () => ({ ...campus, recall: recalling(true) }),
		resumed,
	};
	return { campus, changes: () => changes };
}

/** It outlives its request by far, and holds nothing of it but these. */
function basisOf(parts: readonly Part[], ageMs: number, knowledge: Knowledge, common: Common): Basis {
	const { memory, isCertain, now } = common;
	const madeAt = now();
	return {
		age: () => (isCertain(knowledge) && memory.stands(parts) ? ageMs + now() - madeAt : undefined),
	};
}

function kindChanged(): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'The campus was upgraded while the request was under way; nothing was changed. Send it again.',
		{ headers: { 'Retry-After': '1' } },
	);
}

export type Outcome<T> = { value: T } | { failure: unknown };

async function settled<T>(work: Promise<T>): Promise<Outcome<T>> {
	try {
		return { value: await work };
	} catch (failure) {
		return { failure };
	}
}
