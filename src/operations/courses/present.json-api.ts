import { step } from '../ways.js';
import { courseNotFound } from './find.js';
import type { ListedCourse } from './list.js';
import { editedQuota, type Quota } from './overwrite.js';
import { type CoursePatch, visibilityOf } from './schemas.js';

/** The present values of a course that an edit overwrites, as far as they can be read. */
interface Present {
	known: CoursePatch;
	quota: Quota;
	/** What is lost all the same; absent where not everything can be read. */
	lost?: string[];
}

const BYTES_PER_MB = 1_048_576;

export const presentValues = step('Reading what an edit of a course overwrites', [
	{
		needs: ['json-api'],
		calls: ['get_courses'],
		limits:
			"An edit that overwrites the whole course keeps everything but the tutor's name: where there is one, that has to be accepted by `accept_side_effects=true`.",
		async run(campus, { id }: ListedCourse): Promise<Present> {
			const course = (await campus.readJson('get_courses', {})).find((one) => one.id === id);
			if (!course) throw courseNotFound({ field: 'chamilo_course_id', value: String(id) });
			const known = {
				title: course.title,
				category_code: course.category_code || null,
				department_name: course.department_name || null,
				department_url: course.department_url || null,
				language: course.course_language,
				subscribe: course.subscribe === 1,
				unsubscribe: course.unsubscribe === 1,
				visual_code: course.visual_code ?? course.code,
				// An edit would make a hidden course visible: there it has to be asked for.
				visibility: visibilityOf(course.visibility),
			};
			// A quota is told in bytes and taken in megabytes; a tutor's name is told and not taken (F460).
			const quota = { members: { disk_quota: String((course.disk_quota ?? 0) / BYTES_PER_MB) }, told: 'as it is' };
			return { known, quota, lost: course.tutor_name ? ['tutor_name'] : [] };
		},
	},
	{
		calls: [editedQuota],
		limits:
			"An edit that overwrites the whole course loses what cannot be read: the disk quota, the tutor's name, and what the body leaves out of all but title, language and visibility. It has to be accepted by `accept_side_effects=true`, and the answer lists what was reset.",
		run: async (campus, course: ListedCourse): Promise<Present> => ({
			known: knownOf(course),
			quota: await editedQuota(campus),
		}),
	},
]);

/** Whether all that the patch names is known, and already so. */
export function isAlready(known: CoursePatch, patch: CoursePatch): boolean {
	const names = Object.keys(patch) as (keyof CoursePatch)[];
	return names.every((name) => patch[name] === undefined || (name !== 'extras' && patch[name] === known[name]));
}

/** The list has the name of the category, not the code that an edit takes. It does show that there is no category. */
export function knownOf({ title, language, visibility, category_name }: ListedCourse): CoursePatch {
	return {
		...(title === null ? {} : { title }),
		...(language === null ? {} : { language }),
		...(visibility === null ? {} : { visibility }),
		...(category_name === null ? { category_code: null } : {}),
	};
}
