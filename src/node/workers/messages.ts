/** What a worker tells the primary. */
export type ToPrimary = { type: 'listening'; url: string } | { type: 'metrics-wanted'; id: number };

/** What the primary answers. */
export type ToWorker = { type: 'metrics'; id: number; text: string } | { type: 'metrics-failed'; id: number };

/** How a worker learns which one it is. */
export const PLACE = { index: 'GATEWAY_WORKER_INDEX', count: 'GATEWAY_WORKER_COUNT' } as const;
