import { GatewayError } from '../../errors.js';
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

/** The disk quota that an edit sends, in megabytes, and what becomes of it in words. */
export interface Quota {
	members: { disk_quota?: string };
	told: string;
}

interface Overwriting {
	/** The present values, as far as they can be read on this campus. */
	known: CoursePatch;
	/** The code of the course; absent where it cannot be known. */
	code?: string | undefined;
	quota: Quota;
	/** What is lost all the same, where the present values can be read; a value without a word here is still missing. */
	lost?: string[] | undefined;
	/** Whether the caller accepts that the rest is lost. */
	accepted: boolean;
}

/** What an edit loses that no body can name: nobody can read it, and no operation takes it as it is. */
const LOST_ALWAYS = ['disk_quota', 'tutor_name'] as const;

/** The disk quota that a course gets by an edit, and how it is told. */
export const editedQuota = step('The disk quota of an edited course', [
	{
		needs: ['services-of-1.9'],
		limits: 'An edit that overwrites the whole course sets its disk quota to 50000 bytes.',
		run: async (_campus): Promise<Quota> => ({
			members: {},
			told: 'to 50000 bytes, so that nothing can be uploaded any more until an administrator raises it',
		}),
	},
	{
		needs: ['quota-of-the-portal'],
		limits: 'An edit that overwrites the whole course sets its disk quota to that of new courses.',
		run: async (_campus) => ({ members: { disk_quota: '' }, told: 'to that of new courses' }),
	},
	{
		// An empty one is 0 here, and a fatal error on PHP 8 (F137, F195).
		limits: 'An edit that overwrites the whole course sets its disk quota to 100 MB.',
		run: async (_campus) => ({ members: { disk_quota: '100' }, told: 'to 100 MB' }),
	},
]);

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
 * Changes a course by the operation that overwrites everything (F118). What neither the caller nor the campus tells is
 * lost: the caller has to accept that.
 * @param reference an external id of a course that exists
 * @returns names of what was reset to the values of a new course
 * @throws unsupported-by-chamilo, rejected-by-chamilo, partly-done for extra fields that do not exist
 */
export const overwrite = step('Overwriting a course', {
	calls: ['WSEditCourse', holdsExtra],
	limits: 'Extra fields that do not exist are not made.',
	async run(campus, reference: Reference, patch: CoursePatch, overwriting: Overwriting): Promise<string[]> {
		const { quota } = overwriting;
		const { complete, reset } = completed(patch, overwriting);
		const store = async (extras: Record<string, string>) => {
			const courses = [{ ...quota.members, ...editArguments(reference, { ...complete, extras }) }];
			const answer = await campus.command('WSEditCourse', { courses });
			return (answer?.[0]?.result ?? '').trim() === '1';
		};
		if (!(await store({}))) {
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store the changes and gave no reason.', {
				chamilo: { operation: 'WSEditCourse' },
			});
		}
		const done: string[] = OVERWRITTEN.filter((name) => patch[name] !== undefined);
		// The answer is about the last extra field alone, so each is sent by itself. On 1.11 the answer is 0 also where
		// the field holds the value already (F117).
		for (const [field, value] of Object.entries(patch.extras ?? {})) {
			// What is left to say no to the clearing of a field is that it does not exist, or is empty.
			const isStored =
				(await store({ [field]: value })) || value === '' || (await holdsExtra(campus, reference, field, value));
			if (!isStored) throw extraNotStored(field, done);
			done.push(`extras.${field}`);
		}
		return reset;
	},
});

/** The whole course, and the members of it that are reset. @throws unsupported-by-chamilo */
function completed(patch: CoursePatch, { known, code, accepted, lost, quota }: Overwriting) {
	const given = { ...known, ...patch };
	const missing = OVERWRITTEN.filter((name) => given[name] === undefined);
	if (lost && missing.length === 0) return { complete: given, reset: acceptedLoss(lost, accepted) };
	const complete = { ...valuesOfNewCourse(given.visibility, code), ...given };
	const vital = missing.filter((name) => complete[name] === undefined);
	if (accepted && vital.length === 0) return { complete, reset: [...missing, ...LOST_ALWAYS] };
	const asked = accepted ? vital : missing;
	const send = asked.length > 0 ? ` Send also: ${asked.join(', ')}.` : '';
	const accept =
		accepted || lost
			? ''
			: ` It sets the disk quota ${quota.told}, and empties the tutor's name: send ?accept_side_effects=true if that may be. Then what is missing is reset to the values of a new course as well${vital.length > 0 ? `, except ${vital.join(', ')}` : ''}, and the answer lists it.`;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`This Chamilo can do such an edit only by overwriting the whole course, and cannot tell all of its present values.${send}${accept} (\`{"visibility": "closed"}\` alone is always possible.) Nothing was changed.`,
		{ errors: asked.map((name) => ({ pointer: `/${name}`, detail: 'cannot be read from this Chamilo' })) },
	);
}

/** What is lost although everything is known. @throws unsupported-by-chamilo where the caller has not accepted it */
function acceptedLoss(lost: string[], accepted: boolean): string[] {
	if (accepted || lost.length === 0) return lost;
	throw new GatewayError(
		'unsupported-by-chamilo',
		"Chamilo empties the tutor's name of the course by this edit; everything else stays: send ?accept_side_effects=true if that may be. Nothing was changed.",
	);
}

/** What Chamilo gives a course that is created without these, as far as the gateway can say it. */
function valuesOfNewCourse(visibility: CoursePatch['visibility'], code: string | undefined): CoursePatch {
	return {
		category_code: null,
		department_name: null,
		department_url: null,
		...(visibility === undefined ? {} : { subscribe: VISIBILITY_CODES[visibility] >= 2 }),
		unsubscribe: false,
		...(code === undefined ? {} : { visual_code: code }),
	};
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
