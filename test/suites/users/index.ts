import { describe } from 'vitest';
import { FEWER_AT_EDGE, type Suite } from '../run.js';
import { testBatchCreate } from './batch-create.js';
import { testBatchEdit } from './batch-edit.js';
import { testBatchSwitch } from './batch-switch.js';
import { testCreateUser } from './create.js';
import { testCreateUserConflicts } from './create-conflicts.js';
import { testCredentials } from './credentials.js';
import { testUserExtras } from './extras.js';
import { testUserFields } from './fields.js';
import { testPatchUser } from './patch.js';
import { testPutUser } from './put.js';
import { testPutUserRefusals } from './put-refusals.js';
import { testReadUser } from './read.js';
import { testSwitchUser } from './switch.js';

export const users: Suite[] = [
	{
		title: 'users',
		kinds: FEWER_AT_EDGE,
		declare(bench) {
			describe('fields of a new user', () => testUserFields(bench));
			describe('extra fields', () => testUserExtras(bench));
			describe('POST /users', () => testCreateUser(bench));
			describe('POST /users, conflicts', () => testCreateUserConflicts(bench));
			describe('GET /users', () => testReadUser(bench));
			describe('PUT /users/:field/:value', () => testPutUser(bench));
			describe('PUT /users/:field/:value, refusals', () => testPutUserRefusals(bench));
			describe('PATCH /users/:field/:value', () => testPatchUser(bench));
			describe('enable, disable, delete', () => testSwitchUser(bench));
			describe('credentials', () => testCredentials(bench));
			describe('POST /users/batch/create', () => testBatchCreate(bench));
			describe('POST /users/batch/edit', () => testBatchEdit(bench));
			describe('POST /users/batch/enable, /disable, /delete', () => testBatchSwitch(bench));
		},
	},
];
