import { courseHandlers } from './courses.js';
import { registrationCourseUserHandlers } from './registration-course-users.js';
import { registrationCourseHandlers } from './registration-courses.js';
import { registrationEditUserHandlers } from './registration-edit-users.js';
import { registrationSessionListHandlers } from './registration-session-lists.js';
import { registrationSessionHandlers } from './registration-sessions.js';
import { registrationUserHandlers } from './registration-users.js';
import { reportHandlers } from './reports.js';
import type { Handler, Handlers } from './service.js';
import { sessionHandlers } from './sessions.js';
import { userHandlers } from './users.js';

const HANDLERS: Handlers = {
	'WS.test': () => 'success',
	...userHandlers,
	...courseHandlers,
	...sessionHandlers,
	...reportHandlers,
	...registrationUserHandlers,
	...registrationEditUserHandlers,
	...registrationCourseHandlers,
	...registrationCourseUserHandlers,
	...registrationSessionHandlers,
	...registrationSessionListHandlers,
};

/** The code behind an operation; undefined where none is written. */
export function handlerOf(operation: string): Handler | undefined {
	return Object.hasOwn(HANDLERS, operation) ? HANDLERS[operation] : undefined;
}
