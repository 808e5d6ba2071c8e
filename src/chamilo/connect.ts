import type { Config } from '../config.js';
import type { Contract } from '../soap/contract.js';
import { type Breaker, createBreaker } from './breaker.js';
import { type CallEvent, type Caller, createCaller } from './caller.js';
import { type ConnectedCampus, createCampus, type KindEvent } from './campus.js';
import { CONTRACT, contractOf } from './contracts.js';
import { createEgressIp } from './egress-ip.js';
import { type Evidence, learnKind } from './kind.js';
import type { Memory } from './memory.js';
import { createSigner, type Signing } from './signature.js';
import { createSlots, type Slots } from './slots.js';
import type { Transport } from './transport.js';

/** Where a campus is, and its secret. */
export interface CampusAddress {
	/** Campus root, without a slash at the end. */
	url: string;
	securityKey: string;
}

/** What a log hears of a campus: each call when it is over, and what kind of campus it is. */
export interface CampusLog {
	call(event: CallEvent): void;
	kind(event: KindEvent): void;
	/** Does a call as a step of a trace. */
	trace?: (<T>(operation: string, work: () => Promise<T>) => Promise<T>) | undefined;
}

/** Connects a campus by the settings; nothing is asked of it yet. */
export function connectCampus(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	log?: CampusLog,
	memory?: Memory,
	gates = createGates(config),
): ConnectedCampus {
	const { CHAMILO_KIND: kind, CHAMILO_CONCURRENCY: concurrency } = config;
	const learning = { ...exchangeOf(config, campus, transport), contract: CONTRACT };
	const callerFor = callersOf(config, campus, transport, log?.call, gates);
	return createCampus({
		callerFor: (known, seen) => traced(callerFor(contractOf(known), seen), log?.trace),
		concurrency,
		memory,
		learn: kind === 'auto' ? () => learnKind(learning) : async () => kind,
		isFixed: kind !== 'auto',
		onKind: log?.kind,
	});
}

function traced(caller: Caller, trace: CampusLog['trace']): Caller {
	return trace ? (operation, args) => trace(operation, () => caller(operation, args)) : caller;
}

/** What keeps calls from flooding a campus. */
export function createGates(config: Config): { inSlot: Slots; breaker: Breaker } {
	return { inSlot: createSlots(config.CHAMILO_CONCURRENCY), breaker: createBreaker() };
}

/** Makes callers by the settings, which share signature and slots: one for each contract. */
export function callersOf(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	onCall?: (event: CallEvent) => void,
	{ inSlot, breaker } = createGates(config),
): (contract: Contract, seen?: (evidence: Evidence) => void) => Caller {
	const common = {
		...exchangeOf(config, campus, transport),
		signer: createSigner(campus.securityKey, signingOf(config, campus.url, transport)),
		inSlot,
		breaker,
		...(onCall ? { onCall } : {}),
	};
	return (contract, seen) => createCaller({ ...common, contract, ...(seen ? { seen } : {}) });
}

function exchangeOf(config: Config, { url }: CampusAddress, transport: Transport) {
	return { url, transport, text: config.CHAMILO_TEXT, timeoutMs: config.CHAMILO_TIMEOUT_MS };
}

function signingOf(config: Config, url: string, transport: Transport): Signing {
	const { CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: ip = '' } = config;
	if (mode === 'static' || mode === 'forwarded') return { mode, ip };
	return { mode, egressIp: createEgressIp({ url, transport, timeoutMs: config.CHAMILO_TIMEOUT_MS }) };
}
