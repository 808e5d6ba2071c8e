import { step } from '../ways.js';
import { editListed, editPartly } from './edit-listed.js';
import { editUnread } from './edit-unread.js';

/**
 * Changes what a patch names of a course. The last argument says whether the caller accepts side effects.
 * @returns names of the members that were reset
 * @throws course-not-found, invalid-request, unsupported-by-chamilo, rejected-by-chamilo, partly-done
 */
export const editCourse = step('Changing a course', [editPartly, editListed, editUnread]);
