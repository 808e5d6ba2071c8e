import { GatewayUnreachable } from './errors.js';

type Send = (request: Request) => Promise<Response>;

/** Statuses of temporary failures: rate limit, gateway or campus unavailable, timeout. */
const RETRYABLE = [429, 503, 504];
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 60_000;

/**
 * Wraps a fetch function with retries after network errors and temporary failures. This is safe, because every POST has
 * an Idempotency-Key and all other methods are idempotent. The delay is that of `Retry-After`, else exponential
 * backoff.
 * @param attempts maximum number of attempts. The last response is passed on. @throws GatewayUnreachable
 */
export function createRetryingFetch(send: Send, attempts: number): Send {
	return async function sendWithRetries(request) {
		for (let attempt = 1; ; attempt += 1) {
			const isLast = attempt >= attempts;
			try {
				const response = await send(isLast ? request : request.clone());
				if (isLast || !RETRYABLE.includes(response.status)) return response;
				await response.body?.cancel();
				await delay(retryAfterMs(response.headers.get('Retry-After')) ?? backOff(attempt), request.signal);
			} catch (failure) {
				if (request.signal.aborted) throw failure;
				if (isLast) throw new GatewayUnreachable(new URL(request.url).origin, { cause: failure });
				await delay(backOff(attempt), request.signal);
			}
		}
	};
}

function retryAfterMs(retryAfter: string | null): number | undefined {
	return retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
}

/** Exponential backoff with jitter, so that clients do not retry at the same moment. Milliseconds. */
function backOff(attempt: number): number {
	return FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
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
			Math.min(ms, MAX_DELAY_MS),
		);
		signal.addEventListener('abort', stop, { once: true });
	});
}
