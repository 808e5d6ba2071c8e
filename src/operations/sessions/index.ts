import type { Operation } from '../operation.js';
import { sessionCoachOperations } from './coach-operations.js';
import { sessionMemberOperations } from './member-operations.js';
import { listSessionUsers } from './members-list.js';
import { sessionOperations } from './operations.js';

export const sessions: readonly Operation[] = [
	...sessionOperations,
	listSessionUsers,
	...sessionMemberOperations,
	...sessionCoachOperations,
];
