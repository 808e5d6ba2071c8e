import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { onlyFor, step } from '../ways.js';
import { cachedCourses } from './cached.js';
import { BY_CODE_OR_NUMBER, BY_EXTERNAL_ID, courseExists, courseNotFound, findCourse } from './find.js';
import { type ListedCourse, UNREADABLE_COURSE } from './list.js';

/** What can be read of a course, from the cache where it is there. @throws course-not-found */
export const readCourse = step('Reading a course', [
	{
		input: BY_CODE_OR_NUMBER,
		calls: [cachedCourses],
		run: (campus, reference: Reference): Promise<ListedCourse> => readListed(campus, reference),
	},
	{
		input: BY_EXTERNAL_ID,
		needs: ['course-external-ids'],
		calls: [cachedCourses],
		run: (campus, reference: Reference): Promise<ListedCourse> => readListed(campus, reference, reference.field),
	},
	{
		input: BY_EXTERNAL_ID,
		needs: ['soap-php'],
		calls: [onlyFor(courseExists, BY_EXTERNAL_ID.label)],
		limits:
			'Of a course named by an external id only its existence can be read: everything that is not in the path is `null`.',
		async run(campus, reference: Reference): Promise<ListedCourse> {
			if (!(await courseExists(campus, reference))) throw courseNotFound(reference);
			const { field, value } = reference;
			return { ...UNREADABLE_COURSE, field, value };
		},
	},
]);

/** @param field the extra field that the list is to contain */
async function readListed(campus: Campus, reference: Reference, field?: string): Promise<ListedCourse> {
	const found = findCourse(await cachedCourses(campus, field), reference);
	if (!found) throw courseNotFound(reference);
	return found;
}
