import type { Operation } from '../operation.js';
import { courseBatchOperations } from './batch-operations.js';
import { courseDescriptionOperations } from './description-operations.js';
import { courseMemberOperations } from './member-operations.js';
import { listCourseUsers } from './members-list.js';
import { courseOperations } from './operations.js';

export const courses: readonly Operation[] = [
	...courseOperations,
	listCourseUsers,
	...courseMemberOperations,
	...courseDescriptionOperations,
	...courseBatchOperations,
];
