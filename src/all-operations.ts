import { OPERATIONS } from './operations/index.js';
import type { Operation } from './operations/operation.js';
import { soapOperations } from './operations/soap/operations.js';
import { SCIM_OPERATIONS } from './scim/index.js';
import { CONTRACTS } from './soap/contracts.js';

/** All routes: the operations of the gateway, SCIM, and Chamilo's own operations as they are. */
export const ALL_OPERATIONS: readonly Operation[] = [...OPERATIONS, ...SCIM_OPERATIONS, ...soapOperations(CONTRACTS)];
