/** Puts the connection to a campus together from the settings. */
import type { Config } from '../config.js';
import type { ReplyHints } from '../operations/capabilities.js';
import { KINDS } from '../operations/kinds.js';
import type { Contract } from '../soap/contract.js';
import { contractOf } from '../soap/contracts.js';
import { type ConnectedCampus, createCampus, type KindEvent } from './campus.js';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.js';
import { detectCampus, presetCampus } from './detect.js';
import { createEgressIp } from './egress-ip.js';
import type { Locks } from './locks/locks.js';
import type { ReadCache } from './read-cache.js';
import { createSemaphore, type Semaphore } from './semaphore.js';
import { createSigner, type Signing } from './signature.js';
import { type CallEvent, createSoapClient, type SoapClient } from './soap-client.js';
import type { Transport } from './transport.js';

/** Where a campus is, and its secret. */
export interface CampusAddress {
	/** Campus root, without a slash at the end. */
	url: string;
	securityKey: string;
}

/** Receives each SOAP call when it is over, and the kind of the campus when it is detected. */
export interface CampusLog {
	call(event: CallEvent): void;
	kind(event: KindEvent): void;
	/** Runs a call as a span of a trace. */
	trace?: (<T>(operation: string, work: () => Promise<T>) => Promise<T>) | undefined;
}

/** Connects a campus according to the settings; no call is made yet. */
export function connectCampus(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	log?: CampusLog,
	cache?: ReadCache,
	loadLimits: LoadLimits = createLoadLimits(config),
	locks?: Locks,
): ConnectedCampus {
	const { CHAMILO_KIND: kind, CHAMILO_CONCURRENCY: concurrency } = config;
	const exchange = exchangeOf(config, campus, transport);
	const clientFor = soapClients(config, campus, transport, log?.call, loadLimits);
	return createCampus({
		clientFor: (kind, onReply) => traced(clientFor(contractOf(KINDS[kind].contract), onReply), log?.trace),
		concurrency,
		cache,
		locks,
		detect: kind === 'auto' ? () => detectCampus(exchange) : async () => presetCampus(kind),
		isFixed: kind !== 'auto',
		onKind: log?.kind,
	});
}

function traced(client: SoapClient, trace: CampusLog['trace']): SoapClient {
	return trace ? (operation, args) => trace(operation, () => client(operation, args)) : client;
}

/** What protects a campus from too many calls. */
export interface LoadLimits {
	semaphore: Semaphore;
	circuitBreaker: CircuitBreaker;
}

export function createLoadLimits(config: Config): LoadLimits {
	return { semaphore: createSemaphore(config.CHAMILO_CONCURRENCY), circuitBreaker: createCircuitBreaker() };
}

/** Creates SOAP clients according to the settings, one for each contract; they share signature and load limits. */
export function soapClients(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	onCall?: (event: CallEvent) => void,
	{ semaphore, circuitBreaker } = createLoadLimits(config),
): (contract: Contract, onReply?: (hints: ReplyHints) => void) => SoapClient {
	const exchange = exchangeOf(config, campus, transport);
	const common = {
		...exchange,
		signer: createSigner(campus.securityKey, signingOf(config, exchange)),
		semaphore,
		circuitBreaker,
		...(onCall ? { onCall } : {}),
	};
	return (contract, onReply) => createSoapClient({ ...common, contract, ...(onReply ? { onReply } : {}) });
}

function exchangeOf(config: Config, { url }: CampusAddress, transport: Transport) {
	return { url, transport, text: config.CHAMILO_TEXT, timeoutMs: config.CHAMILO_TIMEOUT_MS };
}

type Exchange = ReturnType<typeof exchangeOf>;

function signingOf(config: Config, { url, transport, timeoutMs }: Exchange): Signing {
	const { CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: ip = '' } = config;
	if (mode === 'static' || mode === 'forwarded') return { mode, ip };
	return { mode, egressIp: createEgressIp({ url, transport, timeoutMs }) };
}
