import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Log } from '../../http/log.js';
import { LeaseTable } from './lease-table.js';
import { type Question, type Reply, type ToPrimary, WORKER_ENV } from './messages.js';

/** Running workers, each of which is replaced when it ends. */
export interface Workers {
	url: string;
	/** Lets all workers finish their requests in progress. Rejects where one could not. */
	close(): Promise<void>;
}

/** A worker that ends earlier counts as failed again: the pause before the next one doubles. */
const RECOVERED_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Starts the command line again in `count` worker processes, which share the port; a worker that ends is replaced.
 * @returns undefined when the first one could not start: it has printed why.
 */
export async function startWorkers(count: number, log: Pick<Log, 'warn'>): Promise<Workers | undefined> {
	const metrics = new AggregatorRegistry();
	const leases = new LeaseTable();
	let isClosing = false;

	async function answerTo(question: Question, worker: Worker): Promise<Reply['answer']> {
		if (question.type === 'metrics') return metrics.clusterMetrics().catch(() => undefined);
		if (question.type === 'take-lease') return leases.take(worker.id, question.keys, question.token);
		leases.release(question.keys, question.token);
		return undefined;
	}

	async function reply(question: Question & { id: number }, worker: Worker): Promise<void> {
		const reply: Reply = { id: question.id, answer: await answerTo(question, worker) };
		if (worker.isConnected()) worker.send(reply);
	}

	/** `url` resolves when the worker listens, or with undefined when it ends before. */
	function fork(index: number): { worker: Worker; url: Promise<string | undefined> } {
		const worker = cluster.fork({ [WORKER_ENV.index]: String(index), [WORKER_ENV.count]: String(count) });
		const url = new Promise<string | undefined>((resolve) => {
			worker.on('message', (message: ToPrimary) => {
				if (message.type === 'listening') resolve(message.url);
				// The library of the metrics sends messages of its own.
				else if ('id' in message) void reply(message, worker);
			});
			worker.once('exit', () => {
				leases.releaseAllOf(worker.id);
				resolve(undefined);
			});
		});
		return { worker, url };
	}

	/** Replaces the worker whenever it ends. */
	function replaceOnExit(index: number, worker: Worker, pauseMs = 0): void {
		const since = performance.now();
		worker.once('exit', (code, signal) => {
			if (isClosing) return;
			const hasRecovered = performance.now() - since > RECOVERED_MS;
			const restartMs = hasRecovered ? 0 : pauseMs;
			const ended = { worker: index, pid: worker.process.pid, code, signal };
			log.warn({ ...ended, restartMs }, 'a worker ended; another one takes its place');
			setTimeout(() => {
				const nextPauseMs = Math.min(Math.max(restartMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
				if (!isClosing) replaceOnExit(index, fork(index).worker, nextPauseMs);
			}, restartMs);
		});
	}

	// What prevents all workers from starting prevents the first one, and is reported once.
	const first = fork(0);
	const url = await first.url;
	if (url === undefined) return undefined;
	replaceOnExit(0, first.worker);
	const others = Array.from({ length: count - 1 }, (_, index) => ({ index: index + 1, ...fork(index + 1) }));
	for (const { index, worker } of others) replaceOnExit(index, worker);
	await Promise.all(others.map((other) => other.url));

	return {
		url,
		async close() {
			isClosing = true;
			const ends = await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && end(worker)));
			if (ends.includes('early')) throw new Error('a worker could not finish what was under way');
		},
	};
}

/** @returns whether the worker finished its requests; one that was killed by the signal had none yet. */
function end(worker: Worker): Promise<'finished' | 'early'> {
	return new Promise((resolve) => {
		worker.once('exit', (code, signal) => resolve(code === 0 || signal === 'SIGTERM' ? 'finished' : 'early'));
		worker.process.kill('SIGTERM');
	});
}
