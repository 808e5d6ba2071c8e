import type { Operation } from '../operations/operation.js';
import { bulkOperations } from './bulk.js';
import { discoveryOperations } from './discovery.js';
import { groupOperations } from './groups/operations.js';
import { userOperations } from './users/operations.js';

/** The routes of SCIM 2.0. */
export const SCIM_OPERATIONS: readonly Operation[] = [
	...discoveryOperations,
	...userOperations,
	...groupOperations,
	...bulkOperations,
];
