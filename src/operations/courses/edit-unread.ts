import { onlyFor, type Way } from '../ways.js';
import { BY_EXTERNAL_ID, courseExists, courseKeys, courseNotFound, externalCourse } from './find.js';
import { type EditArguments, editedQuota, isClosing, overwrite, refuseRekeying } from './overwrite.js';

/**
 * `editCourse` on Chamilo 1.9, whose only working edit overwrites everything (F111, F118), and where nothing of a course
 * named by an external id can be read.
 */
export const editUnread: Way<EditArguments, string[]> = {
	needs: ['soap-php'],
	calls: [externalCourse, onlyFor(courseExists, BY_EXTERNAL_ID.label), 'WSDeleteCourse', editedQuota, overwrite],
	limits:
		"Any edit but closing overwrites the whole course and needs title, language, visibility and visual code. It loses the disk quota, the tutor's name, and what else the body leaves out: that has to be accepted by `accept_side_effects=true`, and the answer lists what was reset.",
	async run(campus, named, patch, accepted) {
		const reference = await externalCourse(campus, named);
		refuseRekeying(reference, patch);
		return campus.withLock(courseKeys(reference), async () => {
			if (!(await courseExists(campus, reference))) throw courseNotFound(reference);
			if (isClosing(patch)) {
				const { field, value } = reference;
				// "0" says that the course was closed already (F119), since it exists.
				await campus.command('WSDeleteCourse', {
					courses: [{ original_course_id_name: field, original_course_id_value: value }],
				});
				return [];
			}
			return overwrite(campus, reference, patch, { known: {}, quota: await editedQuota(campus), accepted });
		});
	},
};
