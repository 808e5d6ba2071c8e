import { ALL_KINDS, everywhere, kindsWith, type Suite } from '../run.js';
import { testSessionsOn111 } from './1.11.js';
import { sessionSuite } from './bench.js';
import { testNoSessionCoaches, testSessionCoaches } from './coaches.js';
import { testSessionCourses } from './courses.js';
import { testSessionCreate } from './create.js';
import { testSessionEdit } from './edit.js';
import { testSessionReadDelete } from './read-delete.js';
import { testSessionUsers } from './users.js';

const ONLY_1_11 = everywhere(...kindsWith('session-search'));

export const sessions: Suite[] = [
	sessionSuite('reading and deleting sessions', ALL_KINDS, testSessionReadDelete),
	sessionSuite('creating sessions', ALL_KINDS, testSessionCreate),
	sessionSuite('editing sessions', ALL_KINDS, testSessionEdit),
	sessionSuite('courses of sessions', ALL_KINDS, testSessionCourses),
	sessionSuite('users of sessions', ALL_KINDS, testSessionUsers),
	sessionSuite('coaches of sessions', ONLY_1_11, testSessionCoaches),
	sessionSuite('coaches of sessions', everywhere('1.9'), testNoSessionCoaches),
	sessionSuite('what only 1.11 does with sessions', ONLY_1_11, testSessionsOn111),
];
