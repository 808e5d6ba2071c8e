/** One result of GET /readyz. It is public, since no key is needed to read it. */
export interface ReadinessCheck {
	id: string;
	status: 'ok' | 'warning' | 'failure';
	detail: string;
	ms: number;
}

/** The response to GET /readyz, with JSON as its body. */
export interface Readiness {
	status: 200 | 503;
	body: string;
}

/** While the gateway stops, no more requests are to be sent to it. */
const STOPPING: Readiness = { status: 503, body: `${JSON.stringify({ status: 'stopping', checks: [] })}\n` };

interface ReadyzOptions {
	sandbox?: boolean;
	isStopping?: (() => boolean) | undefined;
	now?: () => number;
}

/** How long a result is fresh before the campus is probed again. */
const MAX_AGE_MS = 10_000;

const STATUS = { ok: 'ready', warning: 'degraded', failure: 'unready' } as const;

/**
 * The handler of GET /readyz: 200 when calls to the campus would succeed, otherwise 503. The campus is probed once in ten
 * seconds, however many requests there are.
 * @param options `sandbox`: whether the campus is the built-in sandbox: being ready is then no sign that a campus is;
 * `isStopping`: whether the gateway has been told to stop; `now`: a clock in milliseconds.
 */
export function readyz(
	probe: () => Promise<readonly ReadinessCheck[]>,
	{ sandbox = false, isStopping = () => false, now = () => performance.now() }: ReadyzOptions = {},
): () => Promise<Readiness> {
	let known: TimedReadiness | undefined;
	let probing: Promise<TimedReadiness> | undefined;

	async function runProbe(): Promise<TimedReadiness> {
		const checks = await probe();
		const status = STATUS[worstOf(checks)];
		const body = JSON.stringify({ status, ...(sandbox ? { sandbox } : {}), checks });
		known = { at: now(), body: `${body}\n`, status: status === 'unready' ? 503 : 200 };
		return known;
	}

	function probeOnce(): Promise<TimedReadiness> {
		probing ??= runProbe().finally(() => {
			probing = undefined;
		});
		return probing;
	}

	return async function getReadiness() {
		if (isStopping()) return STOPPING;
		return known && now() - known.at < MAX_AGE_MS ? known : probeOnce();
	};
}

interface TimedReadiness extends Readiness {
	at: number;
}

function worstOf(checks: readonly ReadinessCheck[]): ReadinessCheck['status'] {
	if (checks.some(({ status }) => status === 'failure')) return 'failure';
	return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}
