import type { Check, CheckStatus } from '../chamilo/diagnosis.js';

const COLOURS: Record<CheckStatus, number> = { ok: 32, warning: 33, failure: 31 };
const MARGIN = ' '.repeat(9);

/** A check for the terminal: one line, and one for its remedy. */
export function formatCheck({ status, title, detail, remedy }: Check, colour: boolean): string {
	const word = status.padEnd(MARGIN.length);
	const label = colour ? `\u001b[${COLOURS[status]}m${word}\u001b[0m` : word;
	const line = `${label}${title}: ${detail}\n`;
	return remedy === undefined ? line : `${line}${MARGIN}-> ${remedy}\n`;
}

/** The last line: how many checks have each status. */
export function formatSummary(checks: readonly Check[]): string {
	const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
	const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
	return `${count('ok')} ok, ${plural(count('warning'), 'warning')}, ${plural(count('failure'), 'failure')}\n`;
}
