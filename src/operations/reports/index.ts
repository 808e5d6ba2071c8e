import type { Operation } from '../operation.js';
import { learnpathOperations } from './learnpath-operations.js';
import { timeOperations } from './time-operations.js';

export const reports: readonly Operation[] = [...timeOperations, ...learnpathOperations];
