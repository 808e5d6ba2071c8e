import type { Campus } from '../campus.js';
import { operation } from '../operation.js';
import { DELETE_CALLS, deleteOne, SWITCH_CALLS, setActive } from './activation.registration.js';
import { applyToUser } from './activation.soap.js';
import { BY_NUMBER, MARKED } from './limit-texts.js';
import { type UserReference, userPath } from './schemas.js';

const tag = 'Users';

async function runDelete(campus: Campus, { params }: { params: UserReference }) {
	await deleteOne(campus, params);
	return { status: 204 };
}

const deleteUser = operation({
	id: 'deleteUser',
	method: 'delete',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Delete a user',
	description:
		'Deletes the user. The only teacher of a course cannot be deleted. On Chamilo 1.9 sessions that the user coached are left without a coach; on 1.11 the coach of a session cannot be deleted.',
	scope: 'users:write',
	params: userPath,
	invalidates: ['users', 'memberships'],
	success: { 204: { description: 'The user is gone.' } },
	problems: ['unsafe-identifier', 'user-not-found', 'user-coaches-sessions', 'rejected-by-chamilo'],
	ways: [
		{
			needs: ['soap-php', 'username-lookup'],
			calls: ['WSUser.DeleteUser', 'WSGetUserFromUsername'],
			async run(campus, { params }) {
				await applyToUser(campus, 'Delete', params);
				return { status: 204 };
			},
		},
		...[
			{ needs: ['soap-php', 'plural-outcomes', 'session-search'] as const, limits: MARKED },
			{ needs: ['plural-outcomes', 'session-search'] as const, limits: `${MARKED} ${BY_NUMBER}` },
		].map(({ needs, limits }) => ({ needs, limits, calls: DELETE_CALLS, run: runDelete })),
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
		invalidates: ['users'],
		success: { 204: { description: `The user is ${action === 'Enable' ? 'active' : 'inactive'}.` } },
		problems: ['unsafe-identifier', 'user-not-found'],
		ways: [
			{
				needs: ['soap-php', 'username-lookup'],
				calls: [`WSUser.${action}User`, 'WSGetUserFromUsername'],
				async run(campus, { params }) {
					await applyToUser(campus, action, params);
					return { status: 204 };
				},
			},
			...[
				{ needs: ['soap-php', 'plural-outcomes'] as const, limits: MARKED },
				{ needs: ['plural-outcomes'] as const, limits: `${MARKED} ${BY_NUMBER}` },
			].map(({ needs, limits }) => ({
				needs,
				limits,
				calls: SWITCH_CALLS,
				async run(campus: Campus, { params }: { params: UserReference }) {
					await setActive(campus, action, params);
					return { status: 204 };
				},
			})),
		],
	});
}

export const switchOperations = [
	deleteUser,
	switchOperation('Enable', 'Lets the user log in. Enabling an active user changes nothing.'),
	switchOperation(
		'Disable',
		'Keeps the user from logging in; all data stays. Disabling an inactive user changes nothing.',
	),
];
