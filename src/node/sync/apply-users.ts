import { randomUUID } from 'node:crypto';
import type { LineOutcome } from '../import/outcome.js';
import { randomPassword } from '../import/passwords.js';
import { ACCEPTING, EDIT_USERS, type Item, type Sender, segments } from '../import/record-types.js';
import { sendRecords } from '../import/send.js';
import { numberedLogin } from '../mapping/login.js';
import type { Context, Task } from './context.js';
import { contentOf, loginOf, looseNameOf } from './desired.js';
import type { Outcome } from './outcome.js';
import type { Entry } from './state.js';

const CREATE = { how: 'batch', path: '/users/batch/create', member: 'users' } as const;
const EDIT_ACCEPTING = { ...EDIT_USERS, path: EDIT_USERS.path + ACCEPTING } as const;

/** Usernames that are tried for one from a template. */
const MOST_LOGINS = 50;

/** A user on its way: what is sent, and what came of it. */
interface Sending {
	task: Task;
	/** The username that it has, or is to get. */
	login: string;
	/** The number behind a username from a template. */
	number: number;
	isTemplated: boolean;
	/** It was disabled, because it was gone. */
	isReturning: boolean;
}

/**
 * Creates and changes users. One that is there already is given the state of the file and keeps its password; one that is to
 * be changed and is no longer there is created again.
 */
export async function applyUsers(context: Context, tasks: readonly Task[], id: string): Promise<void> {
	const sendings = tasks.map((task) => sendingOf(context, task));
	await context.state.set(new Map(sendings.map((sending) => [sending.task.key, entryOf(context, sending, null)])));
	const isCreate = ({ task }: Sending) => task.action === 'create';
	const existing = await create(context, sendings.filter(isCreate), id);
	const missing = await edit(
		context,
		[...existing.map(({ sending }) => sending), ...sendings.filter((each) => !isCreate(each))],
		`${id}-e`,
	);
	for (const { sending } of missing) {
		// A user that the campus called taken, and that is not there, has its username taken by another one.
		const taken = existing.find((each) => each.sending === sending);
		if (taken) await settle(context, sending, taken.outcome);
	}
	const again = missing.map(({ sending }) => sending).filter((sending) => !isCreate(sending));
	for (const { sending, outcome } of await create(context, again, `${id}-c`)) await settle(context, sending, outcome);
}

function sendingOf({ state }: Context, task: Task): Sending {
	const entry = state.entries.get(task.key);
	const isTemplated = task.part.mapped.mapping.hasTemplatedLogin;
	const wanted = String(task.record.item.loginname);
	const known = isTemplated && entry ? (state.secrets.unseal(entry.sealed) as { login?: string }).login : undefined;
	const isReturning = entry?.gone === 'disabled' || entry?.gone === 'leaving';
	return { task, login: known ?? wanted, number: known === undefined ? 1 : MOST_LOGINS, isTemplated, isReturning };
}

function entryOf({ state }: Context, { task, login, isReturning, isTemplated }: Sending, hash: string | null): Entry {
	const { secrets, entries } = state;
	const { item } = task.record;
	const before = entries.get(task.key);
	const loose = looseNameOf(item);
	const wasNew = before === undefined || before.isNew === true;
	// A username from a template is remembered once it is the user's.
	const isOwn = !isTemplated || hash !== null || !wasNew;
	return {
		kind: 'users',
		hash,
		sealed: secrets.seal({ user: { field: item.field, value: item.value }, ...(isOwn ? { login } : {}) }),
		login: secrets.hash(loginOf({ loginname: login }) ?? ''),
		...(loose === undefined ? {} : { loose: secrets.hash(loose) }),
		...(hash === null && wasNew ? { isNew: true as const } : {}),
		...(hash === null && isReturning ? { gone: 'leaving' as const } : {}),
	};
}

/** @returns those who are there already, or whose username is, or of whom that is not known. */
async function create(context: Context, sendings: readonly Sending[], id: string) {
	const existing: { sending: Sending; outcome: LineOutcome }[] = [];
	let pending = sendings;
	for (let round = 0; pending.length > 0; round += 1) {
		const ready: Sending[] = [];
		for (const sending of pending) {
			if (sending.task.record.item.password !== undefined || context.policy) ready.push(sending);
			else await settle(context, sending, withoutPassword());
		}
		const items = await withPasswords(context, ready.map(newItem));
		const outcomes = await send(context, CREATE, ready, items, `${id}-${round}`);
		const next: Sending[] = [];
		for (const [index, sending] of ready.entries()) {
			const outcome = outcomes[index];
			if (!outcome) continue;
			if (outcome.outcome === 'done') await settle(context, sending, outcome);
			else if (outcome.status === 502) {
				// It may be there, or a part of it: the edit gives it the rest.
				existing.push({ sending, outcome });
			} else {
				context.passwords?.forget(newItem(sending), outcome.status === 409);
				if (outcome.status !== 409) await settle(context, sending, outcome);
				else if (await isOtherUser(context, sending, outcome)) next.push(sending);
				else existing.push({ sending, outcome });
			}
		}
		pending = next;
	}
	return existing;
}

/** Whether the username belongs to another user, and the next one is to be tried. */
async function isOtherUser({ client }: Context, sending: Sending, outcome: LineOutcome): Promise<boolean> {
	if (!sending.isTemplated || outcome.code !== 'username-taken' || !advance(sending)) return false;
	const { field, value } = sending.task.record.item;
	const { status } = await client.send({ method: 'GET', path: `/users${segments(String(field), String(value))}` });
	if (status === 404) return true;
	// It is the user itself, by whichever of these usernames.
	sending.number = 1;
	sending.login = String(sending.task.record.item.loginname);
	return false;
}

