import type { Reference } from '../fields/reference.js';
import type { Way } from '../ways.js';
import type { Descriptions } from './description-texts.js';
import { resolveCourse } from './find.js';

/** `readDescriptions` by the JSON API, whose number of a description is its type. */
export const readByJsonApi: Way<[Reference], Descriptions> = {
	needs: ['json-api'],
	calls: [resolveCourse, 'course_descriptions'],
	async run(campus, reference) {
		const { id } = await resolveCourse(campus, reference);
		const list = await campus.readJson('course_descriptions', { course: id });
		const descriptions = list.map(({ id: type, title, content }) => ({
			type: type || null,
			title: title ?? '',
			content: content ?? '',
		}));
		return { descriptions, complete: true };
	},
};
