import { CAMPUS_KINDS, type CampusKind } from '../operations/kinds.js';
import type { Operation } from '../operations/operation.js';
import { supportOf } from '../operations/support.js';

const START = '<!-- routes: written by npm run openapi -->';
const END = '<!-- /routes -->';

/** The README with its table of routes made anew from the operation table. @throws Error where the marks are missing */
export function withRoutes(readme: string, operations: readonly Operation[]): string {
	const start = readme.indexOf(START);
	const end = readme.indexOf(END);
	if (start < 0 || end < start) throw new Error('README.md has lost the marks of its table of routes');
	return `${readme.slice(0, start + START.length)}\n\n${routesTable(operations)}\n${readme.slice(end)}`;
}

function routesTable(operations: readonly Operation[]): string {
	const rows = operations.map((row) => {
		const cells = CAMPUS_KINDS.map((kind) => cellOf(row, kind));
		// What is as in the column before it is not said again.
		const shown = cells.map((cell, index) => (cell === cells[index - 1] ? '″' : cell));
		return `| \`${row.method.toUpperCase()} ${row.path}\` | ${row.summary} | ${shown.join(' | ')} |`;
	});
	return `| route | | 1.9 | 1.11 | 1.11 on PHP 7 |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
}

function cellOf(row: Operation, kind: CampusKind): string {
	const { calls } = supportOf(row).find(({ kinds }) => kinds.includes(kind)) ?? {};
	if (!calls) return '422';
	return calls.map((call) => `\`${call}\``).join(', ') || 'none';
}
