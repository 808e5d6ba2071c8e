import { courses } from './courses/index.js';
import { enrolments } from './enrolments/index.js';
import type { Operation } from './operation.js';
import { reports } from './reports/index.js';
import { sessions } from './sessions/index.js';
import { users } from './users/index.js';

/** The operation table: every operation of the gateway. */
export const OPERATIONS: readonly Operation[] = refuseDoubles([
	...users,
	...courses,
	...sessions,
	...enrolments,
	...reports,
]);

function refuseDoubles(rows: Operation[]): Operation[] {
	const seen = new Set<string>();
	for (const { id, method, path } of rows) {
		for (const name of [id, `${method} ${path}`]) {
			if (seen.has(name)) throw new Error(`two operations are called "${name}"`);
			seen.add(name);
		}
	}
	return rows;
}
