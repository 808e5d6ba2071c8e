import { type Gateway, startGateway } from '../serve.js';
import { PLACE, type ToPrimary, type ToWorker } from './messages.js';
import type { WorkerRole } from './role.js';

/** Starts the gateway as one of several workers, and tells the primary. @throws ConfigError */
export async function startWorker(env: Record<string, string | undefined>): Promise<Gateway> {
	const role: WorkerRole = { index: Number(env[PLACE.index]), count: Number(env[PLACE.count]), readMetrics };
	const gateway = await startGateway(env, role);
	tell({ type: 'listening', url: gateway.url });
	return gateway;
}

const asked = new Map<number, { resolve(text: string): void; reject(failure: Error): void }>();
let lastId = 0;

/** The primary answers in any case, and soon; without it there is no worker. */
function readMetrics(): Promise<string> {
	if (lastId === 0) process.on('message', take);
	const id = ++lastId;
	return new Promise((resolve, reject) => {
		asked.set(id, { resolve, reject });
		tell({ type: 'metrics-wanted', id });
	});
}

function take(message: ToWorker): void {
	const waiting = message.type === 'metrics' || message.type === 'metrics-failed' ? asked.get(message.id) : undefined;
	if (!waiting) return;
	asked.delete(message.id);
	if (message.type === 'metrics') waiting.resolve(message.text);
	else waiting.reject(new Error('a worker did not tell its metrics in time'));
}

function tell(message: ToPrimary): void {
	process.send?.(message);
}
