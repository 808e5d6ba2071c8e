import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { type Codes, courseExists, courseKeys, findCourse, resolveCourse, soapCourse } from './find.js';
import { listCodes } from './list.js';

/**
 * Sends the deletion of a course. Codes are looked up without the cache, because a deletion must never act on an
 * outdated number.
 * @param codes the codes of all courses, read during this request
 * @throws course-not-found
 */
export const sendDeletion = step('Deleting a course', [
	{
		needs: ['soap-php', 'course-deletion'],
		calls: [soapCourse, 'WSCourse.DeleteCourse'],
		notes: 'Chamilo may also delete extra fields that no other course uses.',
		run: (campus, reference: Reference, codes: Codes = listCodes): Promise<void> =>
			campus.withLock(courseKeys(reference), async () => {
				await campus.command('WSCourse.DeleteCourse', await soapCourse(campus, reference, codes));
				campus.forgetFields('course');
			}),
	},
	{
		needs: ['json-api'],
		calls: [resolveCourse, 'delete_course', listCodes],
		run: (campus, reference: Reference, codes: Codes = listCodes): Promise<void> =>
			campus.withLock(courseKeys(reference), async () => {
				const { id } = await resolveCourse(campus, reference, codes);
				await deleteNumber(campus, id);
			}),
	},
]);

/** By the number alone: beside a code that is unknown, the number would be deleted (F379). A lost reply is settled. */
async function deleteNumber(campus: Campus, id: number): Promise<void> {
	try {
		await campus.commandJson('delete_course', { course_id: id });
	} catch (failure) {
		const isLost = failure instanceof GatewayError && failure.outcomeUnknown;
		if (!isLost || (await listCodes(campus)).some((course) => course.id === id)) throw failure;
	}
}

/**
 * Chamilo 1.11 keeps a course that is part of a sequence, and answers as if it had deleted it.
 * @param codes the codes of all courses, read after the deletion
 * @throws rejected-by-chamilo
 */
export const assertDeleted = step('Looking whether a course was deleted', [
	{
		needs: ['services-of-1.9'],
		run: async (_campus, _reference: Reference, _codes?: Codes): Promise<void> => undefined,
	},
	{
		calls: [courseExists, listCodes],
		async run(campus, reference: Reference, codes: Codes = listCodes): Promise<void> {
			const isThere = isExternal(reference)
				? await courseExists(campus, reference)
				: findCourse(await codes(campus), reference) !== undefined;
			if (!isThere) return;
			throw new GatewayError(
				'rejected-by-chamilo',
				'Chamilo did not delete the course: it keeps one that is part of a sequence of courses. Take it out of the sequence in Chamilo, then send this again.',
				{ chamilo: { operation: 'WSCourse.DeleteCourse' } },
			);
		},
	},
]);

/** Deletes a course, and looks whether it is gone. @throws course-not-found, rejected-by-chamilo */
export const deleteCourse = step('Deleting a course', {
	calls: [sendDeletion, assertDeleted],
	async run(campus, reference: Reference): Promise<void> {
		await sendDeletion(campus, reference);
		await assertDeleted(campus, reference);
	},
});
