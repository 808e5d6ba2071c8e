import type { LeaseStore } from '../../cache/lease-store.js';
import { type Gateway, startGateway } from '../serve.js';
import { type Question, type Reply, type ToPrimary, WORKER_ENV } from './messages.js';
import type { WorkerRole } from './role.js';

/** Starts the gateway as one of several workers, and reports its URL to the primary process. @throws ConfigError */
export async function startWorker(env: Record<string, string | undefined>): Promise<Gateway> {
	const role: WorkerRole = {
		index: Number(env[WORKER_ENV.index]),
		count: Number(env[WORKER_ENV.count]),
		readMetrics,
		leases,
	};
	const gateway = await startGateway(env, role);
	send({ type: 'listening', url: gateway.url });
	return gateway;
}

async function readMetrics(): Promise<string> {
	const text = await ask({ type: 'metrics' });
	if (typeof text !== 'string') throw new Error('a worker did not tell its metrics in time');
	return text;
}

/** The leases of the primary process: a worker holds them until it releases them or ends. */
const leases: LeaseStore = {
	async take({ keys, token }) {
		const number = await ask({ type: 'take-lease', keys, token });
		return typeof number === 'number' ? number : undefined;
	},
	renew: async () => true,
	async release({ keys, token }) {
		await ask({ type: 'release-lease', keys, token });
	},
};

const pending = new Map<number, (answer: Reply['answer']) => void>();
let lastId = 0;

/** The primary process always replies; a worker does not outlive it. */
function ask(question: Question): Promise<Reply['answer']> {
	if (lastId === 0) process.on('message', receive);
	const id = ++lastId;
	return new Promise((resolve) => {
		pending.set(id, resolve);
		send({ id, ...question });
	});
}

function receive({ id, answer }: Reply): void {
	pending.get(id)?.(answer);
	pending.delete(id);
}

function send(message: ToPrimary): void {
	process.send?.(message);
}
