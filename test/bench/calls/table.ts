import { CAMPUS_KINDS, type CampusKind } from '../../support/kinds.js';
import { ROWS } from './rows.js';

/** Calls by the title of the row and the kind of campus. */
export type Counts = ReadonlyMap<string, Partial<Record<CampusKind, number>>>;

const HEAD = ['SOAP calls', ...CAMPUS_KINDS];

/** The counts as a table in Markdown. */
export function tableOf(counts: Counts): string {
	const rows = ROWS.map(({ title }) => [title, ...CAMPUS_KINDS.map((kind) => String(counts.get(title)?.[kind] ?? ''))]);
	return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Reads such a table out of a text. */
export function readTable(text: string): Counts {
	const lines = text.split('\n');
	const from = lines.indexOf(`| ${HEAD.join(' | ')} |`);
	const rows = from < 0 ? [] : lines.slice(from + 2);
	const end = rows.findIndex((line) => !line.startsWith('|'));
	return new Map(
		rows.slice(0, end).map((line) => {
			const [title = '', ...cells] = line
				.split('|')
				.map((cell) => cell.trim())
				.slice(1);
			return [title, Object.fromEntries(CAMPUS_KINDS.map((kind, index) => [kind, Number(cells[index])]))] as const;
		}),
	);
}
