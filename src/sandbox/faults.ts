/** Ways in which a call can be made to go wrong. */
export const FAULT_KINDS = [
	'empty-500',
	'html-200',
	'notices',
	'truncated',
	'hang',
	'reset-before',
	'reset-after',
	'delay',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault for the next matching SOAP calls. */
export interface FaultSpec {
	/** Operation it waits for; any, where left out. */
	operation?: string;
	kind: FaultKind;
	/** Milliseconds of a delay. */
	ms?: number;
	/** How many calls it hits; 1 where left out. */
	times?: number;
	/** A number: so many matching calls pass first. `true`, for empty-500: the work is done before PHP dies. */
	after?: number | boolean;
	/** For empty-500: PHP dies within a list, once this many items are worked off. */
	item?: number;
}

interface Pending {
	spec: FaultSpec;
	skip: number;
	left: number;
}

/** The queue of faults still to come. */
export class Faults {
	private pending: Pending[] = [];

	add(spec: FaultSpec): void {
		this.pending.push({ spec, skip: typeof spec.after === 'number' ? spec.after : 0, left: spec.times ?? 1 });
	}

	clear(): void {
		this.pending = [];
	}

	/** Faults that have not hit yet, with the number of hits left. */
	list(): FaultSpec[] {
		return this.pending.map(({ spec, left }) => ({ ...spec, times: left }));
	}

	/** The fault that hits this call, counted off. */
	take(operation: string): FaultSpec | undefined {
		for (const fault of this.pending) {
			if (fault.spec.operation !== undefined && fault.spec.operation !== operation) continue;
			if (fault.skip > 0) {
				fault.skip--;
				continue;
			}
			fault.left--;
			this.pending = this.pending.filter(({ left }) => left > 0);
			return fault.spec;
		}
		return undefined;
	}
}

/** Reads a fault from JSON; the text says what is wrong with it. */
export function readFault(value: unknown): FaultSpec | string {
	if (typeof value !== 'object' || value === null) return 'a fault is an object';
	const input = value as Record<string, unknown>;
	const kind = FAULT_KINDS.find((known) => known === input.kind);
	if (!kind) return `kind must be one of ${FAULT_KINDS.join(', ')}`;
	const spec: FaultSpec = { kind };
	if (input.operation !== undefined) spec.operation = String(input.operation);
	for (const name of ['ms', 'times', 'item'] as const) {
		if (input[name] === undefined) continue;
		const number = Number(input[name]);
		if (!Number.isFinite(number) || number < 0) return `${name} must be a number`;
		spec[name] = number;
	}
	if (typeof input.after === 'boolean' || typeof input.after === 'number') spec.after = input.after;
	else if (input.after !== undefined) return 'after must be a number or a boolean';
	return spec;
}
