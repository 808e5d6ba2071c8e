import type { Operation } from '../operation.js';
import { userBatchOperations } from './batch-operations.js';
import { userOperations } from './operations.js';

export const users: readonly Operation[] = [...userOperations, ...userBatchOperations];
