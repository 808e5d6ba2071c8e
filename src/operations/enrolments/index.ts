import type { Operation } from '../operation.js';
import { enrolmentOperations } from './operations.js';

export const enrolments: readonly Operation[] = enrolmentOperations;
