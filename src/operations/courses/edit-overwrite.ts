import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, courseNotFound } from './find.js';
import { OVERWRITE_CALLS, overwrite, refuseRekeying } from './overwrite.js';
import type { CoursePatch } from './schemas.js';

export const EDIT_COURSE_CALLS = [...OVERWRITE_CALLS, 'WSDeleteCourse', ...COURSE_LOOKUP_CALLS] as const;

/** Changes a course on Chamilo 1.9, whose only working edit overwrites everything, and which tells nothing of it. */
export async function editCourse(
	campus: Campus,
	reference: Reference,
	patch: CoursePatch,
	accepted: boolean,
): Promise<void> {
	if (!isExternal(reference)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo edits only courses named by an external id, and cannot tell the external id of a course. Name the course by the extra field that holds your identifier.',
		);
	}
	refuseRekeying(reference, patch);
	await campus.withLock(courseKeys(reference), async () => {
		if (!(await courseExists(campus, reference))) throw courseNotFound(reference);
		if (isClosing(patch)) await close(campus, reference);
		else {
			await overwrite(campus, reference, patch, {
				known: {},
				accepted,
				sideEffects:
					"sets the disk quota of the course to 50000 bytes, so that nothing can be uploaded any more until an administrator raises it, and empties the tutor's name.",
			});
		}
	});
}

/** Closing is possible on every campus without touching anything else. */
export function isClosing(patch: CoursePatch): boolean {
	return patch.visibility === 'closed' && Object.keys(patch).length === 1;
}

/** "0" says that the course was closed already (F119), since it exists. */
async function close(campus: Campus, { field, value }: Reference): Promise<void> {
	await campus.command('WSDeleteCourse', {
		courses: [{ original_course_id_name: field, original_course_id_value: value }],
	});
}
