import type { z } from '@hono/zod-openapi';
import type { ProblemCode } from '../../errors.js';
import { batchBody, batchDocument, batchResult, type Entry, type Outcomes, runBatch } from '../batch.js';
import type { Campus } from '../campus.js';
import type { Capability } from '../capabilities.js';
import { operation } from '../operation.js';
import type { Call } from '../ways.js';
import { createMany } from './batch-create-plan.js';
import { editMany } from './batch-edit-plan.js';
import { CREATE_CALLS } from './create-plan.js';
import { EDIT_CALLS } from './edit-plan.js';
import { ADA, ADA_EDITED, REFERENCES } from './examples.js';
import { newUser, userEditItem, userReference } from './schemas.js';
import { deleteMany, switchMany } from './status-plan.js';

interface UserBatch<Item> {
	action: 'create' | 'edit' | 'delete' | 'enable' | 'disable';
	summary: string;
	description: string;
	item: z.ZodType<Item>;
	example: unknown;
	problems: readonly ProblemCode[];
	needs: readonly Capability[];
	calls: readonly Call[];
	plan: (campus: Campus, entries: Entry<Item>[], outcomes: Outcomes) => Promise<void>;
}

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
		success: {
			200: { description: 'All items succeeded.', schema: batchResult },
			207: { description: 'Some items failed; the others are done.', schema: batchResult },
		},
		problems: batch.problems,
		ways: [
			{
				needs: batch.needs,
				calls: batch.calls,
				run: (campus, { body }) =>
					runBatch(body.users, { name: 'users', schema: batch.item, nameOf: (item) => item }, (entries, outcomes) =>
						batch.plan(campus, entries, outcomes),
					),
			},
		],
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
		needs: ['soap-php', 'create-keeps-external-id', 'username-lookup', 'active-probe'],
		calls: ['WSUser.CreateUsers', ...CREATE_CALLS, 'WSUnsubscribeUserFromCourse', 'WSUser.DeleteUser'],
		plan: createMany,
	}),
	userBatch({
		action: 'edit',
		summary: 'Create or replace many users',
		description: 'Each item is the body of `PUT /users/{field}/{value}` with `field` and `value`.',
		item: userEditItem,
		example: { users: [{ field: 'external_user', value: '1504', ...ADA_EDITED, loginname: 'ada.1504' }] },
		problems: [],
		needs: ['soap-php', 'create-keeps-external-id', 'edit-without-expiry', 'username-lookup', 'active-probe'],
		calls: ['WSUser.EditUsers', ...EDIT_CALLS],
		plan: editMany,
	}),
	userBatch({
		action: 'delete',
		summary: 'Delete many users',
		description: 'Deletes users one by one, several at a time: the plural operation does not tell which it deleted.',
		item: userReference,
		example: REFERENCES,
		problems: [],
		needs: ['soap-php', 'username-lookup'],
		calls: ['WSUser.DeleteUser', 'WSGetUserFromUsername'],
		plan: deleteMany,
	}),
	...(['Enable', 'Disable'] as const).map((action) =>
		userBatch({
			action: action === 'Enable' ? 'enable' : 'disable',
			summary: `${action} many users`,
			description: 'Switches users in plural calls of 50 and looks who is active before and after.',
			item: userReference,
			example: REFERENCES,
			problems: [],
			needs: ['soap-php', 'username-lookup', 'active-probe'],
			calls: [`WSUser.${action}Users`, 'WSUnsubscribeUserFromCourse', `WSUser.${action}User`, 'WSGetUserFromUsername'],
			plan: (campus, entries, outcomes) => switchMany(campus, action, entries, outcomes),
		}),
	),
];
