import { HANDLERS_1_9 } from '../services/index.js';
import type { Handlers } from '../services/service.js';
import { registrationEditUserHandlers } from './registration-edit-users.js';
import { registrationUserHandlers } from './registration-users.js';
import { userHandlers } from './users.js';

/** The operations of 1.11 by name: those of 1.9, and those that differ or are new. */
export const HANDLERS_1_11: Handlers = {
	...HANDLERS_1_9,
	...userHandlers,
	...registrationUserHandlers,
	...registrationEditUserHandlers,
};
