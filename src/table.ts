import { CONTRACTS } from './chamilo/contracts.js';
import { rawOperations } from './chamilo/raw-operations.js';
import { OPERATIONS } from './operations/index.js';
import type { Operation } from './operations/operation.js';

/** All routes: the operations of the gateway, and Chamilo's own as they are. */
export const TABLE: readonly Operation[] = [...OPERATIONS, ...rawOperations(CONTRACTS)];
