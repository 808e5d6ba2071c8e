/** Bytes taken of a body nobody reads; twice what the largest batch may have by default. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Takes the rest of a request that was answered before its body was read (a wrong key, a bad path). Workers break the
 * connection under a caller who is still sending, and he would never see the answer.
 */
export async function drainBody(request: Request): Promise<void> {
	if (!request.body || request.bodyUsed || request.body.locked) return;
	const reader = request.body.getReader();
	let length = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			length += value.length;
			if (length > MOST_BYTES) return await reader.cancel();
		}
	} catch {
		// The caller has gone: nobody waits for the answer either.
	}
}
