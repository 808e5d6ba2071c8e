import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { courseExists, courseNotFound, soapCourse } from './find.js';

export interface CourseDescription {
	type: number | null;
	title: string;
	content: string;
}

export type DescriptionText = Omit<CourseDescription, 'type'>;

/** What a write of a description gets: the course, the type from 1 to 8, and the text. */
export type WriteArguments = [course: Reference, type: number, text: DescriptionText];

/** The descriptions of a course that can be read. */
export interface Descriptions {
	descriptions: CourseDescription[];
	/** False where only some of them can be read. */
	complete: boolean;
}

/** A text by the number of its row in Chamilo. */
export interface DescriptionRow extends DescriptionText {
	number: number;
}

/**
 * The descriptions with their types, as soap.php lists them. For a course that does not exist, it answers an empty list
 * (F132).
 * @throws course-not-found
 */
export const typedDescriptions = step('Reading the descriptions of a course by soap.php', {
	needs: ['soap-php'],
	calls: [soapCourse, 'WSCourse.GetCourseDescriptions', courseExists],
	async run(campus, reference: Reference): Promise<CourseDescription[]> {
		const list = (await campus.query('WSCourse.GetCourseDescriptions', await soapCourse(campus, reference))) ?? [];
		if (list.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
		return list.map((item) => ({ type: item?.course_desc_id || null, ...textsOf(item) }));
	},
});

/** The rows 1 to 8 that have texts; null where the course does not exist (F133). @param reference an external id */
export const numberedRows = step('Reading the descriptions of a course by row', {
	calls: ['WSCourseDescription'],
	async run(campus, { field, value }: Reference): Promise<DescriptionRow[] | null> {
		const list = await campus.query('WSCourseDescription', {
			original_course_id_name: field,
			original_course_id_value: value,
		});
		if (list === null || list.length === 0) return null;
		return list
			.map((item) => ({ number: Number(item?.course_desc_id ?? null), ...textsOf(item) }))
			.filter(({ title, content }) => title !== '' || content !== '');
	},
});

interface DescriptionItem {
	course_desc_title: string | null;
	course_desc_content: string | null;
}

function textsOf(item: DescriptionItem | null): DescriptionText {
	return { title: item?.course_desc_title ?? '', content: item?.course_desc_content ?? '' };
}

/** Whether a text that was read is the one to be written. */
export function isSame(known: DescriptionText | undefined, { title, content }: DescriptionText): boolean {
	// Chamilo does not escape carriage returns in its replies, and XML makes line feeds of them.
	return known?.title === title && known.content === content.replace(/\r\n?/g, '\n');
}

/** Writes by the operation of registration.soap.php. @param reference an external id */
export const writeByRegistration = step('Writing a description of a course by registration.soap.php', {
	calls: ['WSEditCourseDescription'],
	async run(campus, reference: Reference, type: number, text: DescriptionText): Promise<void> {
		const answer = await campus.command('WSEditCourseDescription', {
			course_desc: [
				{
					course_desc_id: String(type),
					course_desc_title: text.title,
					course_desc_content: text.content,
					original_course_id_name: reference.field,
					original_course_id_value: reference.value,
				},
			],
		});
		if ((answer?.[0]?.result ?? '').trim() === '1') return;
		throw notStored('WSEditCourseDescription');
	},
});

export function notStored(operation: string): GatewayError {
	return new GatewayError('rejected-by-chamilo', 'Chamilo did not store the description and gave no reason.', {
		chamilo: { operation },
	});
}
