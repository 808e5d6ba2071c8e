/** An error in the options or the file. The message is printed without a stack trace; exit code 2. */
export class UsageError extends Error {}

/**
 * The import stopped before its end; the message says why. The journal is kept, so it can be continued; exit code 3.
 */
export class StoppedError extends Error {
	/** @param code the problem code with which the gateway refused. */
	constructor(
		message: string,
		readonly code?: string,
	) {
		super(message);
	}
}
