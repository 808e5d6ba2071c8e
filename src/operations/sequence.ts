import { GatewayError, toProblem } from '../errors.js';

interface Step {
	name: string;
	run: () => Promise<unknown>;
}

/**
 * Runs the steps in order. Where one fails after others were done, the error says which: nothing is half done in
 * silence. `false` entries are steps that this request does not need.
 */
export async function runInOrder(steps: readonly (Step | false)[]): Promise<void> {
	const done: string[] = [];
	for (const step of steps) {
		if (!step) continue;
		try {
			await step.run();
		} catch (failure) {
			if (done.length === 0 || !(failure instanceof GatewayError)) throw failure;
			throw new GatewayError(
				'partly-done',
				`Done: ${done.join(', ')}. Not done: ${step.name}, because: ${failure.message}`,
				{
					cause: failure,
					extensions: { done, failed: step.name, problem: toProblem(failure) },
					...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
				},
			);
		}
		done.push(step.name);
	}
}
