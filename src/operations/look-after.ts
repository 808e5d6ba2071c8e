/** Changes whose answers cannot be believed: what the campus holds afterwards tells what was done. */
import { GatewayError } from '../errors.js';

/**
 * Makes a change and looks whether its effect is there. A reply that was lost is settled the same way.
 * @param isDone reads the campus, not the cache
 * @param refused what it means that the effect is not there although the campus answered
 */
export async function lookAfter(
	change: () => Promise<unknown>,
	isDone: () => Promise<boolean>,
	refused: () => GatewayError,
): Promise<void> {
	let lost: GatewayError | undefined;
	try {
		await change();
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		lost = failure;
	}
	if (await isDone()) return;
	throw lost ?? refused();
}
