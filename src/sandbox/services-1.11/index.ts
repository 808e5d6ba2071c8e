import { HANDLERS_1_9 } from '../services/index.js';
import type { Handlers } from '../services/service.js';
import { courseHandlers } from './courses.js';
import { registrationCourseUserHandlers } from './registration-course-users.js';
import { registrationCourseHandlers } from './registration-courses.js';
import { registrationEditUserHandlers } from './registration-edit-users.js';
import { registrationGroupHandlers } from './registration-groups.js';
import { registrationSessionListHandlers } from './registration-session-lists.js';
import { registrationSessionReadingHandlers } from './registration-session-reading.js';
import { registrationSessionHandlers } from './registration-sessions.js';
import { registrationUserHandlers } from './registration-users.js';
import { reportHandlers } from './reports.js';
import { sessionHandlers } from './sessions.js';
import { userHandlers } from './users.js';

/** The operations of 1.11 by name: those of 1.9, with changed and new ones. */
export const HANDLERS_1_11: Handlers = {
	...HANDLERS_1_9,
	...userHandlers,
	...courseHandlers,
	...sessionHandlers,
	...reportHandlers,
	...registrationUserHandlers,
	...registrationEditUserHandlers,
	...registrationSessionHandlers,
	...registrationSessionReadingHandlers,
	...registrationSessionListHandlers,
	...registrationCourseHandlers,
	...registrationCourseUserHandlers,
	...registrationGroupHandlers,
};
