/** The kinds of faults that can be injected. */
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

/** A fault to inject into the next matching SOAP calls. */
export interface FaultSpec {
	/** The operation it applies to; any if left out. */
	operation?: string;
	kind: FaultKind;
	/** Length of a delay in milliseconds. */
	ms?: number;
	/** The number of calls it applies to; 1 if left out. */
	times?: number;
	/**
	 * A number: this many matching calls are executed normally first. `true`, for empty-500: the operation is executed
	 * before PHP ends with a fatal error.
	 */
	after?: number | boolean;
	/** For empty-500: PHP ends with a fatal error after this many items of a list were processed. */
	item?: number;
}

interface Pending {
	spec: FaultSpec;
	skip: number;
	left: number;
}

/** The queue of pending faults. */
export class Faults {
	private pending: Pending[] = [];

	add(spec: FaultSpec): void {
		this.pending.push({ spec, skip: typeof spec.after === 'number' ? spec.after : 0, left: spec.times ?? 1 });
	}

	clear(): void {
		this.pending = [];
	}

	/** The pending faults; `times` is the number of calls left. */
	list(): FaultSpec[] {
		return this.pending.map(({ spec, left }) => ({ ...spec, times: left }));
	}

	/** The fault for this call, which is then counted as used; undefined if there is none. */
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

/** Validates a fault from JSON. @returns the fault, or an error text. */
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
