import { isJsonAction } from '../../json-api/actions.js';
import { CAPABILITIES, type Capability } from '../../operations/capabilities.js';
import { type CampusKind, capabilitiesOf, withJsonApi } from '../../operations/kinds.js';
import type { Operation } from '../../operations/operation.js';
import { reachOf } from '../../operations/support.js';
import { lacksOf, type WayFacts } from '../../operations/ways.js';
import type { DetectedCampus } from '../detect.js';
import type { Check } from './check.js';
import { isRaw, type Target } from './target.js';
import type { LiveServices } from './wsdl.js';

const ID = 'routes';
const TITLE = 'Routes';

/** Why no way of a row is available. */
interface Obstacle {
	what: string;
	cure: string;
}

/** The rows that this campus cannot serve, and what they lack. */
export function checkRoutes(
	{ operations, config }: Target,
	campus: DetectedCampus,
	live: LiveServices | undefined,
): Check {
	const { CHAMILO_KIND: setting } = config;
	const preset = (kind: CampusKind) => (campus.capabilities.has('json-api') ? withJsonApi(kind) : capabilitiesOf(kind));
	const capabilities = setting === 'auto' ? campus.capabilities : preset(setting);
	const names = live && new Set(Object.values(live).flatMap((service) => Object.keys(service.operations)));
	const lost = operations.flatMap((row) => {
		// Rows below /soap exist as far as the WSDLs do.
		const known = isRaw(row) ? undefined : names;
		const [least = []] = row.ways
			.map((way) => obstaclesOf(way, capabilities, known))
			.sort((left, right) => left.length - right.length);
		return least.length === 0 ? [] : [{ row, obstacles: least }];
	});
	if (lost.length === 0) {
		return { id: ID, title: TITLE, status: 'ok', detail: `Each of the ${operations.length} routes has a way.` };
	}
	const groups = new Map<string, typeof lost>();
	for (const found of lost) {
		const what = found.obstacles.map((obstacle) => obstacle.what).join(' and ');
		groups.set(what, [...(groups.get(what) ?? []), found]);
	}
	const reasons = [...groups].map(([what, group]) => `${what} (${listed(group.map(({ row }) => row))})`);
	return {
		id: ID,
		title: TITLE,
		status: 'warning',
		detail: `${lost.length} of ${operations.length} routes answer 422 unsupported-by-chamilo. Not so here: ${reasons.join('; ')}.`,
		remedy: [...new Set(lost.flatMap(({ obstacles }) => obstacles.map(({ cure }) => cure)))].join(' '),
	};
}

function listed(rows: readonly Operation[]): string {
	const raw = rows.filter(isRaw);
	const routes = rows.filter((row) => !isRaw(row)).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
	if (raw.length > 0) routes.push(`${raw.length} operations below /soap`);
	return routes.join(', ');
}

/** What a way lacks: capabilities, or else operations that the WSDLs of the campus do not name. */
function obstaclesOf(
	way: WayFacts,
	capabilities: ReadonlySet<Capability>,
	names: ReadonlySet<string> | undefined,
): Obstacle[] {
	const unmet = lacksOf(way, capabilities);
	if (unmet.length > 0) return unmet.map((need) => ({ what: CAPABILITIES[need].needs, cure: CAPABILITIES[need].cure }));
	const { calls } = names ? reachOf([way], capabilities) : { calls: [] };
	const gone = calls.filter((call) => !names?.has(call) && !isJsonAction(call));
	return gone.map((call) => ({ what: `the campus has ${call}`, cure: `Have ${call} put back into its service.` }));
}
