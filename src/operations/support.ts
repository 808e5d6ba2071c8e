import { CAMPUS_KINDS, type CampusKind, capabilitiesOf } from './capabilities.js';
import type { Operation } from './operation.js';
import { callsOn, missing } from './ways.js';

/** How a row is served on campuses of some kinds. */
export interface Support {
	kinds: CampusKind[];
	/** SOAP operations the row can call there; absent where it cannot be served. */
	calls?: string[];
	/** What the way taken there cannot do or does besides. */
	limits?: string;
	/** What the kind lacks, and how to get it; the row answers 422 there. */
	missing?: string;
}

/** How each kind of campus serves the row; kinds that are served alike stand together. */
export function supportOf(row: Operation): Support[] {
	const groups = new Map<string, Support>();
	for (const kind of CAMPUS_KINDS) {
		const facts = supportOn(row, kind);
		const group = groups.get(JSON.stringify(facts));
		if (group) group.kinds.push(kind);
		else groups.set(JSON.stringify(facts), { kinds: [kind], ...facts });
	}
	return [...groups.values()];
}

function supportOn({ ways }: Operation, kind: CampusKind): Omit<Support, 'kinds'> {
	const capabilities = capabilitiesOf(kind);
	const way = ways.find(({ needs }) => needs.every((need) => capabilities.has(need)));
	if (!way) return { missing: missing(ways, capabilities) };
	return {
		calls: callsOn(way.calls, capabilities),
		...(way.limits === undefined ? {} : { limits: way.limits }),
	};
}
