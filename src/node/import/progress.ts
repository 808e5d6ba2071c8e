import { type Options, SingleBar } from 'cli-progress';
import type { Totals } from './outcome.js';

/** Interval of progress lines if the output is not a terminal. */
const LINES_EVERY_MS = 5_000;

const BAR = '{bar} {percentage}% | {value}/{total} lines | {rate}/s | {left} left | {bad} not done';
const LINE = '{value} of {total} lines, {rate}/s, {left} left, {bad} not done';

/** Shows the progress: a bar on a terminal, otherwise a line every few seconds. */
export class Progress {
	private readonly bar: SingleBar;
	private readonly started = performance.now();
	/** Lines done by earlier runs, which do not count for the rate. */
	private readonly before: number;

	constructor(stream: NodeJS.WriteStream, total: number, totals: Readonly<Totals>) {
		const options: Options = {
			stream,
			format: stream.isTTY ? BAR : LINE,
			hideCursor: true,
			noTTYOutput: true,
			notTTYSchedule: LINES_EVERY_MS,
			barCompleteChar: '█',
			barIncompleteChar: '░',
			barsize: 24,
		};
		this.bar = new SingleBar(options);
		this.before = sum(totals);
		this.bar.start(total, this.before, { rate: '–', left: '–', bad: bad(totals) });
	}

	show(totals: Readonly<Totals>): void {
		const value = sum(totals);
		const rate = ((value - this.before) * 1000) / (performance.now() - this.started);
		const left = rate > 0 ? duration((this.bar.getTotal() - value) / rate) : '–';
		this.bar.update(value, { rate: rate < 10 ? rate.toFixed(1) : Math.round(rate), left, bad: bad(totals) });
	}

	stop(): void {
		this.bar.stop();
	}
}

function sum({ done, failed, invalid }: Readonly<Totals>): number {
	return done + failed + invalid;
}

function bad({ failed, invalid }: Readonly<Totals>): number {
	return failed + invalid;
}

function duration(seconds: number): string {
	const whole = Math.ceil(seconds);
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
	return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
