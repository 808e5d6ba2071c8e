import { operation } from '../operation.js';
import { deleteOne } from './delete.js';
import { userPath } from './schemas.js';
import { switchUser } from './switch.js';

const tag = 'Users';

export const deleteUser = operation({
	id: 'deleteUser',
	method: 'delete',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Delete a user',
	description:
		'Deletes the user. The only teacher of a course cannot be deleted. On Chamilo 1.9 sessions that the user coached are left without a coach; on 1.11 the coach of a session cannot be deleted, unless an API key is set: then the sessions get the account of that key as their coach.',
	scope: 'users:write',
	params: userPath,
	pathExamples: { value: '1509' },
	invalidates: ['users', 'memberships'],
	success: { 204: { description: 'The user is gone.' } },
	problems: [
		'unsafe-identifier',
		'user-not-found',
		'ambiguous-identifier',
		'user-coaches-sessions',
		'rejected-by-chamilo',
	],
	ways: [
		{
			calls: [deleteOne],
			async run(campus, { params }) {
				await deleteOne(campus, params);
				return { status: 204 };
			},
		},
	],
});

function switchOperation(action: 'Enable' | 'Disable', description: string) {
	return operation({
		id: `${action.toLowerCase()}User`,
		method: 'post',
		path: `/users/{field}/{value}/${action.toLowerCase()}`,
		tag,
		summary: `${action} a user`,
		description,
		scope: 'users:write',
		params: userPath,
		pathExamples: { value: '1506' },
		invalidates: ['users'],
		success: { 204: { description: `The user is ${action === 'Enable' ? 'active' : 'inactive'}.` } },
		problems: ['unsafe-identifier', 'user-not-found'],
		ways: [
			{
				calls: [switchUser[action]],
				async run(campus, { params }) {
					await switchUser[action](campus, params);
					return { status: 204 };
				},
			},
		],
	});
}

export const enableUser = switchOperation('Enable', 'Lets the user log in. Enabling an active user changes nothing.');

export const disableUser = switchOperation(
	'Disable',
	'Keeps the user from logging in; all data stays. Disabling an inactive user changes nothing.',
);
