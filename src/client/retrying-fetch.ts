type Send = (request: Request) => Promise<Response>;

/** The gateway or the campus was not there, or the limit of the minute was used up; not what a campus refused. */
const PASSING = [429, 503, 504];
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Sends again what had no answer, or one that passes: safe, because POSTs carry an Idempotency-Key and everything else
 * can be repeated. Waits as `Retry-After` says, else longer each time.
 */
export function createRetryingFetch(send: Send, attempts: number): Send {
	return async function sendUntilAnswered(request) {
		for (let attempt = 1; ; attempt += 1) {
			const isLast = attempt >= attempts;
			try {
				const response = await send(isLast ? request : request.clone());
				if (isLast || !PASSING.includes(response.status)) return response;
				await response.body?.cancel();
				await pause(secondsOf(response.headers.get('Retry-After')) ?? backOff(attempt), request.signal);
			} catch (failure) {
				if (isLast || request.signal.aborted) throw failure;
				await pause(backOff(attempt), request.signal);
			}
		}
	};
}

function secondsOf(retryAfter: string | null): number | undefined {
	return retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
}

/** Not all clients at once. */
function backOff(attempt: number): number {
	return FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(
			() => {
				signal.removeEventListener('abort', stop);
				resolve();
			},
			Math.min(ms, LONGEST_PAUSE_MS),
		);
		signal.addEventListener('abort', stop, { once: true });
	});
}
