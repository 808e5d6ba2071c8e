import { CONTRACTS } from '../soap/contracts.js';
import { OPERATIONS } from './index.js';
import type { Operation } from './operation.js';
import { soapOperations } from './soap/operations.js';

/** All routes: the operations of the gateway, and Chamilo's own as they are. */
export const ALL_OPERATIONS: readonly Operation[] = [...OPERATIONS, ...soapOperations(CONTRACTS)];
