import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { type Codes, courseKeys, soapCourse } from './find.js';
import { listCodes } from './list.js';

/**
 * Deletes a course. Codes are looked up without the cache, because a deletion must never act on an outdated number.
 * @param codes the codes of all courses, read during this request
 * @throws course-not-found
 */
export const deleteCourse = step('Deleting a course', {
	needs: ['soap-php', 'course-deletion'],
	calls: [soapCourse, 'WSCourse.DeleteCourse'],
	notes: 'Chamilo may also delete extra fields that no other course uses.',
	run: (campus, reference: Reference, codes: Codes = listCodes): Promise<void> =>
		campus.withLock(courseKeys(reference), async () => {
			await campus.command('WSCourse.DeleteCourse', await soapCourse(campus, reference, codes));
		}),
});