function advance(sending: Sending): boolean {
	if (sending.number >= MOST_LOGINS) return false;
	sending.number += 1;
	sending.login = numberedLogin(String(sending.task.record.item.loginname), sending.number);
	return true;
}

/** @returns those that are not there. */
async function edit(context: Context, sendings: readonly Sending[], id: string) {
	const missing: { sending: Sending; outcome: LineOutcome }[] = [];
	let pending = sendings;
	for (let round = 0; pending.length > 0; round += 1) {
		const sender = context.acceptsSideEffects ? EDIT_ACCEPTING : EDIT_USERS;
		const outcomes = await send(context, sender, pending, pending.map(editItem), `${id}-${round}`);
		const next: Sending[] = [];
		for (const [index, sending] of pending.entries()) {
			const outcome = outcomes[index];
			if (!outcome) continue;
			if (isMissing(outcome)) missing.push({ sending, outcome });
			else if (outcome.code === 'username-taken' && sending.isTemplated && advance(sending)) next.push(sending);
			else await settle(context, sending, outcome);
		}
		pending = next;
	}
	return missing;
}

/** An edit without a password of a user that is not there. */
function isMissing({ status, detail }: LineOutcome): boolean {
	return status === 404 || (status === 400 && detail?.includes('a new one needs a password') === true);
}

function newItem({ task, login }: Sending): Item {
	const { field, value, ...item } = task.record.item;
	return { ...item, loginname: login, ...(field === 'username' ? {} : { field, value }) };
}

function editItem({ task, login, isReturning }: Sending): Item {
	const { password: _, encrypt_method: __, ...item } = task.record.item;
	return { ...item, loginname: login, ...(isReturning && item.active === undefined ? { active: true } : {}) };
}

async function withPasswords({ passwords, policy }: Context, items: Item[]): Promise<Item[]> {
	if (passwords) return passwords.assign(items);
	if (policy !== 'random') return items;
	return items.map((item) => (item.password === undefined ? { ...item, password: randomPassword() } : item));
}

function send(context: Context, sender: Sender, sendings: readonly Sending[], items: Item[], id: string) {
	const records = sendings.map((_, index) => ({ line: index, item: items[index] ?? {} }));
	return sendRecords(context.client, sender, records, id);
}

function withoutPassword(): LineOutcome {
	const detail =
		'is not on the campus yet, and a new user needs a password: say passwords: generate or random in the mapping';
	return { line: 0, outcome: 'failed', code: 'password-missing', detail };
}

async function settle(context: Context, sending: Sending, outcome: LineOutcome): Promise<void> {
	const { task } = sending;
	const { secrets } = context.state;
	const isDone = outcome.outcome === 'done';
	const hash = isDone ? secrets.hash(contentOf(task.record.item)) : null;
	if (isDone) await context.state.set(new Map([[task.key, entryOf(context, sending, hash)]]));
	const { field, value } = task.record.item;
	await context.report({
		...{ kind: 'users', file: task.part.source.path, line: task.record.line, action: task.action },
		...detailsOf(outcome),
		...{ field: String(field), value: String(value) },
	});
}

/** What a report says of an outcome. */
export function detailsOf({ outcome, status, code, detail }: LineOutcome): Pick<Outcome, 'outcome'> & Partial<Outcome> {
	return {
		outcome,
		...(status === undefined ? {} : { status }),
		...(code === undefined ? {} : { code }),
		...(detail === undefined ? {} : { detail }),
	};
}

const DISMISSALS = {
	disable: { path: '/users/batch/disable', gone: 'disabled' },
	delete: { path: '/users/batch/delete', gone: undefined },
} as const;

/** Disables or deletes users that are gone, or only remembers that they are. */
export async function dismissUsers(
	context: Context,
	keys: readonly string[],
	how: 'disable' | 'delete' | 'leave',
): Promise<void> {
	const { state } = context;
	const users = keys.flatMap((key) => {
		const entry = state.entries.get(key);
		return entry ? [{ key, entry, user: (state.secrets.unseal(entry.sealed) as { user: Item }).user }] : [];
	});
	if (how === 'leave')
		return state.set(new Map(users.map(({ key, entry }) => [key, { ...entry, gone: 'left' as const }])));
	await state.set(new Map(users.map(({ key, entry }) => [key, { ...entry, hash: null, gone: 'leaving' as const }])));
	const { path, gone } = DISMISSALS[how];
	const records = users.map(({ user }, index) => ({ line: index, item: user }));
	const outcomes = await sendRecords(
		context.client,
		{ how: 'batch', path, member: 'users', isRepeatable: true },
		records,
		randomUUID(),
	);
	for (const [index, { key, entry, user }] of users.entries()) {
		const outcome = outcomes[index];
		if (!outcome) continue;
		const isAway = outcome.outcome === 'done' || outcome.code === 'user-not-found';
		if (isAway) await state.set(new Map([[key, gone ? { ...entry, hash: null, gone } : undefined]]));
		const away: LineOutcome =
			outcome.outcome === 'done'
				? outcome
				: { line: 0, outcome: 'done', status: 404, detail: 'was not there any more' };
		await context.report({
			...{ kind: 'users', action: how },
			...detailsOf(isAway ? away : outcome),
			...{ field: String(user.field), value: String(user.value) },
		});
	}
}
