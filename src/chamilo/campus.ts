import type { Campus } from '../operations/campus.js';
import type { Capability } from '../operations/capabilities.js';
import type { Caller } from './caller.js';
import { faultToError } from './fault-codes.js';
import { type CampusKind, KIND_CAPABILITIES } from './kind.js';
import { createSerialiser } from './serialise.js';

/** A campus the gateway is connected to: the port of the ways, and what this one can do. */
export interface ConnectedCampus extends Campus {
	capabilities(): Promise<ReadonlySet<Capability>>;
}

/**
 * @param learn asks the campus for its kind; called when it is first needed, so that the gateway starts without the
 * campus, and again until it has answered once.
 */
export function createCampus(options: {
	caller: Caller;
	concurrency: number;
	learn: () => Promise<CampusKind>;
}): ConnectedCampus {
	let kind: Promise<CampusKind> | undefined;

	return {
		call: options.caller,
		serialise: createSerialiser(),
		fault: faultToError,
		concurrency: options.concurrency,
		async capabilities() {
			kind ??= options.learn();
			const asked = kind;
			try {
				return KIND_CAPABILITIES[await asked];
			} catch (failure) {
				if (kind === asked) kind = undefined;
				throw failure;
			}
		},
	};
}
