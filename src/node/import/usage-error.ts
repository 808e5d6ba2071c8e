/** Something to correct on the command line or in a file; told without a stack, exit code 2. */
export class UsageError extends Error {}

/** The import ended before all was done; the message says why. What was written down stays, exit code 3. */
export class StoppedError extends Error {}
