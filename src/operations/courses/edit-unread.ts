import { onlyFor, type Way } from '../ways.js';
import { BY_EXTERNAL_ID, courseExists, courseKeys, courseNotFound, externalCourse } from './find.js';
import { type EditArguments, isClosing, overwrite, refuseRekeying } from './overwrite.js';

/**
 * `editCourse` on Chamilo 1.9, whose only working edit overwrites everything (F111, F118), and where nothing of a course
 * named by an external id can be read.
 */
export const editUnread: Way<EditArguments, void> = {
	needs: ['soap-php'],
	calls: [externalCourse, onlyFor(courseExists, BY_EXTERNAL_ID.label), 'WSDeleteCourse', overwrite],
	limits:
		"Any edit but closing needs all members but `extras`, sets the disk quota of the course to 50000 bytes and empties the tutor's name: it has to be accepted by `accept_side_effects=true`.",
	async run(campus, named, patch, accepted) {
		const reference = await externalCourse(campus, named);
		refuseRekeying(reference, patch);
		await campus.withLock(courseKeys(reference), async () => {
			if (!(await courseExists(campus, reference))) throw courseNotFound(reference);
			if (isClosing(patch)) {
				const { field, value } = reference;
				// "0" says that the course was closed already (F119), since it exists.
				await campus.command('WSDeleteCourse', {
					courses: [{ original_course_id_name: field, original_course_id_value: value }],
				});
				return;
			}
			await overwrite(campus, reference, patch, {
				known: {},
				accepted,
				sideEffects:
					"sets the disk quota of the course to 50000 bytes, so that nothing can be uploaded any more until an administrator raises it, and empties the tutor's name.",
			});
		});
	},
};
