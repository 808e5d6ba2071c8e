import { z } from '@hono/zod-openapi';
import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import { inParallel } from '../campus.js';
import { operation } from '../operation.js';
import { type Step, step } from '../ways.js';
import { SWITCHES } from './activation.js';
import { createMany } from './create.js';
import { deleteMany } from './delete.js';
import { type EditOptions, editMany } from './edit-many.js';
import { TWO_DELETED, TWO_EDITED, TWO_NEW, TWO_SWITCHED } from './examples.js';
import { recordOfNew, remember } from './record.js';
import { acceptingQuery, type NewUser, newUser, userEditItem, userReference } from './schemas.js';
import { switchUsers } from './switch.js';

interface UserBatch<Item> {
	action: 'create' | 'edit' | 'delete' | 'enable' | 'disable';
	summary: string;
	description: string;
	item: z.ZodType<Item>;
	example: unknown;
	/** What may be in the query. */
	query?: typeof acceptingQuery;
	/** Leaves an outcome for every entry. */
	plan: Step<[readonly Entry<Item>[], Outcomes, EditOptions], void> | Step<[readonly Entry<Item>[], Outcomes], void>;
}

/** Creates many users, and keeps what was written where the settings say so. */
const createManyRemembered = step('Creating users', {
	calls: [createMany],
	async run(campus, entries: readonly Entry<NewUser>[], outcomes: Outcomes): Promise<void> {
		await createMany(campus, entries, outcomes);
		if (!campus.records) return;
		await inParallel(entries, campus.concurrency, async ({ index, item }) => {
			const outcome = outcomes.get(index);
			if ('id' in outcome && outcome.id !== undefined) await remember(campus, outcome.id, recordOfNew(item));
		});
	},
});

const DESCRIPTION =
	'At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.';

function userBatch<Item extends { field?: unknown; value?: unknown }>(batch: UserBatch<Item>) {
	const { action, item, plan, query = z.strictObject({}) } = batch;
	return operation({
		id: `${action}Users`,
		method: 'post',
		path: `/users/batch/${action}`,
		tag: 'Users in batches',
		summary: batch.summary,
		description: `${batch.description} ${DESCRIPTION}`,
		scope: 'users:write',
		query,
		body: batchBody('users'),
		bodyDocument: batchDocument('users', item),
		bodyExamples: { two: { summary: 'Two users', value: batch.example } },
		batch: true,
		invalidates: action === 'delete' ? ['users', 'memberships'] : ['users'],
		success: {
			200: { description: 'All items succeeded.', schema: batchResult },
			207: { description: 'Some items failed; the others are done.', schema: batchResult },
		},
		problems: [],
		ways: [
			{
				calls: [plan],
				run(campus, { body, query: asked }) {
					const acceptsSideEffects = (asked as { accept_side_effects?: string }).accept_side_effects === 'true';
					const options = { name: 'users', schema: item, nameOf: (user: Item) => user };
					return runBatch(campus, body.users, options, (entries, outcomes) =>
						plan(campus, entries, outcomes, { acceptsSideEffects }),
					);
				},
			},
		],
	});
}

export const userBatchOperations = [
	userBatch({
		action: 'create',
		summary: 'Create many users',
		description:
			'Creates users in plural calls of 50; those with members that the plural operation does not store are created one by one.',
		item: newUser,
		example: TWO_NEW,
		plan: createManyRemembered,
	}),
	userBatch({
		action: 'edit',
		summary: 'Create or replace many users',
		description:
			'Each item is the body of `PUT /users/{field}/{value}` with `field` and `value`, and the same is true of the official code.',
		item: userEditItem,
		query: acceptingQuery,
		example: TWO_EDITED,
		plan: editMany,
	}),
	userBatch({
		action: 'delete',
		summary: 'Delete many users',
		description: 'Deletes users: one by one, or in calls of 50 where the plural operation tells which it deleted.',
		item: userReference,
		example: TWO_DELETED,
		plan: deleteMany,
	}),
	...SWITCHES.map((action) =>
		userBatch({
			action: action === 'Enable' ? 'enable' : 'disable',
			summary: `${action} many users`,
			description: 'Enables or disables users in plural calls of 50, and makes sure of the outcome of each.',
			item: userReference,
			example: TWO_SWITCHED,
			plan: switchUsers[action],
		}),
	),
];
