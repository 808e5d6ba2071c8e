import {
	CAMPUS_KINDS,
	type CampusKind,
	canHaveJsonApi,
	capabilitiesOf,
	KINDS,
	withJsonApi,
} from '../operations/kinds.js';
import type { Operation } from '../operations/operation.js';
import { type Served, type Support, supportOf, supportOn } from '../operations/support.js';

const START = '<!-- routes: written by npm run openapi -->';
const END = '<!-- /routes -->';

/** A Markdown file with the part between its marks written anew. @throws Error where the marks are missing */
function withPart(file: string, markdown: string, part: string): string {
	const start = markdown.indexOf(START);
	const end = markdown.indexOf(END);
	if (start < 0 || end < start) throw new Error(`${file} has lost the marks of its table of routes`);
	return `${markdown.slice(0, start + START.length)}\n\n${part}\n${markdown.slice(end)}`;
}

/** README.md with its table: each route, and whether it works on each kind of campus. */
export function withRouteSummary(readme: string, operations: readonly Operation[]): string {
	const rows = operations.map((row) => {
		const cells = CAMPUS_KINDS.map((kind) => answerFor(row, kind));
		return `| \`${routeOf(row)}\` | ${row.summary} | ${cells.join(' | ')} |`;
	});
	return withPart('README.md', readme, `${headerOf('route', '')}\n${rows.join('\n')}\n`);
}

/** What it is without an API key for Chamilo's JSON API, and what with one where that is something else. */
function answerFor(row: Operation, kind: CampusKind): string {
	const without = answerOf(row, supportOn(row, capabilitiesOf(kind)));
	const withKey = canHaveJsonApi(kind) ? answerOf(row, supportOn(row, withJsonApi(kind))) : without;
	return withKey === without ? without : `${without}, with key: ${withKey}`;
}

function answerOf(row: Operation, { missing, limits }: Served): 'yes' | 'partly' | 'no' {
	if (missing !== undefined || row.problems.includes('not-implemented-by-chamilo')) return 'no';
	return limits === undefined ? 'yes' : 'partly';
}

/** openapi/README.md with its sections: for each route the SOAP operations and limits, kind by kind. */
export function withRouteDetails(readme: string, operations: readonly Operation[]): string {
	const sections = operations.map(
		(row) => `### \`${routeOf(row)}\`\n\n${row.summary}.\n\n${supportOf(row).map(itemOf).join('\n')}\n`,
	);
	return withPart('openapi/README.md', readme, sections.join('\n'));
}

function itemOf({ kinds, with_json_api: withKey, ...served }: Support): string {
	const item = `- **${kinds.map((kind) => KINDS[kind].heading).join(', ')}**: ${textOf(served)}`;
	return withKey ? `${item}\n  - With the JSON API: ${textOf(withKey)}` : item;
}

function textOf({ calls, limits, notes, missing }: Served): string {
	if (missing !== undefined) return `422 \`unsupported-by-chamilo\`. It needs a campus where ${missing}`;
	const called = calls?.map((call) => `\`${call}\``).join(', ') || 'no call';
	return [`${called}.`, limits && `Limits: ${limits}`, notes].filter(Boolean).join(' ');
}

function routeOf({ method, path }: Operation): string {
	return `${method.toUpperCase()} ${path}`;
}

function headerOf(...columns: string[]): string {
	const all = [...columns, ...CAMPUS_KINDS.map((kind) => KINDS[kind].heading)];
	return `| ${all.join(' | ')} |\n|${all.map(() => '---|').join('')}`;
}
