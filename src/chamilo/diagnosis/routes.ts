import { CAPABILITIES, type CampusKind, type Capability, capabilitiesOf } from '../../operations/capabilities.js';
import type { Operation, Way } from '../../operations/operation.js';
import { callsOn } from '../../operations/ways.js';
import type { Check } from './check.js';
import { isRaw, type Target } from './target.js';
import type { LiveServices } from './wsdl.js';

const ID = 'routes';
const TITLE = 'Routes';

/** Which rows of the table have no way to go on this campus, and what they miss. */
export function checkRoutes({ operations, config }: Target, kind: CampusKind, live: LiveServices | undefined): Check {
	const capabilities = capabilitiesOf(config.CHAMILO_KIND === 'auto' ? kind : config.CHAMILO_KIND);
	const names = live && new Set(Object.values(live).flatMap((service) => Object.keys(service.operations)));
	const lost: Operation[] = [];
	const reasons = new Set<string>();
	for (const row of operations) {
		// Which raw operations there are is told by the WSDLs themselves.
		const known = isRaw(row) ? undefined : names;
		const obstacles = row.ways.map((way) => obstaclesOf(way, capabilities, known));
		if (obstacles.some((found) => found.length === 0)) continue;
		lost.push(row);
		for (const reason of obstacles[0] ?? []) reasons.add(reason);
	}
	if (lost.length === 0) {
		return { id: ID, title: TITLE, status: 'ok', detail: `Each of the ${operations.length} routes has a way.` };
	}
	const raw = lost.filter(isRaw);
	const routes = lost.filter((row) => !raw.includes(row)).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
	if (raw.length > 0) routes.push(`${raw.length} operations below /soap`);
	return {
		id: ID,
		title: TITLE,
		status: 'warning',
		detail: `${lost.length} of ${operations.length} routes answer 422 unsupported-by-chamilo: ${routes.join(', ')}.`,
		remedy: [...reasons].join(' '),
	};
}

/** What a way misses: capabilities with their cure, operations by name. */
function obstaclesOf(
	way: Way<never>,
	capabilities: ReadonlySet<Capability>,
	names: ReadonlySet<string> | undefined,
): string[] {
	const unmet = way.needs.filter((need) => !capabilities.has(need));
	const gone = names ? callsOn(way.calls, capabilities).filter((call) => !names.has(call)) : [];
	return [
		...unmet.map((need) => `${CAPABILITIES[need].needs}: not so here. ${CAPABILITIES[need].cure}`),
		...gone.map((call) => `The campus has no operation ${call}.`),
	];
}
