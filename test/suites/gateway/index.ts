import { describe } from 'vitest';
import { FEWER_AT_EDGE, NODE_ONLY, type Suite } from '../run.js';
import { testAccess } from './access.js';
import { testBodies } from './bodies.js';
import { testFaultyBatches } from './faults-batch.js';
import { testFaultyCreations } from './faults-creation.js';
import { testFaultyReplies } from './faults-replies.js';
import { testIdempotency } from './idempotency.js';
import { testIdentifiers } from './identifiers.js';

export const gateway: Suite[] = [
	{
		title: 'the gateway',
		kinds: FEWER_AT_EDGE,
		declare(bench) {
			describe('access', () => testAccess(bench));
			describe('bodies', () => testBodies(bench));
			describe('identifiers', () => testIdentifiers(bench));
			describe('Idempotency-Key', () => testIdempotency(bench));
		},
	},
	{
		title: 'a campus that fails in the middle',
		kinds: NODE_ONLY,
		settings: () => ({ CHAMILO_TIMEOUT_MS: '1000' }),
		declare(bench) {
			describe('replies', () => testFaultyReplies(bench));
			describe('creations', () => testFaultyCreations(bench));
			describe('batches', () => testFaultyBatches(bench));
		},
	},
];
