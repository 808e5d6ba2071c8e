import { isJsonAction } from '../../json-api/actions.js';
import { KINDS } from '../../operations/kinds.js';
import { allCallsOf } from '../../operations/support.js';
import type { ServiceContract } from '../../soap/contract.js';
import type { DetectedCampus } from '../detect.js';
import type { Check } from './check.js';
import { isRaw, type Target } from './target.js';
import { type Drift, findDrift } from './wsdl-drift.js';

const ID = 'wsdl';
const TITLE = 'WSDLs';
const REMEDY =
	'If the campus was changed on purpose, compile its WSDLs with `npm run contract -- --chamilo VERSION URL` and run the tests of the gateway.';

/** Services by name, as the campus describes them. */
export type LiveServices = Readonly<Record<string, ServiceContract>>;

/** Compares the live WSDLs with the contract of the version that the campus is. */
export async function checkWsdl(
	target: Target,
	readWsdl: NonNullable<Target['readWsdl']>,
	{ kind }: DetectedCampus,
): Promise<{ check: Check; live?: LiveServices }> {
	const version = KINDS[kind].contract;
	const contract = target.contracts.find(({ chamilo }) => chamilo === version);
	if (!contract) {
		const detail = `The gateway carries no contract of Chamilo ${version} to compare with.`;
		return { check: { id: ID, title: TITLE, status: 'warning', detail, remedy: REMEDY } };
	}
	const live: Record<string, ServiceContract> = {};
	for (const { path } of Object.values(contract.services)) {
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
	return { live, check: describe(findDrift(contract, live), target, version, live) };
}

function describe(drifts: Drift[], { operations }: Target, version: string, live: LiveServices): Check {
	const of = (change: Drift['change']) => drifts.filter((drift) => drift.change === change);
	const [changed, missing, added] = [of('changed'), of('missing'), of('added')];
	const count = Object.values(live).reduce((sum, { operations }) => sum + Object.keys(operations).length, 0);
	const news = added.length > 0 ? ` New: ${listed(added.map(({ operation }) => operation))}.` : '';
	if (changed.length === 0 && missing.length === 0) {
		const detail = `All ${count} operations are as in Chamilo ${version}.${news}`;
		return { id: ID, title: TITLE, status: 'ok', detail };
	}
	const used = callsOf(operations);
	const details = [...changed, ...missing].map(({ detail }) => detail);
	return {
		id: ID,
		title: TITLE,
		// A changed operation takes one value for another; a missing one matters where routes are built on it.
		status: changed.length > 0 || missing.some(({ operation }) => used.has(operation)) ? 'failure' : 'warning',
		detail: `Not as in Chamilo ${version}: ${listed(details, '; ')}.${news}`,
		remedy: REMEDY,
	};
}

/** Operations that routes other than the raw ones are built on. */
function callsOf(operations: Target['operations']): Set<string> {
	const rows = operations.filter((row) => !isRaw(row));
	return new Set(rows.flatMap(({ ways }) => allCallsOf(ways)).filter((call) => !isJsonAction(call)));
}

function listed(texts: readonly string[], separator = ', '): string {
	const shown = texts.slice(0, 12).join(separator);
	return texts.length > 12 ? `${shown}${separator}and ${texts.length - 12} more` : shown;
}
