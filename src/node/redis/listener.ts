import type { ChannelListener } from '../../cache/store.js';
import type { RedisAddress } from '../../redis-url.js';
import { createListeningClient } from './clients.js';

export interface ListenOptions {
	address: RedisAddress;
	channel: () => Promise<string>;
	listener: ChannelListener;
	/** How often the connection has to show that it lives: who only listens would not notice its end. */
	checkEveryMs?: number;
}

/** How long until a lost connection in a cluster is followed by one to the next node. */
const NEXT_NODE_MS = 500;

/**
 * Listens on a connection of its own; after every loss listens again, and says that something may have been missed.
 * @returns ends it.
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
				// The connection broke meanwhile, or this user may not listen: what memory holds is short-lived anyway.
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
