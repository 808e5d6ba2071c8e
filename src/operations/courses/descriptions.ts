import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import {
	type CourseDescription,
	type DescriptionRow,
	type Descriptions,
	type DescriptionText,
	numberedRows,
	typedDescriptions,
	writeByRegistration,
} from './description-texts.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, courseNotFound } from './find.js';

export const DESCRIPTION_CALLS = [
	'WSCourse.GetCourseDescriptions',
	'WSCourseDescription',
	...COURSE_LOOKUP_CALLS,
] as const;

/**
 * The descriptions of a course. Those written by registration.soap.php have type 0 in Chamilo; for courses named by
 * an external id their number tells the type they were written as (F133, F134).
 */
export async function readDescriptions(campus: Campus, reference: Reference): Promise<Descriptions> {
	const list = await typedDescriptions(campus, reference);
	if (list.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
	if (!isExternal(reference) || list.every(({ type }) => type !== null)) {
		return { descriptions: list, complete: true };
	}
	const pairs = pairRows(list, (await numberedRows(campus, reference)) ?? []);
	const descriptions = list.map((description) => ({
		...description,
		type: description.type ?? pairs.get(description)?.number ?? null,
	}));
	return { descriptions, complete: true };
}

/** Which row holds which description: Chamilo tells the types and the rows in two lists that share only the texts. */
function pairRows(list: readonly CourseDescription[], rows: readonly DescriptionRow[]) {
	const pairs = new Map<CourseDescription, DescriptionRow>();
	const pair = (wanted: (description: CourseDescription, row: DescriptionRow) => boolean) => {
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
	text: DescriptionText,
): Promise<void> {
	if (!isExternal(reference)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo writes descriptions only of courses named by an external id. Name the course by the extra field that holds your identifier.',
		);
	}
	await campus.withLock(courseKeys(reference), async () => {
		await refuseOtherRow(campus, reference, type);
		await writeByRegistration(campus, reference, type, text);
	});
}

async function refuseOtherRow(campus: Campus, reference: Reference, type: number): Promise<void> {
	const typed = await typedDescriptions(campus, reference);
	if (typed.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
	const pairs = pairRows(typed, (await numberedRows(campus, reference)) ?? []);
	const isMade = typed.some((known) => known.type !== null && pairs.get(known)?.number === type);
	if (!isMade && !typed.some((known) => known.type === type)) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`A text made in Chamilo itself stands at type ${type} or in its row, and this Chamilo would write over it and lose its type. Change it in Chamilo. Nothing was changed.`,
	);
}
