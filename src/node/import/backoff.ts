import type { Backoff } from './client.js';

/** Longest pause between two attempts while the campus is away. */
const PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

/** Attempts for about as many minutes as the campus may stay away. */
export function backoffFor(minutes: number): Backoff {
	const quick = Math.ceil(Math.log2(PAUSE_MS / FIRST_PAUSE_MS));
	const maxRetries = minutes === 0 ? 0 : quick + Math.ceil((minutes * 60_000) / PAUSE_MS);
	return { firstMs: FIRST_PAUSE_MS, longestMs: PAUSE_MS, maxRetries };
}
