import { GatewayError, toProblem } from '../errors.js';

interface Part {
	name: string;
	run: () => Promise<unknown>;
}

/**
 * Runs parts of a change in order. If one fails after others were done, the error says which: nothing is half done in
 * silence. `false` entries are parts that this request does not need.
 */
export async function runInOrder(parts: readonly (Part | false)[]): Promise<void> {
	const done: string[] = [];
	for (const part of parts) {
		if (!part) continue;
		try {
			await part.run();
		} catch (failure) {
			if (done.length === 0 || !(failure instanceof GatewayError)) throw failure;
			throw new GatewayError(
				'partly-done',
				`Done: ${done.join(', ')}. Not done: ${part.name}, because: ${failure.message}`,
				{
					cause: failure,
					extensions: { done, failed: part.name, problem: toProblem(failure) },
					...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
				},
			);
		}
		done.push(part.name);
	}
}
