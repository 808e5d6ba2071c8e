/** Under npm a Ctrl-C arrives twice: from the terminal, and forwarded by npm. */
const SAME_SIGNAL_MS = 1_000;

/** Calls `first` at the first SIGINT, SIGTERM or SIGHUP (the terminal was closed), and `again` at a later one. */
export function onStopSignal(first: (signal: string) => void, again: () => void): void {
	let stoppingSince: number | undefined;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (stoppingSince === undefined) {
				stoppingSince = performance.now();
				first(signal);
			} else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) again();
		});
	}
}
