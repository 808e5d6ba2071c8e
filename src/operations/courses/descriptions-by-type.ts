import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { onlyFor, type Way } from '../ways.js';
import {
	type Descriptions,
	type DescriptionText,
	isSame,
	notStored,
	numberedRows,
	typedDescriptions,
	type WriteArguments,
	writeByRegistration,
} from './description-texts.js';
import { BY_EXTERNAL_ID, courseExists, courseKeys, courseNotFound, externalCourse, soapCourse } from './find.js';

/** `readDescriptions` where every one has its type. */
export const readTyped: Way<[Reference], Descriptions> = {
	needs: ['soap-php', 'descriptions-by-type'],
	calls: [typedDescriptions],
	run: async (campus, reference) => ({ descriptions: await typedDescriptions(campus, reference), complete: true }),
};

/** `readDescriptions` by registration.soap.php, which reads only the first eight rows of the campus (F133). */
export const readRows: Way<[Reference], Descriptions> = {
	needs: ['descriptions-by-type'],
	calls: [externalCourse, numberedRows],
	limits: 'Only texts in the first eight rows of the campus can be read, and without their type: `complete` is false.',
	async run(campus, reference) {
		const rows = await numberedRows(campus, await externalCourse(campus, reference));
		if (!rows) throw courseNotFound(reference);
		return { descriptions: rows.map(({ title, content }) => ({ type: null, title, content })), complete: false };
	},
};

/**
 * `writeDescription` where both services answer: soap.php stores new texts unchanged, registration.soap.php replaces
 * those that exist (F34, F135). Then the text is read, to see whether it was stored.
 */
export const writeTyped: Way<WriteArguments, void> = {
	needs: ['soap-php', 'descriptions-by-type'],
	calls: [typedDescriptions, soapCourse, 'WSCourse.EditCourseDescription', externalCourse, writeByRegistration],
	limits: 'Limits hold only where a text is replaced: the new text must be without \', " and \\.',
	async run(campus, reference, type, text) {
		const readStored = async () => (await typedDescriptions(campus, reference)).find((known) => known.type === type);
		await campus.withLock(courseKeys(reference), async () => {
			const present = await readStored();
			if (isSame(present, text)) return;
			let failure = notStored(present ? 'WSEditCourseDescription' : 'WSCourse.EditCourseDescription');
			try {
				if (present) await replace(campus, reference, type, text);
				else await add(campus, reference, type, text);
			} catch (thrown) {
				if (!(thrown instanceof GatewayError && thrown.outcomeUnknown)) throw thrown;
				failure = thrown;
			}
			if (!isSame(await readStored(), text)) throw failure;
		});
	},
};

async function add(campus: Campus, reference: Reference, type: number, text: DescriptionText): Promise<void> {
	await campus.command('WSCourse.EditCourseDescription', {
		...(await soapCourse(campus, reference)),
		course_desc_id: type,
		course_desc_title: text.title,
		course_desc_content: text.content,
	});
}

async function replace(campus: Campus, reference: Reference, type: number, text: DescriptionText): Promise<void> {
	refuseQuotes(text, `Delete the text of type ${type} in Chamilo first, after which it can be written as it is.`);
	await writeByRegistration(campus, await externalCourse(campus, reference), type, text);
}

/** `writeDescription` by registration.soap.php alone, whether there is a text of the type or not (F135). */
export const writeByType: Way<WriteArguments, void> = {
	needs: ['descriptions-by-type'],
	calls: [externalCourse, onlyFor(courseExists, BY_EXTERNAL_ID.label), writeByRegistration],
	limits: 'Texts without \', " and \\ only.',
	run: (campus, reference, type, text) =>
		campus.withLock(courseKeys(reference), async () => {
			const name = await externalCourse(campus, reference);
			// Also for the signature: WSEditCourseDescription alone does not show that the key is wrong (F15).
			if (!(await courseExists(campus, name))) throw courseNotFound(reference);
			refuseQuotes(text, 'Write it in Chamilo, or without these characters (in HTML &quot;, &#39; and &#92;).');
			await writeByRegistration(campus, name, type, text);
		}),
};

/** WSEditCourseDescription puts a backslash before each of these characters, and nothing removes it (F34). */
function refuseQuotes(text: DescriptionText, wayOut: string): void {
	const broken = (['title', 'content'] as const).filter((name) => /['"\\]/.test(text[name]));
	if (broken.length === 0) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`This Chamilo would store a backslash before every ', " and \\ of the text. ${wayOut} Nothing was changed.`,
		{ errors: broken.map((name) => ({ pointer: `/${name}`, detail: 'holds \', " or \\' })) },
	);
}
