/** Puts the connection to a campus together from the settings. */

import type { Config } from '../config.js';
import type { Credentials } from '../json-api/form.js';
import type { UserRecords } from '../operations/campus.js';
import type { ReplyHints } from '../operations/capabilities.js';
import { KINDS } from '../operations/kinds.js';
import type { Contract } from '../soap/contract.js';
import { contractOf, NEWEST_CONTRACT } from '../soap/contracts.js';
import { createAddressSearch, type SearchOutcome } from './address-search.js';
import { type ConnectedCampus, createCampus, type KindEvent } from './campus.js';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.js';
import { detectCampus, presetCampus } from './detect.js';
import { addressIn, createEgressIp } from './egress-ip.js';
import { createJsonApi, type JsonApi } from './json-api/client.js';
import type { Locks } from './locks/locks.js';
import type { ReadCache } from './read-cache.js';
import { debuggedAddress, refusedReply } from './refused-call.js';
import { createSemaphore, type Semaphore } from './semaphore.js';
import { createSigner, type Signer } from './signature.js';
import { signingAddresses } from './signing-addresses.js';
import { type CallEvent, createSoapClient, type SoapClient } from './soap-client.js';
import type { Transport } from './transport.js';

/** Where a campus is, and its secret. */
export interface CampusAddress {
	/** Campus root, without a slash at the end. */
	url: string;
	securityKey: string;
	/** The address of this machine in a connection to the campus; absent where the runtime does not know it. */
	localAddress?: (() => Promise<string | undefined>) | undefined;
	/** The account and key for Chamilo's JSON API; absent: nothing is sent to it. */
	apiCredentials?: Credentials | undefined;
}

/** Receives each call when it is over, and the kind of the campus when it is detected. */
export interface CampusLog {
	call(event: CallEvent): void;
	kind(event: KindEvent): void;
	/** Runs a call as a span of a trace. */
	trace?: (<T>(operation: string, work: () => Promise<T>, system?: 'soap' | 'json-api') => Promise<T>) | undefined;
}

/** The members of the log line of a call. */
export function callFields({ requestId, operation, outcome, ms }: CallEvent): Record<string, unknown> {
	return { requestId, soap: operation, outcome, ms: Math.round(ms) };
}

/** What connections to one campus share. */
export interface Shared {
	loadLimits?: LoadLimits;
	signer?: Signer;
}

export interface ConnectOptions extends Shared {
	log?: CampusLog;
	cache?: ReadCache | undefined;
	locks?: Locks;
	/** Absent: nothing is kept of users. */
	records?: UserRecords | undefined;
}

/** Connects a campus according to the settings; no call is made yet. */
export function connectCampus(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	{ log, cache, locks, records, ...shared }: ConnectOptions = {},
): ConnectedCampus {
	const { CHAMILO_KIND: kind, CHAMILO_CONCURRENCY: concurrency } = config;
	const exchange = exchangeOf(config, campus, transport);
	const loadLimits = shared.loadLimits ?? createLoadLimits(config);
	const clientFor = soapClients(config, campus, transport, {
		...shared,
		loadLimits,
		...(log ? { onCall: log.call } : {}),
	});
	const jsonApi = jsonApiOf(config, campus, transport, log, loadLimits);
	const takesApiKey = jsonApi && (async () => (await jsonApi.probe()) === 'ready');
	return createCampus({
		clientFor: (kind, onReply) => traced(clientFor(contractOf(KINDS[kind].contract), onReply), log?.trace),
		jsonApi,
		concurrency,
		cache,
		locks,
		records,
		externalFields: config.CHAMILO_EXTERNAL_FIELDS,
		detect:
			kind === 'auto'
				? () => detectCampus({ ...exchange, takesApiKey, client: clientFor(NEWEST_CONTRACT) })
				: async () => presetCampus(kind, await takesApiKey?.()),
		isFixed: kind !== 'auto',
		onKind: log?.kind,
	});
}

function traced(client: SoapClient, trace: CampusLog['trace']): SoapClient {
	return trace ? (operation, ...call) => trace(operation, () => client(operation, ...call)) : client;
}

/** The client for Chamilo's JSON API, where there is a key for it; it shares the load limits with SOAP. */
function jsonApiOf(
	config: Config,
	{ url, apiCredentials: credentials }: CampusAddress,
	transport: Transport,
	log: CampusLog | undefined,
	loadLimits: LoadLimits,
): JsonApi | undefined {
	if (!credentials) return undefined;
	const { trace } = log ?? {};
	return createJsonApi({
		...{ url, credentials, transport, timeoutMs: config.CHAMILO_TIMEOUT_MS },
		...loadLimits,
		onCall: log?.call,
		trace: trace && ((operation, work) => trace(operation, work, 'json-api')),
	});
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
	{ onCall, loadLimits = createLoadLimits(config), signer }: Shared & { onCall?: (event: CallEvent) => void } = {},
): (contract: Contract, onReply?: (hints: ReplyHints) => void) => SoapClient {
	const common = {
		...exchangeOf(config, campus, transport),
		signer: signer ?? createCampusSigner(config, campus, transport),
		...loadLimits,
		...(onCall ? { onCall } : {}),
	};
	return (contract, onReply) => createSoapClient({ ...common, contract, ...(onReply ? { onReply } : {}) });
}

function exchangeOf(config: Config, { url }: CampusAddress, transport: Transport) {
	return { url, transport, text: config.CHAMILO_TEXT, timeoutMs: config.CHAMILO_TIMEOUT_MS };
}

/** Signs the calls to a campus according to the settings. It remembers which address the campus accepted. */
export function createCampusSigner(
	config: Config,
	campus: CampusAddress,
	transport: Transport,
	onSearch?: (event: SearchOutcome) => void,
): Signer {
	const { CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: ip = '' } = config;
	if (mode === 'static' || mode === 'forwarded') return createSigner(campus.securityKey, { mode, ip });
	const exchange = exchangeOf(config, campus, transport);
	const addresses = signingAddresses({
		egressIp: createEgressIp(exchange),
		debugAddress: async () => addressIn(debuggedAddress((await refusedReply(exchange)) ?? '') ?? ''),
		localAddress: campus.localAddress,
	});
	return createSigner(campus.securityKey, { mode, search: createAddressSearch(addresses, onSearch) });
}
