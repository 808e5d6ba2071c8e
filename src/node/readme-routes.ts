import type { Operation } from '../operations/operation.js';

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
	const rows = operations.map(({ method, path, summary, ways }) => {
		const calls = [...new Set(ways.flatMap((way) => way.calls))].map((call) => `\`${call}\``);
		return `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${calls.join(', ') || 'none'} |`;
	});
	return `| route | | calls of Chamilo it can make |\n|---|---|---|\n${rows.join('\n')}\n`;
}
