import { type Gateway, startGateway } from '../serve.js';
import { type ToPrimary, type ToWorker, WORKER_ENV } from './messages.js';
import type { WorkerRole } from './role.js';

/** Starts the gateway as one of several workers, and reports its URL to the primary process. @throws ConfigError */
export async function startWorker(env: Record<string, string | undefined>): Promise<Gateway> {
	const role: WorkerRole = { index: Number(env[WORKER_ENV.index]), count: Number(env[WORKER_ENV.count]), readMetrics };
	const gateway = await startGateway(env, role);
	send({ type: 'listening', url: gateway.url });
	return gateway;
}

const pending = new Map<number, { resolve(text: string): void; reject(failure: Error): void }>();
let lastId = 0;

/** The primary process always replies; a worker does not outlive it. */
function readMetrics(): Promise<string> {
	if (lastId === 0) process.on('message', receive);
	const id = ++lastId;
	return new Promise((resolve, reject) => {
		pending.set(id, { resolve, reject });
		send({ type: 'metrics-wanted', id });
	});
}

function receive(message: ToWorker): void {
	const request = message.type === 'metrics' || message.type === 'metrics-failed' ? pending.get(message.id) : undefined;
	if (!request) return;
	pending.delete(message.id);
	if (message.type === 'metrics') request.resolve(message.text);
	else request.reject(new Error('a worker did not tell its metrics in time'));
}

function send(message: ToPrimary): void {
	process.send?.(message);
}
