/** Messages of a worker to the primary process. */
export type ToPrimary = { type: 'listening'; url: string } | { type: 'metrics-wanted'; id: number };

/** Messages of the primary process to a worker. */
export type ToWorker = { type: 'metrics'; id: number; text: string } | { type: 'metrics-failed'; id: number };

/** Environment variables with the index of a worker and the number of workers. */
export const WORKER_ENV = { index: 'GATEWAY_WORKER_INDEX', count: 'GATEWAY_WORKER_COUNT' } as const;
