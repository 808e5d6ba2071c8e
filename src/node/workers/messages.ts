/** Messages of a worker to the primary process. Those with an `id` get a reply. */
export type ToPrimary = { type: 'listening'; url: string } | ({ id: number } & Question);

/** What a worker asks the primary process. */
export type Question =
	| { type: 'metrics' }
	| { type: 'take-lease'; keys: readonly string[]; token: string }
	| { type: 'release-lease'; keys: readonly string[]; token: string };

/** Reply of the primary process to a worker: a text, a number, or nothing where it was not possible. */
export type Reply = { id: number; answer?: string | number | undefined };

/** Environment variables with the index of a worker and the number of workers. */
export const WORKER_ENV = { index: 'GATEWAY_WORKER_INDEX', count: 'GATEWAY_WORKER_COUNT' } as const;
