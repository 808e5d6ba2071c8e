import { printable } from '../printable.js';
import type { Outcome } from './outcome.js';

/** What the page says besides the outcomes. */
export interface Summary {
	title: string;
	plan: string[];
	warnings: string[];
	/** How it ended, in a sentence. */
	end: string;
}

interface Page extends Summary {
	/** Number of outcomes, by kind, action and outcome with blanks between. */
	counts: ReadonlyMap<string, number>;
	failures: readonly Outcome[];
	most: number;
}

/** The report as one page of HTML, without anything from outside. */
export function renderPage({ title, plan, warnings, end, counts, failures, most }: Page): string {
	const causes = new Map<string, number>();
	for (const { code = '', detail = '' } of failures) {
		const cause = `${code}${code && detail ? ': ' : ''}${detail.replace(/"[^"]*"/g, '"…"').replace(/\d+/g, 'N')}`;
		causes.set(cause, (causes.get(cause) ?? 0) + 1);
	}
	const sorted = [...causes].sort(([, a], [, b]) => b - a);
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}
td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;vertical-align:top}h2{margin-top:2em}</style></head><body>
<h1>${escaped(title)}</h1>
<p><strong>${escaped(end)}</strong></p>
<h2>Plan</h2>
<ul>${[...plan, ...warnings].map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>
<h2>What was done</h2>
${table(
	['records', 'action', 'outcome', 'number'],
	[...counts].map(([key, count]) => [...key.split(' '), String(count)]),
)}
<h2>Causes</h2>
${table(
	['number', 'cause'],
	sorted.map(([cause, count]) => [String(count), cause]),
)}
<h2>Each record that failed</h2>
${table(
	['file', 'line', 'record', 'action', 'cause'],
	failures.map(({ file = '', line, field = '', value = '', place = '', action, code = '', detail = '' }) => [
		file,
		line === undefined ? '' : String(line),
		[field, value, place].filter((text) => text !== '').join(' '),
		action,
		[code, detail].filter((text) => text !== '').join(': '),
	]),
)}
${failures.length >= most ? `<p>Only the first ${most} are listed; the CSV file has all.</p>` : ''}
</body></html>
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return '<p>None.</p>';
	const line = (cells: readonly string[], tag: string) =>
		`<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
	return `<table>${line(head, 'th')}\n${rows.map((row) => line(row, 'td')).join('\n')}</table>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
	return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
