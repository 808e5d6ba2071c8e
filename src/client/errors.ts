import type { Problem } from './api-types.js';

/** No gateway answered, after all attempts; `cause` is what the runtime says of the last one. */
export class GatewayUnreachable extends Error {
	override readonly name = 'GatewayUnreachable';

	/** @param address origin of the gateway */
	constructor(
		readonly address: string,
		options: ErrorOptions,
	) {
		super(`No gateway responds at ${address}: ${reasonOf(options.cause)}.`, options);
	}
}

/** A problem document where a function has no other way to return it. */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';

	constructor(readonly problem: Problem) {
		super(`${problem.code}: ${problem.detail}`);
	}
}

/** Runtimes say "fetch failed", and why in the cause. */
function reasonOf(failure: unknown): string {
	for (let cause = failure; cause instanceof Error; cause = cause.cause) {
		const { code } = cause as { code?: unknown };
		if (typeof code === 'string') return cause.message || code;
	}
	return failure instanceof Error ? failure.message : String(failure);
}
