/** One signed SOAP call: queue, signature, circuit breaker, envelope, reply, fault. */
import { GatewayError, type ProblemCode } from '../errors.js';
import type { ReplyHints } from '../operations/capabilities.js';
import { type Contract, findOperation, type OperationContract, type ServiceContract } from '../soap/contract.js';
import { encodeCall, type TextMode } from '../soap/envelope.js';
import { EmptyReply, type SoapReply } from '../soap/reply.js';
import type { SoapArguments, SoapValue } from '../soap/value.js';
import { toCallError } from './call-error.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { faultToError, isSignatureRefusal } from './fault-codes.js';
import { readReply } from './read-reply.js';
import { type Attempt, repeatBroken } from './repeat-read.js';
import { QueueTimeout, type Semaphore } from './semaphore.js';
import type { Signature, Signer } from './signature.js';
import { signedForAll } from './signing-addresses.js';
import { tooBusy } from './too-busy.js';
import { MAX_REPLY_BYTES, type Transport } from './transport.js';

export interface SoapClientOptions {
	/** Campus root, without a slash at the end. */
	url: string;
	contract: Contract;
	transport: Transport;
	signer: Signer;
	text: TextMode;
	/** Deadline of one exchange, reply included, in milliseconds; a call is queued no longer than that either. */
	timeoutMs: number;
	/** Limits the calls that run at once: more would only queue in PHP. */
	semaphore: Semaphore;
	circuitBreaker: CircuitBreaker;
	/** Called with what each reply shows of the campus. */
	onReply?: (evidence: ReplyHints) => void;
	/** Called when a call is over; gets no arguments, they can hold passwords. */
	onCall?: (event: CallEvent) => void;
}

export interface CallEvent {
	operation: string;
	/** `ok`, or the code of the problem. */
	outcome: 'ok' | ProblemCode;
	ms: number;
	/** The request that it was made for; of a group, the first one. Absent for what the gateway does by itself. */
	requestId?: string | undefined;
}

/**
 * Calls one operation of Chamilo by its name; throws GatewayError for faults and failures. A call that is a `query` is
 * repeated once where its connection breaks; others can change something, and are not.
 */
export type SoapClient = (
	operation: string,
	args?: SoapArguments,
	requestId?: string,
	use?: 'query' | 'command',
) => Promise<SoapValue>;

/** Signs, sends and reads. A call whose signature was refused is sent again with others: nothing was done (F340). */
export function createSoapClient(options: SoapClientOptions): SoapClient {
	async function exchange(
		target: Target,
		args: SoapArguments,
		signature: Signature,
		attempt: Attempt,
	): Promise<SoapReply> {
		const { service, name, operation } = target;
		const call = encodeCall(service, name, operation, args, { secretKey: signature.secretKey, text: options.text });
		const url = options.url + service.path;
		const response = await options.transport({
			method: 'POST',
			url,
			headers: {
				'Content-Type': call.contentType,
				SOAPAction: call.soapAction,
				'Accept-Encoding': 'gzip',
				...signature.headers,
			},
			body: call.body,
			...attempt,
		});
		const hints = {
			service: target.serviceName,
			operation: target.name,
			server: response.header('x-soap-server'),
		};
		try {
			const reply = await readReply(response, { ...target, url, limit: MAX_REPLY_BYTES });
			options.onReply?.({
				...hints,
				...('fault' in reply ? { fault: reply.fault.faultstring } : { value: reply.value }),
			});
			return reply;
		} catch (failure) {
			if (failure instanceof EmptyReply) options.onReply?.({ ...hints, isEmpty: true });
			throw failure;
		}
	}

	async function signedExchange(target: Target, args: SoapArguments): Promise<SoapValue> {
		const { name, serviceName, isQuery } = target;
		const { timeoutMs } = options;
		const refused: Signature[] = [];
		let reply: SoapReply | undefined;
		async function isAccepted(signature: Signature): Promise<boolean> {
			reply = await options.circuitBreaker
				.run(() => {
					const once = (attempt: Attempt) => exchange(target, args, signature, attempt);
					return isQuery ? repeatBroken(timeoutMs, once) : once({ timeoutMs });
				})
				.catch((thrown) => {
					throw toCallError(name, thrown);
				});
			const isRefusal = 'fault' in reply && isSignatureRefusal(reply.fault.faultcode, reply.fault.faultstring);
			if (isRefusal) refused.push(signature);
			return !isRefusal;
		}

		const { signer } = options;
		const signature = await signer.sign(serviceName);
		const accepted = (await isAccepted(signature)) || (await signer.mend(serviceName, signature, isAccepted));
		if (!accepted || !reply) throw signatureRefused(name, signer.mode, refused);
		if (!('fault' in reply)) return reply.value;
		throw faultToError(name, reply.fault.faultcode, reply.fault.faultstring);
	}

	return async function call(name, args = {}, requestId, use = 'command') {
		const found = findOperation(options.contract, name);
		if (!found) throw new GatewayError('unsupported-by-chamilo', `This Chamilo has no operation ${name}.`);
		const serviceName = found.service.namespace.replace('urn:', '');
		const started = performance.now();
		let outcome: CallEvent['outcome'] = 'ok';
		try {
			const target = { ...found, name, serviceName, isQuery: use === 'query' };
			return await options.semaphore(() => signedExchange(target, args), options.timeoutMs);
		} catch (thrown) {
			const failure = thrown instanceof QueueTimeout ? tooBusy(name, thrown) : thrown;
			outcome = failure instanceof GatewayError ? failure.code : 'internal-error';
			throw failure;
		} finally {
			options.onCall?.({ operation: name, outcome, ms: performance.now() - started, requestId });
		}
	};
}

interface Target {
	name: string;
	serviceName: string;
	service: ServiceContract;
	operation: OperationContract;
	/** It only reads. */
	isQuery: boolean;
}

function signatureRefused(operation: string, mode: string, refused: readonly Signature[]): GatewayError {
	const signed = signedForAll(refused.map(({ address }) => address));
	return new GatewayError(
		'chamilo-refused-signature',
		`Chamilo refused a call signed ${signed} (CHAMILO_SIGNING=${mode}). Compare CHAMILO_SECURITY_KEY with security_key of the campus, and the address with the one the campus sees; \`npm run doctor\` says which of them is the likelier cause.`,
		{ chamilo: { operation } },
	);
}
