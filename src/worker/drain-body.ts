/** Bytes that are read and discarded at most; twice the default limit of a batch. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads and discards the rest of a request whose response was ready before its body was read (401, 404). Otherwise
 * Workers close the connection while the client still sends, and it never receives the response.
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
			if (length > MAX_BYTES) return await reader.cancel();
		}
	} catch {
		// The client has closed the connection.
	}
}
