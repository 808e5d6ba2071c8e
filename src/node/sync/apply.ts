// Does what a plan says: new and changed users, then enrolments, then what is gone. What is under way is unknown in the state
// until its answer is there, so the same command goes on after any interruption.

import { randomUUID } from 'node:crypto';
import { applyEnrolment, removeEnrolment } from './apply-enrolments.js';
import { applyUsers, dismissUsers } from './apply-users.js';
import type { Context, Task } from './context.js';
import { type Desired, nameOf, recordsIn } from './desired.js';
import type { Plan } from './plan.js';
import type { OwnedKind } from './state.js';

/** @throws the first failure, after all running requests have finished. */
export async function applyPlan(plan: Plan, desired: Desired, context: Context): Promise<void> {
	const tasks = (kind: OwnedKind) => tasksOf(plan, desired, kind, context);
	await inChunks(context, chunksOf(tasks('users'), context.batchSize), (chunk) =>
		applyUsers(context, chunk, randomUUID()),
	);
	await inChunks(context, chunksOf(tasks('enrolments'), 1), ([task]) => applyEnrolment(context, task as Task));
	if (desired.gone.enrolments === 'remove') {
		await inChunks(context, chunksOf(plan.enrolments.gone, 1), ([key]) => removeEnrolment(context, key as string));
	}
	const { users } = desired.gone;
	await inChunks(context, chunksOf(plan.users.gone, context.batchSize), (keys) => dismissUsers(context, keys, users));
}

async function* tasksOf(plan: Plan, { parts }: Desired, kind: OwnedKind, { state }: Context): AsyncGenerator<Task> {
	for (const part of parts.filter((each) => each.kind === kind)) {
		const actions = plan.actions.get(part);
		if (!actions || actions.size === 0) continue;
		let position = -1;
		for await (const record of recordsIn(part)) {
			position += 1;
			const action = actions.get(position);
			const name = nameOf(kind, record.item);
			if (action && name !== undefined) yield { key: state.secrets.hash(`${kind} ${name}`), action, part, record };
		}
	}
}

async function* chunksOf<T>(all: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[], undefined> {
	let chunk: T[] = [];
	for await (const each of all) {
		chunk.push(each);
		if (chunk.length < size) continue;
		yield chunk;
		chunk = [];
	}
	if (chunk.length > 0) yield chunk;
	return undefined;
}

/** Works on several chunks at once; none is begun after a failure or a signal. */
async function inChunks<T>(
	{ stop, concurrency }: Context,
	chunks: AsyncGenerator<T, undefined>,
	work: (chunk: T) => Promise<void>,
): Promise<void> {
	const failures: unknown[] = [];
	async function run(): Promise<void> {
		try {
			while (!stop.signal.aborted) {
				const { done, value } = await chunks.next();
				if (done) return;
				await work(value as T);
			}
		} catch (failure) {
			failures.push(failure);
			stop.abort();
		}
	}
	await Promise.all(Array.from({ length: concurrency }, run));
	await chunks.return(undefined);
	if (failures.length > 0) throw failures[0];
}
