/** One fact the answer shows; it must be fit for anybody, since nobody needs a key to see it. */
export interface ReadinessCheck {
	id: string;
	status: 'ok' | 'warning' | 'failure';
	detail: string;
	ms: number;
}

/** An answer in JSON. */
export interface Readiness {
	status: 200 | 503;
	body: string;
}

/** How long an answer stands before the campus is asked again. */
const MAX_AGE_MS = 10_000;

const STATUS = { ok: 'ready', warning: 'degraded', failure: 'unready' } as const;

/**
 * The handler of GET /readyz: 200 when calls to the campus would succeed, else 503. However many ask, the campus is
 * asked once in ten seconds.
 * @param now a clock in milliseconds.
 */
export function readyz(
	probe: () => Promise<readonly ReadinessCheck[]>,
	now: () => number = () => performance.now(),
): () => Promise<Readiness> {
	let known: Answer | undefined;
	let asking: Promise<Answer> | undefined;

	async function ask(): Promise<Answer> {
		const checks = await probe();
		const status = STATUS[worstOf(checks)];
		known = { at: now(), body: `${JSON.stringify({ status, checks })}\n`, status: status === 'unready' ? 503 : 200 };
		return known;
	}

	function askOnce(): Promise<Answer> {
		asking ??= ask().finally(() => {
			asking = undefined;
		});
		return asking;
	}

	return async function answerReadiness() {
		return known && now() - known.at < MAX_AGE_MS ? known : askOnce();
	};
}

interface Answer extends Readiness {
	at: number;
}

function worstOf(checks: readonly ReadinessCheck[]): ReadinessCheck['status'] {
	if (checks.some(({ status }) => status === 'failure')) return 'failure';
	return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}
