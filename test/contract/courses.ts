import { describe } from 'vitest';
import { testCourseBatches } from './course-batches.js';
import { testCourseCreate } from './course-create.js';
import { testCourseCreateConflicts } from './course-create-conflicts.js';
import { testCourseCreateFaults } from './course-create-faults.js';
import { testCourseDelete } from './course-delete.js';
import { testCourseDescriptions } from './course-descriptions.js';
import { testCourseIdentifiers } from './course-identifiers.js';
import { testCourseList } from './course-list.js';
import { testCourseMembers } from './course-members.js';
import { testCoursePatch } from './course-patch.js';
import type { Bench } from './gateway.js';

/** Every course route; effects are checked in the sandbox's state. */
export function testCourses(bench: Bench): void {
	describe('GET /courses', () => testCourseList(bench));
	describe('POST /courses', () => testCourseCreate(bench));
	describe('POST /courses, conflicts and bad input', () => testCourseCreateConflicts(bench));
	describe('POST /courses, a campus that fails in the middle', () => testCourseCreateFaults(bench));
	describe('PATCH /courses/:field/:value', () => testCoursePatch(bench));
	describe('DELETE /courses/:field/:value', () => testCourseDelete(bench));
	describe('users of a course', () => testCourseMembers(bench));
	describe('descriptions of a course', () => testCourseDescriptions(bench));
	describe('courses in batches', () => testCourseBatches(bench));
	describe('identifiers of courses', () => testCourseIdentifiers(bench));
}
