import { LRUCache } from 'lru-cache';
import type { Basis } from '../operations/campus.js';
import type { Operation } from '../operations/operation.js';
import { answerRemembered, type Representation, wantsFresh } from './answer.js';
import { beginFacts } from './begin-facts.js';
import { type Answering, type Asked, type Handler, type Layer, layered } from './layer.js';
import { requireScope } from './require-scope.js';

/** An answer that was made of memories alone. */
interface Standing {
	row: Operation;
	/** As it is logged. */
	path: string;
	representation: Representation;
	basis: Basis;
}

/** A question whose answer stands. */
interface Told extends Asked {
	standing: Standing;
	ageMs: number;
}

const LIMITS = { entries: 20_000, characters: 16 * 1024 * 1024 };

/**
 * Tells what stands, before anybody looks for a route; undefined where the request has to be routed.
 * @param question path and query as they came: what a read depends on, whatever name the gateway was called by.
 */
export type Tell = (method: string, question: string, header: Asked['req']['header']) => Answering | undefined;

export interface StandingAnswers {
	keep(question: string, standing: Standing): void;
	/** @param layers those through which every request goes that is routed. */
	teller(layers: readonly Layer[]): Tell;
}

/**
 * Answers to questions that were asked before. A plan that only recalls answers the same as long as all it recalled
 * stands, so neither it nor the router is run again until then; nothing here knows any other time to live.
 */
export function createStandingAnswers(): StandingAnswers {
	const answers = new LRUCache<string, Standing>({
		max: LIMITS.entries,
		maxSize: LIMITS.characters,
		sizeCalculation: ({ representation }, question) => representation.text.length + question.length,
	});
	const tellStanding: Handler<Told> = (c, facts) => {
		requireScope(facts, c.standing.row.scope);
		return answerRemembered(c, facts, c.standing.representation, c.ageMs);
	};
	return {
		keep: (question, standing) => void answers.set(question, standing),
		teller(layers) {
			const handle = layered<Told>(layers, tellStanding);
			return function tell(method, question, header) {
				const standing = method === 'GET' ? answers.get(question) : undefined;
				if (!standing || wantsFresh(header('cache-control'))) return undefined;
				const ageMs = standing.basis.age();
				if (ageMs === undefined) return undefined;
				const told: Told = { req: { method, path: standing.path, header }, standing, ageMs };
				return handle(told, beginFacts(told, standing.row.id));
			};
		},
	};
}
