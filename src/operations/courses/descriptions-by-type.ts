import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import {
	type CourseDescription,
	type Descriptions,
	type DescriptionText,
	notStored,
	numberedRows,
	typedDescriptions,
	writeByRegistration,
} from './description-texts.js';
import {
	COURSE_LOOKUP_CALLS,
	courseExists,
	courseKeys,
	courseNotFound,
	EXTERNAL_COURSE_CALLS,
	externalCourse,
	soapCourse,
} from './find.js';

export const READ_TYPED_CALLS = ['WSCourse.GetCourseDescriptions', ...COURSE_LOOKUP_CALLS] as const;

/** The descriptions of a course where every one has its type. */
export async function readTyped(campus: Campus, reference: Reference): Promise<Descriptions> {
	return { descriptions: await listTyped(campus, reference), complete: true };
}

async function listTyped(campus: Campus, reference: Reference): Promise<CourseDescription[]> {
	const list = await typedDescriptions(campus, reference);
	if (list.length === 0 && !(await courseExists(campus, reference))) throw courseNotFound(reference);
	return list;
}

export const READ_ROWS_CALLS = ['WSCourseDescription', ...EXTERNAL_COURSE_CALLS] as const;

/**
 * The descriptions that stand in the first eight rows of the campus: the reader of registration.soap.php goes by row,
 * and tells no types (F133).
 */
export async function readRows(campus: Campus, reference: Reference): Promise<Descriptions> {
	const rows = await numberedRows(campus, await externalCourse(campus, reference));
	if (!rows) throw courseNotFound(reference);
	return { descriptions: rows.map(({ title, content }) => ({ type: null, title, content })), complete: false };
}

export const WRITE_TYPED_CALLS = [
	'WSCourse.EditCourseDescription',
	'WSEditCourseDescription',
	...READ_TYPED_CALLS,
	...EXTERNAL_COURSE_CALLS,
] as const;

/**
 * Writes the text of one type: soap.php writes new ones right, registration.soap.php writes over those that exist
 * (F34, F135). What stands there then is read.
 */
export async function writeTyped(
	campus: Campus,
	reference: Reference,
	type: number,
	text: DescriptionText,
): Promise<void> {
	await campus.withLock(courseKeys(reference), async () => {
		const present = (await listTyped(campus, reference)).find((known) => known.type === type);
		if (isSame(present, text)) return;
		let failure = notStored(present ? 'WSEditCourseDescription' : 'WSCourse.EditCourseDescription');
		try {
			if (present) await writeOver(campus, reference, type, text);
			else await add(campus, reference, type, text);
		} catch (thrown) {
			if (!(thrown instanceof GatewayError && thrown.outcomeUnknown)) throw thrown;
			failure = thrown;
		}
		const stored = (await listTyped(campus, reference)).find((known) => known.type === type);
		if (!isSame(stored, text)) throw failure;
	});
}

function isSame(known: CourseDescription | undefined, { title, content }: DescriptionText): boolean {
	// Chamilo's replies hold carriage returns as they are, and XML makes line feeds of them.
	return known?.title === title && known.content === content.replace(/\r\n?/g, '\n');
}

async function add(campus: Campus, reference: Reference, type: number, text: DescriptionText): Promise<void> {
	await campus.command('WSCourse.EditCourseDescription', {
		...(await soapCourse(campus, reference)),
		course_desc_id: type,
		course_desc_title: text.title,
		course_desc_content: text.content,
	});
}

async function writeOver(campus: Campus, reference: Reference, type: number, text: DescriptionText): Promise<void> {
	refuseQuotes(text, `Delete the text of type ${type} in Chamilo first, after which it can be written as it is.`);
	await writeByRegistration(campus, await externalCourse(campus, reference), type, text);
}

export const WRITE_BY_TYPE_CALLS = [
	'WSEditCourseDescription',
	...COURSE_LOOKUP_CALLS,
	...EXTERNAL_COURSE_CALLS,
] as const;

/** Writes the text of one type by registration.soap.php alone, whether there is one or not. */
export async function writeByType(
	campus: Campus,
	reference: Reference,
	type: number,
	text: DescriptionText,
): Promise<void> {
	await campus.withLock(courseKeys(reference), async () => {
		const name = await externalCourse(campus, reference);
		// Also for the signature: WSEditCourseDescription alone does not tell a wrong one (F15).
		if (!(await courseExists(campus, name))) throw courseNotFound(reference);
		refuseQuotes(text, 'Write it in Chamilo, or without these characters (in HTML &quot;, &#39; and &#92;).');
		await writeByRegistration(campus, name, type, text);
	});
}

/** The operation puts a backslash before each of them, and nothing takes it away again (F34). */
function refuseQuotes(text: DescriptionText, wayOut: string): void {
	const broken = (['title', 'content'] as const).filter((name) => /['"\\]/.test(text[name]));
	if (broken.length === 0) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`This Chamilo would store a backslash before every ', " and \\ of the text. ${wayOut} Nothing was changed.`,
		{ errors: broken.map((name) => ({ pointer: `/${name}`, detail: 'holds \', " or \\' })) },
	);
}
