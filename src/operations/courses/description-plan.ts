import { GatewayError } from '../../errors.js';
import { type CallResult, type Campus, items, member } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, courseNotFound, soapCourse } from './lookup.js';

export const DESCRIPTION_CALLS = [
	'WSCourse.GetCourseDescriptions',
	'WSCourseDescription',
	...COURSE_LOOKUP_CALLS,
] as const;

export interface CourseDescription {
	type: number | null;
	title: string;
	content: string;
}

interface Row {
	number: number;
	title: string;
	content: string;
}

/**
 * The descriptions of a course. Those written by registration.soap.php have type 0 in Chamilo; for courses named by
 * an external id their number tells the type they were written as (calls 479 to 484).
 */
export async function readDescriptions(campus: Campus, reference: Reference): Promise<CourseDescription[]> {
	const list = await typedDescriptions(campus, reference);
	if (list.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
	if (!isExternal(reference) || list.every(({ type }) => type !== null)) return list;
	const pairs = pairRows(list, await numberedRows(campus, reference));
	return list.map((description) => ({
		...description,
		type: description.type ?? pairs.get(description)?.number ?? null,
	}));
}

/** Which row holds which description: Chamilo tells the types and the rows in two lists that share only the texts. */
function pairRows(list: readonly CourseDescription[], rows: readonly Row[]): Map<CourseDescription, Row> {
	const pairs = new Map<CourseDescription, Row>();
	const pair = (wanted: (description: CourseDescription, row: Row) => boolean) => {
		for (const description of list) {
			if (pairs.has(description)) continue;
			const taken = new Set(pairs.values());
			const row = rows.find(
				(candidate) =>
					!taken.has(candidate) &&
					candidate.title === description.title &&
					candidate.content === description.content &&
					wanted(description, candidate),
			);
			if (row) pairs.set(description, row);
		}
	};
	pair(({ type }, row) => type === row.number);
	pair(({ type }) => type !== null);
	pair(() => true);
	return pairs;
}

/**
 * Writes the text of one type. Chamilo 1.9 addresses rows, not types, and loses the type of the row it writes: only
 * rows that are free, or that were written this way before, are written.
 */
export async function writeDescription(
	campus: Campus,
	reference: Reference,
	type: number,
	text: { title: string; content: string },
): Promise<void> {
	if (!isExternal(reference)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo writes descriptions only of courses named by an external id. Name the course by the extra field that holds your identifier.',
		);
	}
	await campus.serialise(courseKeys(reference), async () => {
		await refuseOtherRow(campus, reference, type);
		const [result = null] = items(
			await campus.call('WSEditCourseDescription', {
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
		throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store the description and gave no reason.', {
			chamilo: { operation: 'WSEditCourseDescription' },
		});
	});
}

async function refuseOtherRow(campus: Campus, reference: Reference, type: number): Promise<void> {
	const typed = await typedDescriptions(campus, reference);
	if (typed.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
	const pairs = pairRows(typed, await numberedRows(campus, reference));
	const isMade = typed.some((known) => known.type !== null && pairs.get(known)?.number === type);
	if (!isMade && !typed.some((known) => known.type === type)) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`A text made in Chamilo itself stands at type ${type} or in its row, and this Chamilo would write over it and lose its type. Change it in Chamilo. Nothing was changed.`,
	);
}

async function typedDescriptions(campus: Campus, reference: Reference): Promise<CourseDescription[]> {
	const list = await campus.ask('WSCourse.GetCourseDescriptions', await soapCourse(campus, reference));
	return items(list).map((item) => ({
		type: Number(member(item, 'course_desc_id')) || null,
		title: textOf(member(item, 'course_desc_title')),
		content: textOf(member(item, 'course_desc_content')),
	}));
}

/** The rows 1 to 8 with their texts, the empty ones left out. */
async function numberedRows(campus: Campus, { field, value }: Reference): Promise<Row[]> {
	const list = await campus.ask('WSCourseDescription', {
		original_course_id_name: field,
		original_course_id_value: value,
	});
	return items(list)
		.map((item) => ({
			number: Number(member(item, 'course_desc_id')),
			title: textOf(member(item, 'course_desc_title')),
			content: textOf(member(item, 'course_desc_content')),
		}))
		.filter(({ title, content }) => title !== '' || content !== '');
}

function textOf(value: CallResult): string {
	return typeof value === 'string' ? value : '';
}
