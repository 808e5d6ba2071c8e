/** One call of v2.php: queue, circuit breaker, form, reply; and what becomes of a key that no longer works. */
import { GatewayError } from '../../errors.js';
import { ACTIONS, type JsonActionName, type JsonArgumentsOf, type JsonResultOf } from '../../json-api/actions.js';
import type { FormArguments } from '../../json-api/form.js';
import type { Json, JsonReply } from '../../json-api/reply.js';
import { pause } from '../../soap/reply-text.js';
import { toCallError } from '../call-error.js';
import type { CircuitBreaker } from '../circuit-breaker.js';
import { type Attempt, repeatBroken } from '../repeat-read.js';
import { QueueTimeout, type Semaphore } from '../semaphore.js';
import type { CallEvent } from '../soap-client.js';
import { tooBusy } from '../too-busy.js';
import { MAX_REPLY_BYTES } from '../transport.js';
import { exchange, type JsonApiAddress } from './exchange.js';
import { protectOwnAccount } from './own-account.js';
import { type JsonApiState, probeJsonApi } from './probe.js';

export interface JsonApiOptions extends JsonApiAddress {
	/** Limits the calls that run at once, those of SOAP included. */
	semaphore: Semaphore;
	circuitBreaker: CircuitBreaker;
	/** Called when a call is over. */
	onCall?: ((event: CallEvent) => void) | undefined;
	/** Runs a call as a span of a trace. */
	trace?: (<T>(operation: string, work: () => Promise<T>) => Promise<T>) | undefined;
}

/** Chamilo's own JSON API on one campus. */
export interface JsonApi {
	/** Whether it is there and takes the key. */
	probe(): Promise<JsonApiState>;
	/**
	 * Calls an action; throws GatewayError for refusals and failures.
	 * @param use a query changes nothing: it is repeated once where the connection broke
	 * @param onLost called when it takes the key no more
	 * @param requestId of the request that it is called for
	 */
	call<Name extends JsonActionName>(
		name: Name,
		args: JsonArgumentsOf<Name>,
		use: 'query' | 'command',
		onLost: () => void,
		requestId?: string,
	): Promise<JsonResultOf<Name>>;
}

export function createJsonApi(options: JsonApiOptions): JsonApi {
	const { semaphore, circuitBreaker, timeoutMs, onCall, trace = (_, work) => work() } = options;
	const own = { user: options.credentials.user, number: undefined as number | undefined };

	async function probe(): Promise<JsonApiState> {
		const { state, ownNumber } = await probeJsonApi(options);
		if (ownNumber !== undefined) own.number = ownNumber;
		return state;
	}

	async function send(
		name: JsonActionName,
		args: FormArguments,
		use: 'query' | 'command',
		onLost: () => void,
	): Promise<unknown> {
		const once = (attempt: Attempt) => exchange(options, name, args, true, attempt);
		const { reply, status } = await circuitBreaker
			.run(() => (use === 'query' ? repeatBroken(timeoutMs, once) : once({ timeoutMs })))
			.catch((thrown) => {
				throw toCallError(name, thrown);
			});
		if ('data' in reply) return await read(name, reply.data);
		// What a refusal means is not in its words, so v2.php is asked whether it still takes the key.
		const isLost = !isOfDatabase(reply) && !('tooLarge' in reply) && isGone(await probe());
		if (isLost) onLost();
		throw isLost ? keyRefused(name) : failureOf(name, reply, status);
	}

	async function call(
		name: JsonActionName,
		args: FormArguments,
		use: 'query' | 'command',
		onLost: () => void,
		requestId?: string,
	): Promise<unknown> {
		const started = performance.now();
		let outcome: CallEvent['outcome'] = 'ok';
		try {
			guard(name, args);
			protectOwnAccount(name, args, own);
			return await trace(name, () => semaphore(() => send(name, args, use, onLost), timeoutMs));
		} catch (thrown) {
			const failure = thrown instanceof QueueTimeout ? tooBusy(name, thrown) : thrown;
			outcome = failure instanceof GatewayError ? failure.code : 'internal-error';
			throw failure;
		} finally {
			onCall?.({ operation: name, outcome, ms: performance.now() - started, requestId });
		}
	}

	// The table types arguments and result of each action; here they are any action's.
	return { probe, call: call as JsonApi['call'] };
}

/** A plan that sends what would do harm is a defect of the gateway. */
function guard(name: JsonActionName, args: FormArguments): void {
	const check = ACTIONS[name].guard as ((args: FormArguments) => string | undefined) | undefined;
	const mistake = check?.(args);
	if (mistake !== undefined) throw new Error(`${name}: ${mistake}`);
}

/** Items that are checked in one go. */
const ITEMS_AT_ONCE = 1_000;

/** The result that `data` is. A long list is checked in parts, so that others are served meanwhile. */
async function read(name: JsonActionName, data: Json): Promise<unknown> {
	if (!Array.isArray(data) || data.length <= ITEMS_AT_ONCE) return check(name, data);
	const items: unknown[] = [];
	for (let at = 0; at < data.length; at += ITEMS_AT_ONCE) {
		const part = check(name, data.slice(at, at + ITEMS_AT_ONCE));
		if (!Array.isArray(part)) throw unreadable(name, 'its data is of another form');
		for (const item of part) items.push(item);
		await pause();
	}
	return items;
}

function check(name: JsonActionName, data: Json): unknown {
	const parsed = ACTIONS[name].result.safeParse(data);
	if (parsed.success) return parsed.data;
	// The messages of zod name members and types, not values.
	throw unreadable(name, 'its data is of another form', new Error(parsed.error.issues[0]?.path.join('.')));
}

function isOfDatabase(reply: JsonReply): boolean {
	return 'refusal' in reply && reply.isOfDatabase;
}

/** Whether another question now would be refused as well. A campus that does not answer may be back in a moment. */
function isGone(state: JsonApiState): boolean {
	return state !== 'ready' && state !== 'unreachable';
}

function failureOf(name: string, reply: JsonReply, status: number): GatewayError {
	const chamilo = { operation: name };
	if ('refusal' in reply && !reply.isOfDatabase) {
		return new GatewayError('rejected-by-chamilo', `Chamilo refused ${name}.`, { chamilo });
	}
	if ('refusal' in reply) {
		// Some of it can be stored (F386).
		const detail = `The database of Chamilo refused ${name}.`;
		return new GatewayError('rejected-by-chamilo', detail, { chamilo, outcomeUnknown: true });
	}
	if ('empty' in reply) return unreadable(name, 'the reply is empty: PHP died');
	if ('tooLarge' in reply) return unreadable(name, `the reply is larger than ${MAX_REPLY_BYTES} bytes`);
	return unreadable(name, status === 200 ? 'it is a page' : `it is a page with HTTP ${status}`);
}

function unreadable(name: string, reason: string, cause?: unknown): GatewayError {
	return new GatewayError('chamilo-error', `Chamilo gave no valid reply to ${name}: ${reason}.`, {
		cause,
		chamilo: { operation: name },
		outcomeUnknown: true,
	});
}

function keyRefused(operation: string): GatewayError {
	return new GatewayError(
		'chamilo-refused-signature',
		'The JSON API of Chamilo takes the key of the gateway no more (CHAMILO_API_USER, CHAMILO_API_KEY); `chamilo-gateway doctor` says why.',
		{ chamilo: { operation } },
	);
}
