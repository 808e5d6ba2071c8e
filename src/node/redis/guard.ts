import { StoreError } from '../../cache/store.js';

/** Whether Redis is used at the moment, and otherwise why not. */
export interface GuardState {
	usable: boolean;
	reason: string;
}

export interface GuardOptions {
	timeoutMs: number;
	/** Sends a small command, to find out whether Redis is available again. */
	probe: () => Promise<unknown>;
	/** Whether a connection is open and its first commands have no reply yet. */
	isConnecting: () => boolean;
	/** Opens a new connection, where Redis accepts connections but does not reply. */
	reconnect: () => void;
	/** Whether a failure is a reply of Redis: then it is available, and stays in use. */
	isAnswer: (failure: unknown) => boolean;
	reasonOf: (failure: unknown) => string;
	onChange: (state: GuardState) => void;
}

export interface Guard {
	/** Runs the work within the timeout; while Redis is not used, fails at once. @throws StoreError */
	run<T>(work: () => Promise<T>): Promise<T>;
	state(): GuardState;
	close(): void;
}

const PROBE_EVERY_MS = 250;
/** Probes without a reply before a new connection is opened. */
const SILENT_PROBES = 8;

class DeadlineError extends Error {}

/**
 * The circuit breaker of Redis. After the first command without a reply in `timeoutMs`, no command is sent until a probe
 * in the background has a reply in time.
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
			// If the process itself was busy, the reply may have arrived unread; it is read before this callback.
			setImmediate(() => reject(new DeadlineError('no reply in time')));
		}, ms);
		work()
			.then(resolve, reject)
			.finally(() => clearTimeout(timer));
	});
}
