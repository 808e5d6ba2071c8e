import type { Handlers } from '../services/service.js';
import { HANDLERS_1_11 } from '../services-1.11/index.js';
import { registrationUserHandlers } from './users.js';

/**
 * The operations of 1.11.32 by name: those of 1.11.6, with changed and new ones. Smaller differences are rules of the
 * campus, which the operations of 1.11 ask for.
 */
export const HANDLERS_1_11_32: Handlers = { ...HANDLERS_1_11, ...registrationUserHandlers };
