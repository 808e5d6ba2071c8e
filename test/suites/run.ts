import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Capability } from '../../src/operations/capabilities.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from '../support/client.js';
import { CAMPUS_KINDS, type CampusKind, can, SANDBOXES } from '../support/kinds.js';
import type { CampusProxy } from '../support/proxy.js';
import type { SandboxControl } from '../support/sandbox.js';
import { KEYS, RUNTIMES, type Runtime, type Stack, startStack } from '../support/stack.js';

/** What the suites work with; usable once the gateway runs. */
export interface Bench {
	/** Sends with the key that may do everything. */
	send: Send;
	/** Sends with another key, or with none. */
	sendAs(key: keyof typeof KEYS | null): Send;
	keys: typeof KEYS;
	url: string;
	control: SandboxControl;
	/** The same sandbox as an object. */
	sandbox: Sandbox;
	/** Between the gateway and the sandbox. */
	proxy: CampusProxy;
	/** What stands behind the gateway; known before it runs, so that tests can be declared by it. */
	kind: CampusKind;
}

/** Tests that every gateway has to pass, whichever runtime it runs on. */
export interface Suite {
	title: string;
	/** The kinds of campus it is meant for, on each runtime. */
	kinds: Readonly<Record<Runtime, readonly CampusKind[]>>;
	/** Settings of the gateway that are not the default. */
	settings?(kind: CampusKind): Record<string, string>;
	/** Declares the tests. Each of them starts with the demo data. */
	declare(bench: Bench): void;
}

/** At the edge the code is the same: kinds that differ most are enough there. */
const AT_EDGE: readonly CampusKind[] = ['1.9', '1.11-php7', '1.11.32-php7-cured'];

/** On every runtime with these kinds; at the edge with some of them. */
export function everywhere(...kinds: readonly CampusKind[]): Suite['kinds'] {
	const atEdge = kinds.filter((kind) => AT_EDGE.includes(kind));
	return { node: kinds, edge: atEdge };
}

/** The kinds that have a capability. */
export function kindsWith(capability: Capability): CampusKind[] {
	return CAMPUS_KINDS.filter((kind) => can(kind, capability));
}

/** The kinds that do not have it. */
export function kindsWithout(capability: Capability): CampusKind[] {
	return CAMPUS_KINDS.filter((kind) => !can(kind, capability));
}

export const ALL_KINDS = everywhere(...CAMPUS_KINDS);
/** For large suites: at the edge only the two kinds that differ most. */
export const FEWER_AT_EDGE: Suite['kinds'] = { node: CAMPUS_KINDS, edge: ['1.9', '1.11-php7'] };
export const NODE_ONLY: Suite['kinds'] = { node: CAMPUS_KINDS, edge: [] };

/** Runs the suites on a runtime: for each kind of campus a fresh gateway with a sandbox of that kind behind it. */
export function runSuites(runtime: Runtime, suites: readonly Suite[]): void {
	for (const { title, kinds, settings, declare } of suites) {
		for (const kind of kinds[runtime]) {
			describe(`${title}, on ${RUNTIMES[runtime]}, Chamilo ${kind}`, () => {
				declare(useBench(runtime, kind, settings?.(kind)));
			});
		}
	}
}

function useBench(runtime: Runtime, kind: CampusKind, env: Record<string, string> = {}): Bench {
	let stack: Stack | undefined;
	const started = (): Stack => {
		if (!stack) throw new Error('the gateway did not start');
		return stack;
	};
	const sendAs: Bench['sendAs'] = (key) => (method, path, body, headers) =>
		key === null
			? createClient(started().url, '')(method, path, body, { 'X-API-Key': null, ...headers })
			: createClient(started().url, KEYS[key])(method, path, body, headers);

	beforeAll(async () => {
		// Nothing is learned of external ids, so that no test depends on those before it.
		const settings = { CHAMILO_EXTERNAL_FIELDS: 'none', ...env };
		stack = await startStack({ runtime, sandbox: SANDBOXES[kind], env: settings });
		// The gateway learns once what kind of campus this is.
		await stack.request('GET', '/users/external_user/1504');
	});
	beforeEach(() => started().control.reset());
	afterAll(() => stack?.close());

	return {
		kind,
		keys: KEYS,
		send: sendAs('all'),
		sendAs,
		get url() {
			return started().url;
		},
		get control() {
			return started().control;
		},
		get sandbox() {
			return started().sandbox;
		},
		get proxy() {
			return started().proxy;
		},
	};
}
