import { courseHandlers } from './courses.js';
import { registrationCourseUserHandlers } from './registration-course-users.js';
import { registrationCourseHandlers } from './registration-courses.js';
import { registrationEditUserHandlers } from './registration-edit-users.js';
import { registrationSessionListHandlers } from './registration-session-lists.js';
import { registrationSessionHandlers } from './registration-sessions.js';
import { registrationUserHandlers } from './registration-users.js';
import { reportHandlers } from './reports.js';
import type { Handlers } from './service.js';
import { sessionHandlers } from './sessions.js';
import { userHandlers } from './users.js';

/** The operations of 1.9 by name. 1.11 reuses those that it has not changed. */
export const HANDLERS_1_9: Handlers = {
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
