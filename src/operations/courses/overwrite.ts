import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { extraList } from '../fields/extras.js';
import { extraNamed, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { findCourse } from './find.js';
import { listCourses } from './list.js';
import { type CoursePatch, VISIBILITY_CODES } from './schemas.js';

/** What WSEditCourse empties when it is not given. */
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

/** What an edit of a course gets: the course, the changes, and whether the caller accepts side effects. */
export type EditArguments = [reference: Reference, patch: CoursePatch, accepted: boolean];

interface Overwriting {
	/** The present values, as far as they can be read on this campus. */
	known: CoursePatch;
	/** Whether the caller accepts that the rest is lost. */
	accepted: boolean;
	/** Completes "Such an edit …". */
	sideEffects: string;
}

/** Whether an extra field of a course holds a value, where the answer to an edit does not say (F117). */
const holdsExtra = step('Reading an extra field of a course', [
	{
		needs: ['course-external-ids'],
		calls: [listCourses],
		async run(campus, reference: Reference, field: string, value: string) {
			const course = findCourse(await listCourses(campus, reference.field), reference);
			if (!course) return false;
			const holder = { field: 'chamilo_course_id', value: String(course.id) };
			return findCourse(await listCourses(campus, field), holder)?.value === value;
		},
	},
	{ run: async (_campus, _reference: Reference, _field: string, _value: string) => false },
]);

/** Whether an edit only closes the course, which is possible on every campus without touching anything else. */
export function isClosing(patch: CoursePatch): boolean {
	return patch.visibility === 'closed' && Object.keys(patch).length === 1;
}

/** The identifier of a course must not change by its extras. @throws invalid-request */
export function refuseRekeying(reference: Reference, patch: CoursePatch): void {
	const repeated = extraNamed(patch.extras, reference.field);
	if (repeated === undefined) return;
	throw new GatewayError('invalid-request', 'The identifier of the course stands in the path.', {
		errors: [{ pointer: `/extras/${repeated}`, detail: 'names the course already, in the path' }],
	});
}

/**
 * Changes a course by the operation that overwrites everything (F118). Where values would be lost that the body could
 * name, the edit is refused. What is lost in any case has to be accepted by the caller.
 * @param reference an external id of a course that exists
 * @throws unsupported-by-chamilo, rejected-by-chamilo, partly-done for extra fields that do not exist
 */
export const overwrite = step('Overwriting a course', {
	calls: ['WSEditCourse', holdsExtra],
	limits: 'Extra fields that do not exist are not made.',
	async run(
		campus,
		reference: Reference,
		patch: CoursePatch,
		{ known, accepted, sideEffects }: Overwriting,
	): Promise<void> {
		const complete = { ...known, ...patch };
		refuseLosses(complete, accepted, sideEffects);
		if (!(await store(campus, reference, complete, {}))) {
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store the changes and gave no reason.', {
				chamilo: { operation: 'WSEditCourse' },
			});
		}
		const done: string[] = OVERWRITTEN.filter((name) => patch[name] !== undefined);
		// The answer is about the last extra field alone, so each is sent by itself. On 1.11 the answer is 0 also where
		// the field holds the value already (F117).
		for (const [field, value] of Object.entries(patch.extras ?? {})) {
			const isStored =
				(await store(campus, reference, complete, { [field]: value })) ||
				(await holdsExtra(campus, reference, field, value));
			if (!isStored) throw extraNotStored(field, done);
			done.push(`extras.${field}`);
		}
	},
});

function refuseLosses(complete: CoursePatch, accepted: boolean, sideEffects: string): void {
	const missing = OVERWRITTEN.filter((name) => complete[name] === undefined);
	if (missing.length > 0) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`This Chamilo empties what such an edit leaves out, and cannot tell all of the present values. Send also: ${missing.join(', ')}. (\`{"visibility": "closed"}\` alone is possible.) Nothing was changed.`,
			{ errors: missing.map((name) => ({ pointer: `/${name}`, detail: 'is needed by this Chamilo' })) },
		);
	}
	if (!accepted) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			`Such an edit ${sideEffects} Send ?accept_side_effects=true if that is wanted. Nothing was changed.`,
		);
	}
}

async function store(campus: Campus, reference: Reference, patch: CoursePatch, extras: Record<string, string>) {
	const courses = [editArguments(reference, { ...patch, extras })];
	const answer = await campus.command('WSEditCourse', { courses });
	return (answer?.[0]?.result ?? '').trim() === '1';
}

function extraNotStored(field: string, done: string[]): GatewayError {
	return new GatewayError(
		'partly-done',
		`Done: ${done.join(', ')}. Not done: extras.${field}, because courses of this campus have no such extra field, and only a creation makes one.`,
		{ extensions: { done, failed: `extras.${field}` }, chamilo: { operation: 'WSEditCourse' } },
	);
}

function editArguments({ field, value }: Reference, patch: CoursePatch) {
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
		original_course_id_name: field,
		original_course_id_value: value,
		extra: extraList(patch.extras),
	};
}
