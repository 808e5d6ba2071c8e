import { describe, expect, it } from 'vitest';
import { withRouteDetails, withRouteSummary } from '../../src/node/route-tables.js';
import { OPERATIONS } from '../../src/operations/index.js';
import { CAMPUS_KINDS, canHaveJsonApi } from '../../src/operations/kinds.js';
import { supportOf } from '../../src/operations/support.js';

const deleteCourse = OPERATIONS.filter(({ id }) => id === 'deleteCourse');
const [row] = deleteCourse;
const EMPTY = '<!-- routes: written by npm run openapi -->\n<!-- /routes -->\n';

describe('the documentation of a route that an API key makes possible', () => {
	it('says what it calls with the key, where the campus can have the JSON API', () => {
		const dead = row && supportOf(row).filter(({ missing }) => missing);
		const late = dead?.find(({ kinds }) => kinds.includes('1.11.32-php7'));
		expect(late?.with_json_api?.calls).toContain('delete_course');
		expect(late?.missing).toContain('CHAMILO_API_KEY');
		expect(dead?.find(({ kinds }) => kinds.includes('1.11-php7'))?.with_json_api).toBeUndefined();
	});

	it('is in both tables', () => {
		expect(withRouteSummary(EMPTY, deleteCourse)).toContain('| no | no, with key: yes |');
		expect(withRouteDetails(EMPTY, deleteCourse)).toMatch(/\n {2}- With the JSON API: .*`delete_course`/);
	});

	it('is nothing of a campus before 1.11.30', () => {
		const early = CAMPUS_KINDS.filter((kind) => !canHaveJsonApi(kind));
		expect(early).toEqual(['1.9', '1.11', '1.11-php7']);
	});
});
