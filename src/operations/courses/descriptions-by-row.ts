import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import type { Way } from '../ways.js';
import {
	type CourseDescription,
	type DescriptionRow,
	type Descriptions,
	isSame,
	numberedRows,
	typedDescriptions,
	type WriteArguments,
	writeByRegistration,
} from './description-texts.js';
import { courseKeys, externalCourse } from './find.js';

/**
 * `readDescriptions` on Chamilo 1.9. Those written by registration.soap.php have type 0 in Chamilo; for courses named by
 * an external id the number of the row is the type they were written as (F133, F134).
 */
export const readByRow: Way<[Reference], Descriptions> = {
	needs: ['soap-php'],
	calls: [typedDescriptions, numberedRows],
	async run(campus, reference) {
		const list = await typedDescriptions(campus, reference);
		if (!isExternal(reference) || list.every(({ type }) => type !== null)) {
			return { descriptions: list, complete: true };
		}
		const pairs = pairRows(list, (await numberedRows(campus, reference)) ?? []);
		const descriptions = list.map((description) => ({
			...description,
			type: description.type ?? pairs.get(description)?.number ?? null,
		}));
		return { descriptions, complete: true };
	},
};

/** Which row has which description: Chamilo has types and rows in two lists that share only the texts. */
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
 * `writeDescription` on Chamilo 1.9, which addresses rows, not types, and loses the type of the row it writes (F134).
 * Only rows that are free, or that were written this way before, are written.
 */
export const writeByRow: Way<WriteArguments, void> = {
	needs: ['soap-php'],
	calls: [externalCourse, typedDescriptions, numberedRows, writeByRegistration],
	limits: 'Chamilo keeps texts written this way without their type; texts made in Chamilo itself cannot be changed.',
	async run(campus, named, type, text) {
		const reference = await externalCourse(campus, named);
		await campus.withLock(courseKeys(reference), async () => {
			if (isSame(await ownRow(campus, reference, type), text)) return;
			await writeByRegistration(campus, reference, type, text);
		});
	},
};

/** The row that was written as this type; undefined where it is free. @throws unsupported-by-chamilo for other texts */
async function ownRow(campus: Campus, reference: Reference, type: number): Promise<DescriptionRow | undefined> {
	const typed = await typedDescriptions(campus, reference);
	const rows = (await numberedRows(campus, reference)) ?? [];
	const pairs = pairRows(typed, rows);
	const isMade = typed.some((known) => known.type !== null && pairs.get(known)?.number === type);
	if (!isMade && !typed.some((known) => known.type === type)) return rows.find(({ number }) => number === type);
	throw new GatewayError(
		'unsupported-by-chamilo',
		`A text made in Chamilo itself stands at type ${type} or in its row, and this Chamilo would write over it and lose its type. Change it in Chamilo. Nothing was changed.`,
	);
}
