import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

export interface DrainTimes {
	/** How long new connections are still accepted. */
	delayMs: number;
	/** How long a connection without a request is kept afterwards, since its client may be sending one already. */
	idleMs: number;
	/** How long requests under way may take after the delay; those that take longer are cut off. */
	timeoutMs: number;
}

/** The connections of a server. */
export interface Connections {
	/** Has to be called with every request. */
	track(request: IncomingMessage, response: ServerResponse): void;
	/** The response to the latest request on a connection, while the client has not yet taken it. */
	underWay(socket: Socket): ServerResponse | undefined;
	/**
	 * Accepts no new connections, ends each connection after its responses were taken, and resolves when all are closed.
	 * @returns the number of requests that were cut off.
	 */
	drain(times: DrainTimes): Promise<number>;
}

const SWEEP_MS = 50;

/**
 * Keeps account of the connections of a server, because Node cannot drain them: `server.close()` ends connections whose
 * client has not yet taken the response, and waits for ever for those on which a request has not come to its end.
 */
export function trackConnections(server: Server): Connections {
	/** Each connection with the response to its latest request, which is the last one to be sent. */
	const latest = new Map<Socket, ServerResponse | undefined>();
	let isDraining = false;
	server.on('connection', (socket) => {
		latest.set(socket, undefined);
		socket.once('close', () => latest.delete(socket));
	});

	/** Ends connections that have had nothing to do for some time; repeated until all are closed. */
	function endIdle(idleMs: number): NodeJS.Timeout {
		const started = performance.now();
		const busyAt = new WeakMap<Socket, number>();
		const sweep = () => {
			const now = performance.now();
			for (const [socket, response] of latest) {
				if (isUnderWay(response)) busyAt.set(socket, now);
				else if (now - (busyAt.get(socket) ?? started) >= idleMs) socket.destroySoon();
			}
		};
		sweep();
		return setInterval(sweep, SWEEP_MS);
	}

	return {
		track(request, response) {
			latest.set(request.socket, response);
			if (isDraining) response.shouldKeepAlive = false;
		},
		underWay(socket) {
			const response = latest.get(socket);
			return isUnderWay(response) ? response : undefined;
		},
		async drain({ delayMs, idleMs, timeoutMs }) {
			isDraining = true;
			for (const response of latest.values()) if (response && !response.headersSent) response.shouldKeepAlive = false;
			if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
			// Not that of an HTTP server, which ends connections with responses that were not taken, and all time limits.
			const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
			const sweeps = endIdle(idleMs);
			let cutOff = 0;
			const deadline = setTimeout(() => {
				cutOff = [...latest.values()].filter(isUnderWay).length;
				server.closeAllConnections();
			}, timeoutMs);
			await closed;
			clearInterval(sweeps);
			clearTimeout(deadline);
			// Only stops the timer for time limits: nothing is open any more.
			server.close(() => undefined);
			return cutOff;
		},
	};
}

/** Whether the client has not yet taken the whole response. */
function isUnderWay(response: ServerResponse | undefined): response is ServerResponse {
	return response !== undefined && !response.writableFinished;
}
