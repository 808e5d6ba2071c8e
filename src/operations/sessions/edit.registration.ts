import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { GATEWAY_FIELD, isExternal, type Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step } from '../ways.js';
import { sessionArguments } from './arguments.soap.js';
import { fieldsOf, repeatable, sendEdit } from './calls.registration.js';
import { changeSession, giveExternalId, numbered } from './change.json-api.js';
import { resolveCoach } from './coach.js';
import { completed, type WholeEdit } from './complete.js';
import { type Edited, nameTaken } from './edit.soap.js';
import { byName, findSession, knownName, nameFields, referenceLock, sessionNotFound } from './find.js';
import { WHOLE_DAYS } from './limit-texts.js';
import { type SessionEdit, VISIBILITY_CODES } from './schemas.js';
import { type KnownSession, searchSessions } from './search.js';

/** An edit, and the session as it was before. */
interface Change {
	current: KnownSession;
	edit: WholeEdit;
	visibility: number;
	/** The external id that the session has, or is given. */
	external: Reference;
	isExternalNew: boolean;
}

const NEEDING_MORE = {
	label: 'a session whose visibility is to change, or whose external id the gateway does not know',
	matches: (change: Change) => needsMore(change),
};
const OTHERS = {
	label: 'a session that keeps its visibility and has a known external id',
	matches: (change: Change) => !needsMore(change),
};

/** A part of the edit that soap.php or the JSON API does. */
type Preparation = (coachId: number) => Promise<unknown>;

/**
 * What must precede the edit: setting the visibility and making extra fields, neither of which registration.soap.php does.
 * Refuses before anything is changed.
 */
const preparationOf = step('Editing a session', [
	{
		input: NEEDING_MORE,
		needs: ['soap-php'],
		calls: ['WSSession.EditSession'],
		limits:
			'Of a session with a description the visibility is not changed, and one named by number or name that has no `rest_gateway_id` is not edited at all.',
		async run(campus, change: Change): Promise<Preparation | null> {
			if (change.current.description !== '') throw wouldWipe(change);
			return (coachId) => editBySoap(campus, change, coachId);
		},
	},
	{
		input: NEEDING_MORE,
		needs: ['json-api'],
		calls: [giveExternalId, changeSession],
		limits: 'Extra fields that do not exist are not made.',
		run:
			async (campus, change: Change): Promise<Preparation | null> =>
			async () => {
				const { current, external, visibility } = change;
				// What can refuse comes first.
				if (change.isExternalNew) await giveExternalId(campus, current.id, external);
				if (visibility !== current.visibility) await changeSession(campus, current.id, { visibility });
			},
	},
	{
		input: OTHERS,
		needs: ['soap-php'],
		calls: ['WSSession.EditSession'],
		limits: 'Extra fields that do not exist are made only in a session without a description.',
		run: async (campus, change: Change): Promise<Preparation | null> =>
			makesFields(change) ? (coachId) => editBySoap(campus, change, coachId) : null,
	},
	{
		input: OTHERS,
		limits: 'Extra fields that do not exist are not made.',
		run: async (_campus, _change: Change): Promise<Preparation | null> => null,
	},
]);

function editBySoap(campus: Campus, { current, edit, visibility, external, isExternalNew }: Change, coachId: number) {
	const extras = { ...edit.extras, ...(isExternalNew ? { [external.field]: external.value } : {}) };
	const send = () =>
		campus.command('WSSession.EditSession', {
			...sessionArguments({ ...edit, extras }, coachId),
			visibility,
			session_id_field_name: 'chamilo_session_id',
			session_id_value: String(current.id),
		});
	return campus.makingFields('session', fieldsOf({ extras }), () => repeatable(send));
}

/**
 * Edits a session where sessions can be searched.
 * The effect can always be seen.
 */
export const editSearchable = step('Editing a session', {
	calls: [findSession, searchSessions, knownName, preparationOf, resolveCoach, sendEdit],
	limits: WHOLE_DAYS,
	notes: 'What is not in the body stays.',
	async run(campus, reference: Reference, given: SessionEdit, accepted: boolean): Promise<Edited> {
		const named = await findSession(campus, reference);
		if (!named) throw sessionNotFound(reference);
		const locks = [numbered(named.id), { field: 'name', value: given.name ?? named.name }].map(referenceLock);
		return campus.withLock(locks, async () => {
			const { change, reset } = await plan(campus, reference, named.id, given, accepted);
			const prepare = await preparationOf(campus, change);
			const coachId = await resolveCoach(campus, change.edit.coach);
			await runInOrder([
				prepare !== null && { name: 'visibility and extra fields', run: () => prepare(coachId) },
				{ name: 'the other values', run: () => send(campus, change, coachId) },
				{ name: 'looking at the result', run: () => verify(campus, change, coachId) },
			]);
			return { reset, unseen: null };
		});
	},
});

