import type { ChannelListener } from '../../cache/store.js';
import type { RedisAddress } from '../../redis-url.js';
import { createListeningClient } from './clients.js';

export interface ListenOptions {
	address: RedisAddress;
	channel: () => Promise<string>;
	listener: ChannelListener;
	/** Interval of PINGs, in milliseconds: a connection that only receives would not notice that it is broken. */
	checkEveryMs?: number;
}

/** Pause after a lost connection in a cluster before the next node is tried. */
const NEXT_NODE_MS = 500;

/**
 * Subscribes to a channel on a connection of its own. After every loss of the connection it subscribes again and calls
 * `listener.gap`.
 * @returns a function that ends the subscription.
 */
export function listen({ address, channel, listener, checkEveryMs = 10_000 }: ListenOptions): () => void {
	let closed = false;
	let again: NodeJS.Timeout | undefined;
	let client = start(0);
	let alive = true;
	const check = setInterval(() => {
		if (!alive && ['connect', 'ready'].includes(client.status)) client.disconnect(true);
		alive = false;
		client.ping().then(
			() => {
				alive = true;
			},
			() => undefined,
		);
	}, checkEveryMs);
	check.unref();

	function start(turn: number) {
		const next = createListeningClient(address, turn);
		next.on('error', () => undefined);
		next.on('message', (_channel, message) => listener.message(message));
		next.on('ready', async () => {
			try {
				await next.subscribe(await channel());
				listener.gap();
			} catch {
				// The connection broke, or this user may not subscribe: entries in memory are short-lived anyway.
			}
		});
		next.on('end', () => {
			if (closed) return;
			again = setTimeout(() => {
				client = start(turn + 1);
			}, NEXT_NODE_MS);
			again.unref();
		});
		next.connect().catch(() => undefined);
		return next;
	}

	return () => {
		closed = true;
		clearInterval(check);
		clearTimeout(again);
		client.disconnect();
	};
}
