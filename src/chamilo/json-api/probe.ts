/** Finds out whether v2.php is there and takes the key, by comparing its answers with each other. */
import { TransportError } from '../transport.js';
import { exchange, type JsonApiAddress } from './exchange.js';

/** What was found, from nothing to all that is needed. */
export type JsonApiState =
	/** The address did not answer in time, or broke the connection. */
	| 'unreachable'
	/** Something else answers: a page, 403, 404, or web services that are switched off. */
	| 'absent'
	| 'wrong-key'
	/** The key is that of a teacher or student. */
	| 'no-administrator'
	/** Actions of Chamilo 1.11.30 are missing. */
	| 'too-old'
	| 'ready';

/** What was found, and the number of the account that the gateway uses. */
export interface JsonApiFinding {
	state: JsonApiState;
	ownNumber?: number;
}

/** An action that no Chamilo has. */
const NO_SUCH_ACTION = 'no_such_action_7f3a';
/** Callers wait for this: a v2.php that hangs must not hold up what works without it. */
const MOST_MS = 5_000;

/**
 * Messages are in the language of the platform (F364), so none is known. An unknown action is refused with the right key
 * as without any, and otherwise with a wrong one (F361). Reading the sessions takes an administrator. Nothing is changed,
 * but that Chamilo makes a key for a user who has none (F363).
 */
export async function probeJsonApi(address: JsonApiAddress): Promise<JsonApiFinding> {
	const asked = { ...address, timeoutMs: Math.min(address.timeoutMs, MOST_MS) };
	try {
		return await ask(asked);
	} catch (thrown) {
		if (thrown instanceof TransportError) return { state: 'unreachable' };
		throw thrown;
	}
}

async function ask(address: JsonApiAddress): Promise<JsonApiFinding> {
	const [unsigned, signed] = await Promise.all([
		exchange(address, NO_SUCH_ACTION, {}, false),
		exchange(address, NO_SUCH_ACTION),
	]);
	if (!('refusal' in unsigned.reply) || !('refusal' in signed.reply)) return { state: 'absent' };
	const unknownAction = unsigned.reply.refusal;
	if (signed.reply.refusal !== unknownAction) return { state: 'wrong-key' };
	const { user } = address.credentials;
	const [sessions, own] = await Promise.all([
		exchange(address, 'get_sessions'),
		// Came with 1.11.30, as did the last of the other actions.
		exchange(address, 'get_user_info_from_username', { loginname: user }),
	]);
	if (!('data' in sessions.reply)) {
		const isUnknown = 'refusal' in sessions.reply && sessions.reply.refusal === unknownAction;
		return { state: isUnknown ? 'too-old' : 'no-administrator' };
	}
	const ownNumber = 'data' in own.reply ? numberIn(own.reply.data) : undefined;
	return ownNumber === undefined ? { state: 'too-old' } : { state: 'ready', ownNumber };
}

function numberIn(data: unknown): number | undefined {
	const id = typeof data === 'object' && data !== null && 'id' in data ? Number(data.id) : 0;
	return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
