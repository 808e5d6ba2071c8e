import { EventEmitter } from 'node:events';

/**
 * Aborts a request of undici after a time, as its option `signal`.
 *
 * Gain: an AbortSignal takes longer than the rest of a request.
 * Without it: `AbortSignal.timeout(ms)`, and no `end`.
 */
export class Deadline extends EventEmitter {
	aborted = false;
	reason: Error | undefined;
	readonly #timer: NodeJS.Timeout;

	constructor(ms: number) {
		super();
		this.#timer = setTimeout(() => {
			this.aborted = true;
			this.reason = new Error('the deadline of the exchange has come');
			this.emit('abort');
		}, ms);
		this.#timer.unref();
	}

	/** Rejects when the time is over: undici itself ends no request whose connection is still being made. */
	reached(): Promise<never> {
		return new Promise((_, reject) => this.once('abort', () => reject(this.reason)));
	}

	/** The request is over: it is not aborted any more. */
	end(): void {
		clearTimeout(this.#timer);
	}
}
