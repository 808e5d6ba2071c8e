import { afterEach, beforeEach, describe, expect } from 'vitest';
import { courses as rows } from '../../../src/operations/courses/index.js';
import { allCallsOf } from '../../../src/operations/support.js';
import { type Bench, FEWER_AT_EDGE, type Suite } from '../run.js';
import { testCourseBatches } from './batches.js';
import { testCourseCreate } from './create.js';
import { testCourseCreateConflicts } from './create-conflicts.js';
import { testCourseCreateFaults } from './create-faults.js';
import { testCourseDelete } from './delete.js';
import { testCourseDescriptions } from './descriptions.js';
import { testCourseIdentifiers } from './identifiers.js';
import { testCourseList } from './list.js';
import { testCourseMembers } from './members.js';
import { testCoursePatch } from './patch.js';

/** The same bench, which notes the SOAP calls that the rows of the routes in use declare. */
function noting(bench: Bench, allowed: Set<string>): Bench {
	const patterns = rows.map(({ method, path, ways }) => ({
		route: new RegExp(`^${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '[^/]+')}$`),
		calls: allCallsOf(ways),
	}));
	return Object.create(bench, {
		send: {
			value: (...request: Parameters<Bench['send']>) => {
				const [method, path] = request;
				const target = `${method} ${path.replace(/\?.*/, '')}`;
				for (const { calls } of patterns.filter(({ route }) => route.test(target))) {
					for (const call of calls) allowed.add(call);
				}
				return bench.send(...request);
			},
		},
	});
}

/** Every course route; effects are checked in the sandbox's state. */
function testCourses(gateway: Bench): void {
	const allowed = new Set<string>();
	const bench = noting(gateway, allowed);
	beforeEach(() => allowed.clear());
	afterEach(async () => {
		const undeclared = (await bench.control.operations()).filter((operation) => !allowed.has(operation));
		expect([...new Set(undeclared)], 'SOAP calls that the rows do not declare').toEqual([]);
	});

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

export const courses: Suite[] = [{ title: 'courses', kinds: FEWER_AT_EDGE, declare: testCourses }];
