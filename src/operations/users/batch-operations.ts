import type { z } from '@hono/zod-openapi';
import type { ProblemCode } from '../../errors.js';
import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import type { Campus } from '../campus.js';
import type { Capability } from '../capabilities.js';
import { operation } from '../operation.js';
import type { Call } from '../ways.js';
import { DELETE_CALLS, deleteAll, SWITCH_CALLS, setActiveAll } from './activation.registration.js';
import { deleteMany, setActiveMany } from './activation.soap.js';
import { BATCH_CREATE_CALLS } from './create.js';
import { createAllByRegistration, REGISTRATION_BATCH_CREATE_CALLS } from './create-many.registration.js';
import { createMany } from './create-many.soap.js';
import { editMany, editOneByOne } from './edit-many.js';
import { ADA, ADA_EDITED, REFERENCES } from './examples.js';
import { BY_NUMBER, MARKED } from './limit-texts.js';
import { newUser, userEditItem, userReference } from './schemas.js';
import { EDIT_CALLS } from './upsert.js';

interface UserBatch<Item> {
	action: 'create' | 'edit' | 'delete' | 'enable' | 'disable';
	summary: string;
	description: string;
	item: z.ZodType<Item>;
	example: unknown;
	problems: readonly ProblemCode[];
	ways: readonly BatchWay<Item>[];
}

interface BatchWay<Item> {
	needs: readonly Capability[];
	calls: readonly Call[];
	limits?: string;
	plan: (campus: Campus, entries: Entry<Item>[], outcomes: Outcomes) => Promise<void>;
}

const BATCH_DELETE_CALLS = ['WSUnsubscribeUserFromCourse', ...DELETE_CALLS] as const;

const DESCRIPTION =
	'At most 1,000 items. Each is dealt with by itself: `results` has one entry an item, in the order they came, with the status the single route would have given. 207 says that some failed.';

function userBatch<Item extends { field?: unknown; value?: unknown }>(batch: UserBatch<Item>) {
	return operation({
		id: `${batch.action}Users`,
		method: 'post',
		path: `/users/batch/${batch.action}`,
		tag: 'Users in batches',
		summary: batch.summary,
		description: `${batch.description} ${DESCRIPTION}`,
		scope: 'users:write',
		body: batchBody('users'),
		bodyDocument: batchDocument('users', batch.item),
		bodyExamples: { two: { summary: 'Two users', value: batch.example } },
		batch: true,
		invalidates: batch.action === 'delete' ? ['users', 'memberships'] : ['users'],
		success: {
			200: { description: 'All items succeeded.', schema: batchResult },
			207: { description: 'Some items failed; the others are done.', schema: batchResult },
		},
		problems: batch.problems,
		ways: batch.ways.map(({ plan, ...facts }) => ({
			...facts,
			run: (campus: Campus, { body }: { body: { users: unknown[] } }) =>
				runBatch(body.users, { name: 'users', schema: batch.item, nameOf: (item) => item }, (entries, outcomes) =>
					plan(campus, entries, outcomes),
				),
		})),
	});
}

export const userBatchOperations = [
	userBatch({
		action: 'create',
		summary: 'Create many users',
		description: 'Creates users in plural calls of 50.',
		item: newUser,
		example: {
			users: [ADA, { ...ADA, firstname: 'Zoé', lastname: 'Müller', loginname: 'zoe.mueller', value: '9002' }],
		},
		problems: [],
		ways: [
			{
				needs: ['soap-php', 'create-keeps-external-id', 'username-lookup', 'active-probe'],
				calls: BATCH_CREATE_CALLS,
				plan: createMany,
			},
			{
				needs: ['plural-outcomes', 'active-probe'],
				calls: REGISTRATION_BATCH_CREATE_CALLS,
				limits: 'Items with `encrypt_method` are created one by one.',
				plan: createAllByRegistration,
			},
		],
	}),
	userBatch({
		action: 'edit',
		summary: 'Create or replace many users',
		description: 'Each item is the body of `PUT /users/{field}/{value}` with `field` and `value`.',
		item: userEditItem,
		example: { users: [{ field: 'external_user', value: '1504', ...ADA_EDITED, loginname: 'ada.1504' }] },
		problems: [],
		ways: [
			{ needs: ['soap-php', 'active-probe'], calls: ['WSUser.EditUsers', ...EDIT_CALLS], plan: editMany },
			{
				needs: ['complete-edits', 'active-probe'],
				calls: EDIT_CALLS,
				limits: `Users are edited one by one: the plural operation knows no language. ${BY_NUMBER}`,
				plan: editOneByOne,
			},
		],
	}),
	userBatch({
		action: 'delete',
		summary: 'Delete many users',
		description: 'Deletes users: one by one, or in calls of 50 where the plural operation tells which it deleted.',
		item: userReference,
		example: REFERENCES,
		problems: [],
		ways: [
			{
				needs: ['soap-php', 'username-lookup'],
				calls: ['WSUser.DeleteUser', 'WSGetUserFromUsername'],
				plan: deleteMany,
			},
			{
				needs: ['soap-php', 'plural-outcomes', 'session-search', 'active-probe'],
				calls: BATCH_DELETE_CALLS,
				limits: MARKED,
				plan: deleteAll,
			},
			{
				needs: ['plural-outcomes', 'session-search', 'active-probe'],
				calls: BATCH_DELETE_CALLS,
				limits: `${MARKED} ${BY_NUMBER}`,
				plan: deleteAll,
			},
		],
	}),
	...(['Enable', 'Disable'] as const).map((action) =>
		userBatch({
			action: action === 'Enable' ? 'enable' : 'disable',
			summary: `${action} many users`,
			description: 'Switches users in plural calls of 50, and sees to it that each is as it should be.',
			item: userReference,
			example: REFERENCES,
			problems: [],
			ways: [
				{
					needs: ['soap-php', 'username-lookup', 'active-probe'],
					calls: [
						`WSUser.${action}Users`,
						'WSUnsubscribeUserFromCourse',
						`WSUser.${action}User`,
						'WSGetUserFromUsername',
					],
					plan: (campus, entries, outcomes) => setActiveMany(campus, action, entries, outcomes),
				},
				{
					needs: ['soap-php', 'plural-outcomes'],
					calls: SWITCH_CALLS,
					limits: MARKED,
					plan: (campus, entries, outcomes) => setActiveAll(campus, action, entries, outcomes),
				},
				{
					needs: ['plural-outcomes'],
					calls: SWITCH_CALLS,
					limits: `${MARKED} ${BY_NUMBER}`,
					plan: (campus, entries, outcomes) => setActiveAll(campus, action, entries, outcomes),
				},
			],
		}),
	),
];
