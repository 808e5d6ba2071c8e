import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step, type Way } from '../ways.js';
import { courseKeys, courseNotFound, externalName, findCourse } from './find.js';
import { type ListedCourse, listCourses } from './list.js';
import { type EditArguments, isClosing, overwrite, refuseRekeying } from './overwrite.js';
import { isAlready, knownOf, presentValues } from './present.json-api.js';
import { type CoursePatch, VISIBILITY_CODES } from './schemas.js';

/** What can be read of a course, without the cache. @throws course-not-found */
const listedCourse = step('Reading a course', {
	calls: [listCourses],
	async run(campus, reference: Reference): Promise<ListedCourse> {
		const list = await listCourses(campus, isExternal(reference) ? reference.field : undefined);
		const course = findCourse(list, reference);
		if (!course) throw courseNotFound(reference);
		if (isExternal(reference)) campus.externalIds.learn('course', reference);
		return course;
	},
});

/** Closes a course. Chamilo 1.11 closes it and fails (F120), so the list shows whether it was done. */
const closeListed = step('Closing a course', {
	calls: ['WSDeleteCourse', listCourses],
	async run(campus, name: Reference, course: ListedCourse): Promise<void> {
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
	},
});

/** Changes a course by the edit that overwrites everything: what can be read from the list is completed. */
const overwriteListed = step('Overwriting a course', {
	needs: ['course-external-ids'],
	calls: [listedCourse, externalName, closeListed, presentValues, overwrite],
	run: (campus, reference: Reference, patch: CoursePatch, accepted: boolean): Promise<string[]> => {
		refuseRekeying(reference, patch);
		return campus.withLock(courseKeys(reference), async () => {
			const course = await listedCourse(campus, reference);
			if (isAlready(knownOf(course), patch)) return [];
			const name = await externalName(campus, reference, course);
			if (!isClosing(patch)) {
				const present = await presentValues(campus, course);
				if (isAlready(present.known, patch)) return [];
				return overwrite(campus, name, patch, { ...present, code: course.code ?? undefined, accepted });
			}
			await closeListed(campus, name, course);
			return [];
		});
	},
});

/** `editCourse` where lists have the present values of a course and its external id. */
export const editListed: Way<EditArguments, string[]> = {
	needs: ['course-external-ids'],
	calls: [overwriteListed],
	limits: 'Any edit but closing overwrites the whole course.',
	run: overwriteListed,
};

/**
 * `editCourse` where soap.php also has an edit that changes what it is given and nothing else (F121). That edit takes no
 * zeros, no empty texts and no extras.
 */
export const editPartly: Way<EditArguments, string[]> = {
	needs: ['partial-course-edit', 'soap-php'],
	calls: [overwriteListed, 'WSCourse.EditCourse', listedCourse, externalName, closeListed],
	limits: '`false`, `null` and `extras` make Chamilo overwrite the whole course.',
	async run(campus, reference, patch, accepted) {
		const { visibility, ...others } = patch;
		const isTaken = Object.values(others).every((value) => typeof value === 'string' || value === true);
		if (!isTaken || isClosing(patch)) return overwriteListed(campus, reference, patch, accepted);
		await campus.withLock(courseKeys(reference), async () => {
			// One call names it to soap.php by other names.
			const isListed = visibility === 'closed' || reference.field === 'code';
			if (!isListed) return editGiven(campus, reference, patch);
			const course = await listedCourse(campus, reference);
			if (isAlready(knownOf(course), patch)) return;
			const number = { field: 'chamilo_course_id', value: String(course.id) };
			if (visibility !== 'closed') return editGiven(campus, number, patch);
			const name = await externalName(campus, reference, course);
			await runInOrder([
				{ name: Object.keys(others).join(', '), run: () => editGiven(campus, number, others) },
				{ name: 'visibility', run: () => closeListed(campus, name, course) },
			]);
		});
		return [];
	},
};

/** @param reference a number or an external id, by which soap.php finds the course */
async function editGiven(campus: Campus, reference: Reference, patch: CoursePatch): Promise<void> {
	const given = {
		course_id_field_name: reference.field,
		course_id_value: reference.value,
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
