/** Finds out what a campus can do, by harmless questions. */
import { GatewayError } from '../errors.js';
import {
	areContradictedBy,
	type Capability,
	type Evidence,
	isDeadSoapPhp,
	probeCapabilities,
	type ReplyHints,
} from '../operations/capabilities.js';
import { type CampusKind, capabilitiesOf, closestKind, distance, KINDS, withJsonApi } from '../operations/kinds.js';
import { findOperation } from '../soap/contract.js';
import { CONTRACT, contractsOfServer } from '../soap/contracts.js';
import { encodeCall, type TextMode } from '../soap/envelope.js';
import type { SoapReply } from '../soap/reply.js';
import type { SoapOperationName } from '../soap/typed-call.js';
import { toCallError } from './call-error.js';
import { readReply } from './read-reply.js';
import { repeatBroken } from './repeat-read.js';
import type { SoapClient } from './soap-client.js';
import type { Transport } from './transport.js';

/** What a campus was found to be. */
export interface DetectedCampus {
	capabilities: ReadonlySet<Capability>;
	/** The kind whose capabilities these are, or that is closest to them. */
	kind: CampusKind;
}

export interface DetectOptions {
	url: string;
	transport: Transport;
	text: TextMode;
	timeoutMs: number;
	/** Whether the JSON API takes the key of the gateway; absent without one, and then nothing is sent to it. */
	takesApiKey?: (() => Promise<boolean>) | undefined;
	/** For the probes that need a key; without it they are left out. */
	client?: SoapClient;
}

interface Unsigned {
	reply: SoapReply;
	/** Header X-SOAP-Server. */
	server: string | null;
}

/**
 * Finds out what a campus can do, by the probe of each capability. It begins with WS.test, which needs no key and does
 * nothing: whether soap.php answers it, and the release of NuSOAP that every reply names.
 * @throws GatewayError where no Chamilo answers
 */
export async function detectCampus(options: DetectOptions): Promise<DetectedCampus> {
	const { reply, server } = await callUnsigned(options, 'WS.test');
	const fault = 'fault' in reply ? reply.fault.faultstring : undefined;
	if (fault !== undefined && !isDeadSoapPhp(fault)) {
		throw new GatewayError('chamilo-error', 'The campus answered WS.test with a fault; check CHAMILO_URL.');
	}
	const evidence: Evidence = {
		soapPhpAnswers: fault === undefined,
		declares: declarationsOf(options, server),
		takesApiKey: options.takesApiKey ?? (async () => false),
		answers: (operation, args) => isAnswered(options.client, operation, args),
	};
	return campusWith(await probeCapabilities(evidence));
}

/** A campus of a kind that is set, not found. */
export function presetCampus(kind: CampusKind, takesApiKey = false): DetectedCampus {
	return { kind, capabilities: takesApiKey ? withJsonApi(kind) : capabilitiesOf(kind) };
}

/** Whether a campus that is what it was found to be cannot have given this reply: it was upgraded since, or cured. */
export function isContradictedBy({ capabilities, kind }: DetectedCampus, reply: ReplyHints): boolean {
	const possible = contractsOfServer(reply.server);
	const { contract } = KINDS[kind];
	if (possible.length > 0 && possible.every(({ chamilo }) => chamilo !== contract)) return true;
	return areContradictedBy(capabilities, reply);
}

/** Whether two detections found the same. */
export function isSameCampus(left: DetectedCampus, right: DetectedCampus): boolean {
	return left.kind === right.kind && [...left.capabilities].join() === [...right.capabilities].join();
}

/** A campus with exactly the capabilities of a kind has that kind's own set. */
function campusWith(capabilities: ReadonlySet<Capability>): DetectedCampus {
	const kind = closestKind(capabilities);
	return distance(capabilities, kind) === 0 ? presetCampus(kind, capabilities.has('json-api')) : { kind, capabilities };
}

/**
 * Whether the campus declares an operation: by the compiled WSDLs of the server its replies name, where these agree;
 * else by asking for it without a key. Such a call is refused and does nothing; how it is refused tells whether the
 * operation exists.
 */
function declarationsOf(options: DetectOptions, server: string | null): Evidence['declares'] {
	const contracts = contractsOfServer(server);
	const asked = new Map<SoapOperationName, Promise<boolean>>();
	return async function declares(name) {
		const [declared, ...others] = new Set(contracts.map((contract) => findOperation(contract, name) !== undefined));
		if (declared !== undefined && others.length === 0) return declared;
		const answer = asked.get(name) ?? isDefined(options, name);
		asked.set(name, answer);
		return answer;
	};
}

async function isDefined(options: DetectOptions, name: SoapOperationName): Promise<boolean> {
	const { reply } = await callUnsigned(options, name);
	return !('fault' in reply) || !reply.fault.faultstring.includes('is not defined');
}

/** Whether a campus answers a signed read. Unknown where it fails for a reason of its own, such as a wrong key. */
async function isAnswered(
	client: SoapClient | undefined,
	...call: Parameters<SoapClient>
): Promise<boolean | undefined> {
	try {
		await client?.(...call);
		return client && true;
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		return failure.emptyReply ? false : undefined;
	}
}

async function callUnsigned(options: DetectOptions, name: SoapOperationName): Promise<Unsigned> {
	const found = findOperation(CONTRACT, name);
	if (!found) throw new Error(`no contract has ${name}`);
	const { service, operation } = found;
	const call = encodeCall(service, name, operation, {}, { secretKey: '', text: options.text });
	const url = options.url + service.path;
	try {
		return await repeatBroken(options.timeoutMs, async (attempt) => {
			const response = await options.transport({
				method: 'POST',
				url,
				headers: {
					'Content-Type': call.contentType,
					// Not that of the WSDL: an operation that is not defined would be taken for the one that has the same action (F20).
					SOAPAction: `"${service.namespace}#${name}"`,
					'Accept-Encoding': 'gzip',
				},
				body: call.body,
				...attempt,
			});
			const reply = await readReply(response, { url, service, name, operation, limit: 1024 * 1024 });
			return { reply, server: response.header('x-soap-server') };
		});
	} catch (thrown) {
		throw toCallError(name, thrown);
	}
}
