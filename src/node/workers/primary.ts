import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Log } from '../../http/request-context.js';
import { PLACE, type ToPrimary, type ToWorker } from './messages.js';

/** Workers that run, and are kept running. */
export interface Workers {
	url: string;
	/** Lets all of them finish what is under way. Rejects where one could not. */
	close(): Promise<void>;
}

/** A worker that ends sooner than that has not recovered: the next one is started later and later. */
const RECOVERED_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Starts the command line anew as so many workers, which share the port; one that ends is replaced.
 * @returns undefined when the first one could not start: it has said why.
 */
export async function startWorkers(count: number, log: Pick<Log, 'warn'>): Promise<Workers | undefined> {
	const metrics = new AggregatorRegistry();
	let isClosing = false;

	async function answerMetrics(worker: Worker, id: number): Promise<void> {
		const answer: ToWorker = await metrics.clusterMetrics().then(
			(text) => ({ type: 'metrics', id, text }),
			() => ({ type: 'metrics-failed', id }),
		);
		if (worker.isConnected()) worker.send(answer);
	}

	/** Resolves with its address once it listens, or with nothing if it ends before. */
	function fork(index: number): { worker: Worker; url: Promise<string | undefined> } {
		const worker = cluster.fork({ [PLACE.index]: String(index), [PLACE.count]: String(count) });
		const url = new Promise<string | undefined>((resolve) => {
			worker.on('message', (message: ToPrimary) => {
				if (message.type === 'listening') resolve(message.url);
				if (message.type === 'metrics-wanted') void answerMetrics(worker, message.id);
			});
			worker.once('exit', () => resolve(undefined));
		});
		return { worker, url };
	}

	/** Replaces the worker whenever it ends. */
	function keep(index: number, worker: Worker, pauseMs = 0): void {
		const since = performance.now();
		worker.once('exit', (code, signal) => {
			if (isClosing) return;
			const hasRecovered = performance.now() - since > RECOVERED_MS;
			const restartMs = hasRecovered ? 0 : pauseMs;
			const ended = { worker: index, pid: worker.process.pid, code, signal };
			log.warn({ ...ended, restartMs }, 'a worker ended; another one takes its place');
			setTimeout(() => {
				const nextPauseMs = Math.min(Math.max(restartMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
				if (!isClosing) keep(index, fork(index).worker, nextPauseMs);
			}, restartMs);
		});
	}

	// Whatever stops every worker stops the first, and is said once.
	const first = fork(0);
	const url = await first.url;
	if (url === undefined) return undefined;
	keep(0, first.worker);
	const others = Array.from({ length: count - 1 }, (_, index) => ({ index: index + 1, ...fork(index + 1) }));
	for (const { index, worker } of others) keep(index, worker);
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

/** @returns whether it finished what was under way; one that does not know the signal yet has nothing under way. */
function end(worker: Worker): Promise<'finished' | 'early'> {
	return new Promise((resolve) => {
		worker.once('exit', (code, signal) => resolve(code === 0 || signal === 'SIGTERM' ? 'finished' : 'early'));
		worker.process.kill('SIGTERM');
	});
}
