import { registrationEditUserHandlers } from './registration-edit-users.js';
import { registrationUserHandlers } from './registration-users.js';
import type { Handler, Handlers } from './service.js';
import { userHandlers } from './users.js';

const HANDLERS: Handlers = {
	'WS.test': () => 'success',
	'WSReport.test': () => 'Hello world!',
	...userHandlers,
	...registrationUserHandlers,
	...registrationEditUserHandlers,
};

/** The code behind an operation; undefined where none is written. */
export function handlerOf(operation: string): Handler | undefined {
	return Object.hasOwn(HANDLERS, operation) ? HANDLERS[operation] : undefined;
}
