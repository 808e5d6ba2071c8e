import type { Capability } from '../../operations/capabilities.js';
import type { Operation } from '../../operations/operation.js';
import { reachOf } from '../../operations/support.js';
import type { ServiceContract } from '../../soap/contract.js';
import type { DetectedCampus } from '../detect.js';
import type { Check } from './check.js';
import { isRaw, type Target } from './target.js';
import { closestContract, type Drift } from './wsdl-drift.js';

const ID = 'wsdl';
const TITLE = 'WSDLs';

/** Services by name, as the campus describes them. */
export type LiveServices = Readonly<Record<string, ServiceContract>>;

/** Compares the live WSDLs with those of the version that they come closest to. */
export async function checkWsdl(
	target: Target,
	readWsdl: NonNullable<Target['readWsdl']>,
	{ capabilities }: DetectedCampus,
): Promise<{ check: Check; live?: LiveServices }> {
	const live: Record<string, ServiceContract> = {};
	for (const path of new Set(target.contracts.flatMap(({ services }) => Object.values(services).map(pathOf)))) {
		try {
			const { name, service } = await readWsdl(`${target.url + path}?wsdl`);
			live[name] = service;
		} catch {
			// What the reader says can repeat a page of the campus, so it is not shown.
			const detail = `${path}?wsdl is no WSDL that can be read.`;
			const remedy = 'Open the address in a browser; calls may work all the same.';
			return { check: { id: ID, title: TITLE, status: 'failure', detail, remedy } };
		}
	}
	return { live, check: describe(target, capabilities, live) };
}

const pathOf = ({ path }: ServiceContract) => path;

function describe({ contracts, operations }: Target, capabilities: ReadonlySet<Capability>, live: LiveServices): Check {
	const { chamilo, drifts } = closestContract(contracts, live);
	const added = drifts.filter(({ change }) => change === 'added');
	const others = drifts.filter(({ change }) => change !== 'added');
	const news = added.length > 0 ? ` It has others besides: ${listed(added.map(({ operation }) => operation))}.` : '';
	if (others.length === 0) {
		const count = Object.values(live).reduce((sum, { operations }) => sum + Object.keys(operations).length, 0);
		const detail = `All ${count - added.length} operations are as in Chamilo ${chamilo}.${news}`;
		return { id: ID, title: TITLE, status: 'ok', detail };
	}
	const detail = `Not as in Chamilo ${chamilo}: ${listed(
		others.map(({ detail }) => detail),
		'; ',
	)}.${news}`;
	const routes = routesUsing(operations, capabilities, others);
	if (routes.length === 0) {
		return { id: ID, title: TITLE, status: 'ok', detail: `${detail} No route of the gateway needs them.` };
	}
	const remedy = `Do not rely on ${listed(routes)}: what changed can be misread there. If the files in main/webservices of the campus were edited, put those of its release back; if it is a release of its own, report it to the project of the gateway.`;
	return { id: ID, title: TITLE, status: 'warning', detail, remedy };
}

/** The routes, apart from the raw ones, that call such an operation on a campus with these capabilities. */
function routesUsing(
	operations: readonly Operation[],
	capabilities: ReadonlySet<Capability>,
	drifts: readonly Drift[],
): string[] {
	const names = new Set(drifts.map(({ operation }) => operation));
	return operations
		.filter((row) => !isRaw(row) && reachOf(row.ways, capabilities).calls.some((call) => names.has(call)))
		.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
}

function listed(texts: readonly string[], separator = ', '): string {
	const shown = texts.slice(0, 12).join(separator);
	return texts.length > 12 ? `${shown}${separator}and ${texts.length - 12} more` : shown;
}
