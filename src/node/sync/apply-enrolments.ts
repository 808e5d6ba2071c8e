import { randomUUID } from 'node:crypto';
import type { LineOutcome } from '../import/outcome.js';
import { enrolmentPath, type Item, RECORD_TYPES, type Sender } from '../import/record-types.js';
import { sendRecords } from '../import/send.js';
import { detailsOf } from './apply-users.js';
import type { Context, Task } from './context.js';
import { contentOf, type Membership } from './desired.js';

const REMOVE: Sender = { how: 'single', request: (item) => ({ method: 'DELETE', path: enrolmentPath(item) }) };

/** Enrols a user. Another role is given by enrolling anew: Chamilo changes none. */
export async function applyEnrolment(context: Context, { key, action, part, record }: Task): Promise<void> {
	const { state } = context;
	const { item, line } = record;
	const membership = membershipOf(item);
	const before = state.entries.get(key);
	const entry = { kind: 'enrolments' as const, sealed: state.secrets.seal(membership) };
	const isNew = before === undefined || before.isNew === true;
	await state.set(new Map([[key, { ...entry, hash: null, ...(isNew ? { isNew: true as const } : {}) }]]));
	if (action === 'change') await send(context, REMOVE, item);
	const sender = RECORD_TYPES.enrolments?.create?.sender;
	if (!sender) return;
	let outcome = await send(context, sender, item);
	if (outcome?.code === 'already-subscribed') {
		const detail = 'was subscribed already; Chamilo does not show in which role';
		outcome = { line, outcome: 'done', status: 409, detail };
	}
	if (!outcome) return;
	if (outcome.outcome === 'done') {
		await state.set(new Map([[key, { ...entry, hash: state.secrets.hash(contentOf(item)) }]]));
	}
	await context.report({
		...{ kind: 'enrolments', file: part.source.path, line, action },
		...detailsOf(outcome),
		...namesOf(membership),
	});
}

/** Takes a user out of a course or session. Where one of them is gone as well, there is nothing to do. */
export async function removeEnrolment(context: Context, key: string): Promise<void> {
	const { state } = context;
	const entry = state.entries.get(key);
	if (!entry) return;
	const membership = state.secrets.unseal(entry.sealed) as Membership;
	await state.set(new Map([[key, { ...entry, hash: null }]]));
	const outcome = await send(context, REMOVE, membership as unknown as Item);
	if (!outcome) return;
	const isAway = outcome.outcome === 'done' || outcome.status === 404;
	if (isAway) await state.set(new Map([[key, undefined]]));
	await context.report({
		...{ kind: 'enrolments', action: 'remove' },
		...detailsOf(isAway ? { ...outcome, outcome: 'done' } : outcome),
		...namesOf(membership),
	});
}

async function send(context: Context, sender: Sender, item: Item): Promise<LineOutcome | undefined> {
	const [outcome] = await sendRecords(context.client, sender, [{ line: 0, item }], randomUUID());
	return outcome;
}

function namesOf({ user, course, session }: Membership) {
	const place = course ?? session;
	return { ...user, ...(place ? { place: `${course ? 'course' : 'session'} ${place.field} ${place.value}` } : {}) };
}

function membershipOf(item: Item): Membership {
	const { user, course, session } = item as unknown as Membership;
	return { user, ...(course ? { course } : {}), ...(session ? { session } : {}) };
}
