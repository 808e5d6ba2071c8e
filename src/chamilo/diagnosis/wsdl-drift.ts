import { type Contract, type OperationContract, resolveType, type ServiceContract } from '../../soap/contract.js';

/** A difference between what the gateway was built for and what a campus says about itself. */
export interface Drift {
	operation: string;
	/** `missing` and `changed` matter; `added` is for information. */
	change: 'missing' | 'changed' | 'added';
	detail: string;
}

type Services = Readonly<Record<string, ServiceContract>>;

/** The version whose WSDLs differ least from those of a campus, and what is different all the same. */
export function closestContract(
	contracts: readonly Contract[],
	live: Services,
): { chamilo: string; drifts: readonly Drift[] } {
	const compared = contracts.map((contract) => ({ chamilo: contract.chamilo, drifts: findDrift(contract, live) }));
	const weight = (drifts: readonly Drift[]) =>
		// An operation more does no harm; one less does, or one that is not what it was.
		drifts.reduce((sum, { change }) => sum + (change === 'added' ? 1 : 1000), 0);
	const [closest] = compared.sort((left, right) => weight(left.drifts) - weight(right.drifts));
	if (!closest) throw new Error('there is no contract to compare with');
	return closest;
}

/** Compares the WSDLs of a campus with a contract: operations, and names, order and types of all that travels. */
function findDrift(contract: Contract, live: Services): Drift[] {
	return Object.entries(contract.services).flatMap(([name, expected]) => {
		const service = live[name];
		if (!service) return [{ operation: name, change: 'missing' as const, detail: `${name} is gone as a whole` }];
		return serviceDrift(expected, service);
	});
}

function serviceDrift(expected: ServiceContract, live: ServiceContract): Drift[] {
	const drifts: Drift[] = [];
	for (const [operation, contract] of Object.entries(expected.operations)) {
		const found = live.operations[operation];
		if (!found) {
			drifts.push({ operation, change: 'missing', detail: `${operation} is gone` });
			continue;
		}
		const detail = operationDrift(expected, contract, live, found);
		if (detail) drifts.push({ operation, change: 'changed', detail: `${operation}: ${detail}` });
	}
	for (const operation of Object.keys(live.operations)) {
		if (!Object.hasOwn(expected.operations, operation)) {
			drifts.push({ operation, change: 'added', detail: `${operation} is new` });
		}
	}
	return drifts;
}

function operationDrift(
	expectedService: ServiceContract,
	expected: OperationContract,
	liveService: ServiceContract,
	live: OperationContract,
): string | undefined {
	const before = expected.input.flatMap(([name, type]) => leaves(expectedService, name, type));
	const after = live.input.flatMap(([name, type]) => leaves(liveService, name, type));
	const place = before.findIndex((leaf, index) => leaf !== after[index]);
	if (place >= 0 || after.length > before.length) {
		const at = place >= 0 ? place : before.length;
		return `parameter ${at + 1} is ${after[at] ?? 'absent'} instead of ${before[at] ?? 'absent'}`;
	}
	const result = expected.output ? leaves(expectedService, 'result', expected.output).join(', ') : 'nothing';
	const liveResult = live.output ? leaves(liveService, 'result', live.output).join(', ') : 'nothing';
	return result === liveResult ? undefined : `the result is ${liveResult} instead of ${result}`;
}

/** Everything below a name down to the scalars, in order: `users[].firstname string`. */
function leaves(service: ServiceContract, name: string, type: string): string[] {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'scalar') return [`${name} ${resolved.xsd}`];
	if (resolved.kind === 'list') return leaves(service, `${name}[]`, resolved.item);
	return resolved.members.flatMap(([member, memberType]) => leaves(service, `${name}.${member}`, memberType));
}
