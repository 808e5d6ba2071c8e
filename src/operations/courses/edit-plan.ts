import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { extraList } from '../fields/extras.js';
import { extraNamed, isExternal, type Reference } from '../fields/reference.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseKeys, courseNotFound } from './lookup.js';
import { type CoursePatch, VISIBILITY_CODES } from './schemas.js';

export const EDIT_COURSE_CALLS = ['WSEditCourse', 'WSDeleteCourse', ...COURSE_LOOKUP_CALLS] as const;

/** What Chamilo 1.9 empties at an edit when it is not given, and lets nobody read. */
const OVERWRITTEN = [
	'title',
	'category_code',
	'department_name',
	'department_url',
	'language',
	'visibility',
	'subscribe',
	'unsubscribe',
	'visual_code',
] as const;

/**
 * Changes a course on Chamilo 1.9, whose only working edit overwrites everything. What would be lost in silence is
 * refused; what cannot be avoided has to be accepted by the caller.
 */
export async function editCourse(
	campus: Campus,
	reference: Reference,
	patch: CoursePatch,
	acceptSideEffects: boolean,
): Promise<void> {
	if (!isExternal(reference)) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'This Chamilo edits only courses named by an external id, and cannot tell the external id of a course. Name the course by the extra field that holds your identifier.',
		);
	}
	const repeated = extraNamed(patch.extras, reference.field);
	if (repeated !== undefined) {
		throw new GatewayError('invalid-request', 'The identifier of the course stands in the path.', {
			errors: [{ pointer: `/extras/${repeated}`, detail: 'names the course already, in the path' }],
		});
	}
	await campus.serialise(courseKeys(reference), async () => {
		if (!(await courseExists(campus, reference))) throw courseNotFound(reference);
		const isClosing = patch.visibility === 'closed' && Object.keys(patch).length === 1;
		if (isClosing) await close(campus, reference);
		else await overwrite(campus, reference, patch, acceptSideEffects);
	});
}

/** Closes without touching anything else; "0" says it was closed already (call 486), since the course exists. */
async function close(campus: Campus, reference: Reference): Promise<void> {
	await campus.call('WSDeleteCourse', { courses: [names(reference)] });
}

function names({ field, value }: Reference) {
	return { original_course_id_name: field, original_course_id_value: value };
}

async function overwrite(campus: Campus, reference: Reference, patch: CoursePatch, accepted: boolean): Promise<void> {
	const missing = OVERWRITTEN.filter((name) => patch[name] === undefined);
	if (missing.length > 0) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo empties what an edit leaves out, and cannot tell the present values. Send also: ${missing.join(', ')}. (\`{"visibility": "closed"}\` alone is possible.) Nothing was changed.`,
			{ errors: missing.map((name) => ({ pointer: `/${name}`, detail: 'is needed by this Chamilo' })) },
		);
	}
	if (!accepted) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			"At every edit this Chamilo sets the disk quota of the course to 50000 bytes, so that nothing can be uploaded any more until an administrator raises it, and empties the tutor's name. Send ?accept_side_effects=true if that is wanted. Nothing was changed.",
		);
	}
	if (!(await store(campus, reference, patch, {}))) {
		throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store the changes and gave no reason.', {
			chamilo: { operation: 'WSEditCourse' },
		});
	}
	const done: string[] = [...OVERWRITTEN];
	// The answer is about the last extra field alone (calls 472, 475), so each goes by itself.
	for (const [field, value] of Object.entries(patch.extras ?? {})) {
		if (!(await store(campus, reference, patch, { [field]: value }))) throw extraNotStored(field, done);
		done.push(`extras.${field}`);
	}
}

async function store(campus: Campus, reference: Reference, patch: CoursePatch, extras: Record<string, string>) {
	const courses = [editArguments(reference, { ...patch, extras })];
	const [result = null] = items(await campus.call('WSEditCourse', { courses }));
	return String(member(result, 'result') ?? '').trim() === '1';
}

function extraNotStored(field: string, done: string[]): GatewayError {
	return new GatewayError(
		'partly-done',
		`Done: ${done.join(', ')}. Not done: extras.${field}, because courses of this campus have no such extra field, and only a creation makes one.`,
		{ extensions: { done, failed: `extras.${field}` }, chamilo: { operation: 'WSEditCourse' } },
	);
}

function editArguments(reference: Reference, patch: CoursePatch) {
	return {
		tutor_id: '',
		title: patch.title ?? '',
		category_code: patch.category_code ?? '',
		department_name: patch.department_name ?? '',
		department_url: patch.department_url ?? '',
		course_language: patch.language ?? '',
		visibility: String(VISIBILITY_CODES[patch.visibility ?? 'private']),
		subscribe: patch.subscribe ? '1' : '0',
		unsubscribe: patch.unsubscribe ? '1' : '0',
		visual_code: patch.visual_code ?? '',
		...names(reference),
		extra: extraList(patch.extras),
	};
}
