import { GatewayError } from '../../errors.js';
import { type CallResult, type Campus, items, member } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { soapCourse } from './find.js';

export interface CourseDescription {
	type: number | null;
	title: string;
	content: string;
}

export type DescriptionText = Omit<CourseDescription, 'type'>;

/** What a campus tells of the descriptions of a course. */
export interface Descriptions {
	descriptions: CourseDescription[];
	/** False where the campus tells only some of them. */
	complete: boolean;
}

/** A text by the number of its row in Chamilo. */
export interface DescriptionRow extends DescriptionText {
	number: number;
}

/** The descriptions with their types, as soap.php tells them; none also for a course that does not exist. */
export async function typedDescriptions(campus: Campus, reference: Reference): Promise<CourseDescription[]> {
	const list = await campus.query('WSCourse.GetCourseDescriptions', await soapCourse(campus, reference));
	return items(list).map((item) => ({ type: Number(member(item, 'course_desc_id')) || null, ...textsOf(item) }));
}

/** The rows 1 to 8 with their texts, the empty ones left out; null where the course does not exist. */
export async function numberedRows(campus: Campus, { field, value }: Reference): Promise<DescriptionRow[] | null> {
	const list = items(
		await campus.query('WSCourseDescription', { original_course_id_name: field, original_course_id_value: value }),
	);
	if (list.length === 0) return null;
	return list
		.map((item) => ({ number: Number(member(item, 'course_desc_id')), ...textsOf(item) }))
		.filter(({ title, content }) => title !== '' || content !== '');
}

function textsOf(item: CallResult): DescriptionText {
	return { title: textOf(member(item, 'course_desc_title')), content: textOf(member(item, 'course_desc_content')) };
}

function textOf(value: CallResult): string {
	return typeof value === 'string' ? value : '';
}

/** Writes by the operation of registration.soap.php. @param reference an external id. */
export async function writeByRegistration(
	campus: Campus,
	reference: Reference,
	type: number,
	text: DescriptionText,
): Promise<void> {
	const [result = null] = items(
		await campus.command('WSEditCourseDescription', {
			course_desc: [
				{
					course_desc_id: String(type),
					course_desc_title: text.title,
					course_desc_content: text.content,
					original_course_id_name: reference.field,
					original_course_id_value: reference.value,
				},
			],
		}),
	);
	if (String(member(result, 'result') ?? '').trim() === '1') return;
	throw notStored('WSEditCourseDescription');
}

export function notStored(operation: string): GatewayError {
	return new GatewayError('rejected-by-chamilo', 'Chamilo did not store the description and gave no reason.', {
		chamilo: { operation },
	});
}