async function plan(campus: Campus, reference: Reference, id: number, given: SessionEdit, accepted: boolean) {
	const current = await findSession(campus, numbered(id), [...nameFields(campus), ...Object.keys(given.extras ?? {})]);
	if (!current) throw sessionNotFound(reference);
	const extras = withoutCleared(given.extras, current);
	const coach = current.coachId === null ? undefined : { field: 'chamilo_user_id', value: String(current.coachId) };
	const { edit, reset } = completed(
		{ ...given, extras },
		{ name: current.name, coach, visibility: 'unchanged' },
		accepted,
	);
	const others = (await searchSessions(campus, edit.name)).filter((other) => other.id !== id);
	if (byName(others, edit.name)) throw nameTaken(edit, 'WSEditSession');
	const known = isExternal(reference) ? reference : await knownName(campus, current);
	const external = known ?? { field: GATEWAY_FIELD, value: crypto.randomUUID() };
	const change: Change = {
		current,
		edit,
		visibility: edit.visibility === undefined ? current.visibility : VISIBILITY_CODES[edit.visibility],
		external,
		isExternalNew: known === null,
	};
	return { change, reset };
}

/** An extra field that is empty already needs no clearing, which would make a field that does not exist. */
function withoutCleared(extras: SessionEdit['extras'], current: KnownSession): SessionEdit['extras'] {
	const isDue = ([name, value]: [string, string]) =>
		value !== '' || (current.extras.get(name.toLowerCase()) ?? '') !== '';
	return extras && Object.fromEntries(Object.entries(extras).filter(isDue));
}

function needsMore({ isExternalNew, visibility, current }: Change): boolean {
	return isExternalNew || visibility !== current.visibility;
}

/** An extra field without a value here may not exist, but EditSession would wipe a description (F177). */
function makesFields({ edit, current }: Change): boolean {
	const fresh = Object.keys(edit.extras ?? {}).filter((name) => !current.extras.has(name.toLowerCase()));
	return fresh.length > 0 && current.description === '';
}

function wouldWipe({ current }: Change): GatewayError {
	return new GatewayError(
		'unsupported-by-chamilo',
		`This Chamilo would wipe the description of session ${current.id} by this edit. Keep the visibility as it is and name the session by an external id, or edit it in Chamilo itself. Nothing was changed.`,
		{ chamilo: { operation: 'WSSession.EditSession' } },
	);
}

async function send(campus: Campus, { edit, current, external }: Change, coachId: number): Promise<void> {
	if (await sendEdit(campus, { ...edit, coachId, duration: current.duration }, external)) return;
	const others = (await searchSessions(campus, edit.name)).filter(({ id }) => id !== current.id);
	if (byName(others, edit.name)) throw nameTaken(edit, 'WSEditSession');
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not change the session and gave no reason.', {
		chamilo: { operation: 'WSEditSession' },
	});
}

/** Chamilo does not answer whether it stored visibility and extra fields, and skips fields that do not exist. */
async function verify(campus: Campus, change: Change, coachId: number): Promise<void> {
	const { current, edit, visibility } = change;
	const extras = Object.entries(edit.extras ?? {});
	if (extras.length === 0 && !needsMore(change)) return;
	const found = (await searchSessions(campus, edit.name, Object.keys(edit.extras ?? {}))).find(
		({ id }) => id === current.id,
	);
	const lost = [
		...(found?.name === edit.name && found.coachId === coachId ? [] : ['name and coach']),
		...(found?.visibility === visibility ? [] : ['visibility']),
		...extras.flatMap(([name, value]) =>
			(found?.extras.get(name.toLowerCase()) ?? '') === value ? [] : [`the extra field ${name}`],
		),
	];
	if (lost.length === 0) return;
	throw new GatewayError(
		'rejected-by-chamilo',
		`Chamilo did not store: ${lost.join(', ')}. An extra field must exist before registration.soap.php stores it: an administrator makes it in Chamilo, or POST /sessions with it among its extras.`,
		{ chamilo: { operation: 'WSEditSession' } },
	);
}
