import { LRUCache } from 'lru-cache';
import type { Basis } from '../operations/campus.js';
import type { Representation } from './answer.js';

/** An answer that was made of memories alone. */
interface Standing {
	representation: Representation;
	basis: Basis;
}

const LIMITS = { entries: 20_000, characters: 16 * 1024 * 1024 };

export type StandingAnswers = ReturnType<typeof createStandingAnswers>;

/**
 * Answers to questions (path and query) that were asked before. A plan that only recalls answers the same as long as
 * all it recalled stands, so it is not run again until then; nothing here knows any other time to live.
 */
export function createStandingAnswers() {
	const answers = new LRUCache<string, Standing>({
		max: LIMITS.entries,
		maxSize: LIMITS.characters,
		sizeCalculation: ({ representation }, question) => representation.text.length + question.length,
	});
	return {
		get(question: string): { representation: Representation; ageMs: number } | undefined {
			const found = answers.get(question);
			const ageMs = found?.basis.age();
			if (!found || ageMs === undefined) return undefined;
			return { representation: found.representation, ageMs };
		},
		keep(question: string, representation: Representation, basis: Basis): void {
			answers.set(question, { representation, basis });
		},
	};
}
