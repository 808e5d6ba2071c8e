import { StoreError } from '../../cache/store.js';

/** Whether Redis is used at the moment, and what stood against it last. */
export interface GuardState {
	usable: boolean;
	reason: string;
}

export interface GuardOptions {
	timeoutMs: number;
	/** A small question to Redis, by which it is found to be back. */
	probe: () => Promise<unknown>;
	/** A connection is open, and its first questions are not answered yet. */
	isConnecting: () => boolean;
	/** Redis accepts connections and answers nothing: a new connection may help. */
	reconnect: () => void;
	/** Failures that Redis itself answered: it is there and quick, so nobody is kept away from it. */
	isAnswer: (failure: unknown) => boolean;
	reasonOf: (failure: unknown) => string;
	onChange: (state: GuardState) => void;
}

export interface Guard {
	/** Does the work within the deadline; while Redis does not answer, fails at once. @throws StoreError */
	run<T>(work: () => Promise<T>): Promise<T>;
	state(): GuardState;
	close(): void;
}

const PROBE_EVERY_MS = 250;
/** Probes without an answer before the connection is given up. */
const SILENT_PROBES = 8;

class DeadlineError extends Error {}

/**
 * The breaker before Redis. The first who waits in vain pays, for `timeoutMs` at most; from then on nobody does, until
 * a probe behind the requests is answered in time.
 */
export function createGuard({ timeoutMs, ...options }: GuardOptions): Guard {
	let state: GuardState = { usable: true, reason: '' };
	let closed = false;
	let probing: NodeJS.Timeout | undefined;
	let silent = 0;

	const reasonFor = (failure: unknown) => (failure instanceof DeadlineError ? 'timeout' : options.reasonOf(failure));

	function enter(next: GuardState): void {
		const changed = next.usable !== state.usable;
		state = next;
		if (changed && !closed) options.onChange(state);
	}

	function trip(failure: unknown): void {
		enter({ usable: false, reason: reasonFor(failure) });
		scheduleProbe();
	}

	function scheduleProbe(): void {
		if (closed || probing) return;
		probing = setTimeout(async () => {
			const failure = await outcome(withDeadline(options.probe, timeoutMs));
			probing = undefined;
			if (closed) return;
			if (failure === undefined) {
				silent = 0;
				enter({ usable: true, reason: '' });
				return;
			}
			silent = failure instanceof DeadlineError || options.isConnecting() ? silent + 1 : 0;
			if (silent % SILENT_PROBES === SILENT_PROBES - 1) options.reconnect();
			trip(failure);
		}, PROBE_EVERY_MS);
		probing.unref();
	}

	return {
		async run(work) {
			if (!state.usable) throw new StoreError(`Redis is not used: ${state.reason}`);
			try {
				return await withDeadline(work, timeoutMs);
			} catch (failure) {
				if (!options.isAnswer(failure)) trip(failure);
				throw new StoreError(`Redis failed: ${reasonFor(failure)}`);
			}
		},
		state: () => state,
		close() {
			closed = true;
			clearTimeout(probing);
		},
	};
}

async function outcome(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
		return undefined;
	} catch (failure) {
		return failure;
	}
}

function withDeadline<T>(work: () => Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			// When the process itself was busy, the answer has come and was not read yet: that happens before this.
			setImmediate(() => reject(new DeadlineError('no answer in time')));
		}, ms);
		work()
			.then(resolve, reject)
			.finally(() => clearTimeout(timer));
	});
}
