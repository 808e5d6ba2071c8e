import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { isClosing } from './edit-overwrite.js';
import { courseKeys, courseNotFound, externalName, findCourse, soapCourse } from './find.js';
import { type ListedCourse, listCourses } from './list.js';
import { OVERWRITE_CALLS, overwrite, refuseRekeying } from './overwrite.js';
import { type CoursePatch, VISIBILITY_CODES } from './schemas.js';

export const EDIT_LISTED_CALLS = [...OVERWRITE_CALLS, 'WSDeleteCourse', listCourses] as const;

const SIDE_EFFECTS =
	"sets the disk quota of the course back to that of new courses, and empties the tutor's name, which cannot be read.";

/**
 * Changes a course where lists tell its present values and its external id, by the edit that overwrites everything:
 * what can be read is completed.
 */
export async function editListed(
	campus: Campus,
	reference: Reference,
	patch: CoursePatch,
	accepted: boolean,
): Promise<void> {
	refuseRekeying(reference, patch);
	await campus.withLock(courseKeys(reference), async () => {
		const course = await readCourse(campus, reference);
		const name = externalName(reference, course.value);
		if (isClosing(patch)) await close(campus, name, course);
		else await overwrite(campus, name, patch, { known: knownOf(course), accepted, sideEffects: SIDE_EFFECTS });
	});
}

export const EDIT_PARTLY_CALLS = ['WSCourse.EditCourse', ...EDIT_LISTED_CALLS] as const;

/** The same where soap.php changes what it is given and nothing else; it takes no zeros, no empty texts and no extras. */
export async function editPartly(
	campus: Campus,
	reference: Reference,
	patch: CoursePatch,
	accepted: boolean,
): Promise<void> {
	const { visibility, ...others } = patch;
	const isTaken = Object.values(others).every((value) => typeof value === 'string' || value === true);
	if (!isTaken || isClosing(patch)) return editListed(campus, reference, patch, accepted);
	await campus.withLock(courseKeys(reference), async () => {
		if (visibility !== 'closed') return editGiven(campus, reference, patch);
		const course = await readCourse(campus, reference);
		const name = externalName(reference, course.value);
		await runInOrder([
			{
				name: Object.keys(others).join(', '),
				run: () => editGiven(campus, reference, others),
			},
			{ name: 'visibility', run: () => close(campus, name, course) },
		]);
	});
}

async function readCourse(campus: Campus, reference: Reference): Promise<ListedCourse> {
	const list = await listCourses(campus, isExternal(reference) ? reference.field : undefined);
	const course = findCourse(list, reference);
	if (!course) throw courseNotFound(reference);
	return course;
}

/** Of the category the list tells the name, not the code that an edit wants; that there is none can be known. */
function knownOf({ title, language, visibility, category_name }: ListedCourse): CoursePatch {
	return {
		...(title === null ? {} : { title }),
		...(language === null ? {} : { language }),
		...(visibility === null ? {} : { visibility }),
		...(category_name === null ? { category_code: null } : {}),
	};
}

async function editGiven(campus: Campus, reference: Reference, patch: CoursePatch): Promise<void> {
	const given = {
		...(await soapCourse(campus, reference)),
		title: patch.title,
		category_code: patch.category_code,
		department_name: patch.department_name,
		department_url: patch.department_url,
		language: patch.language,
		visibility: patch.visibility && VISIBILITY_CODES[patch.visibility],
		subscribe: patch.subscribe ? 1 : undefined,
		unsubscribe: patch.unsubscribe ? 1 : undefined,
		visual_code: patch.visual_code,
	};
	try {
		await campus.command('WSCourse.EditCourse', given);
	} catch (failure) {
		if (failure instanceof GatewayError && failure.code === 'course-not-found') throw courseNotFound(reference);
		throw failure;
	}
}

/** Chamilo 1.11 closes the course and dies of it (F120): what counts is what the list says then. */
async function close(campus: Campus, name: Reference, course: ListedCourse): Promise<void> {
	if (course.visibility === 'closed') return;
	const chamilo = { operation: 'WSDeleteCourse' };
	let failure = new GatewayError('rejected-by-chamilo', 'Chamilo did not close the course and gave no reason.', {
		chamilo,
	});
	try {
		await campus.command('WSDeleteCourse', {
			courses: [{ original_course_id_name: name.field, original_course_id_value: name.value }],
		});
	} catch (thrown) {
		if (!(thrown instanceof GatewayError && thrown.outcomeUnknown)) throw thrown;
		failure = thrown;
	}
	const now = findCourse(await listCourses(campus, name.field), name);
	if (now?.visibility !== 'closed') throw failure;
}
