import { z } from '@hono/zod-openapi';
import { operation } from '../operation.js';
import { pageOf, pageOnce, pageQuery } from '../page.js';
import { cachedSession, cachedSessions } from './cached.js';
import { createSession } from './create.js';
import type { CreatedSession } from './create.soap.js';
import { deleteSession } from './delete.js';
import { editSession } from './edit.js';
import { OPEN_END, SPRING, SPRING_EDITED } from './examples.js';
import { patchOne } from './patch.js';
import {
	foundSession,
	listedSession,
	newSession,
	sessionEdit,
	sessionIdentity,
	sessionOutcome,
	sessionPatch,
	sessionPath,
} from './schemas.js';

const tag = 'Sessions';

/** Path of the session. */
function sessionLocation({ id, field, value }: CreatedSession): string {
	const named = field !== null && value !== null ? [field, value] : ['chamilo_session_id', String(id)];
	return `/sessions/${named.map(encodeURIComponent).join('/')}`;
}

export const sessionOperations = [
	operation({
		id: 'listSessions',
		method: 'get',
		path: '/sessions',
		tag,
		summary: 'List sessions',
		description:
			'Sessions with their names and dates, ordered by number, in pages. Not every Chamilo lists all of them (`x-chamilo`); dates that it does not list are `null`.',
		scope: 'sessions:read',
		query: z.strictObject(pageQuery),
		cacheable: true,
		success: {
			200: {
				description: 'A page of sessions.',
				schema: z.strictObject({ sessions: z.array(listedSession), next_cursor: z.string().nullable() }),
			},
		},
		problems: [],
		ways: [
			{
				calls: [cachedSessions],
				async run(campus, { query }) {
					const all = await cachedSessions(campus);
					const body = pageOnce(all, query, () => {
						const { items, next_cursor } = pageOf(all, query);
						return { sessions: items, next_cursor };
					});
					return { status: 200, body };
				},
			},
		],
	}),
	operation({
		id: 'getSession',
		method: 'get',
		path: '/sessions/{field}/{value}',
		tag,
		summary: 'Read a session',
		description:
			'Reads the number, name and dates of a session. What Chamilo does not say of a session that exists is `null` (`x-chamilo` says what).',
		scope: 'sessions:read',
		params: sessionPath,
		cacheable: true,
		success: { 200: { description: 'The session.', schema: foundSession } },
		problems: ['unsafe-identifier', 'session-not-found'],
		ways: [
			{
				calls: [cachedSession],
				run: async (campus, { params }) => ({ status: 200, body: await cachedSession(campus, params) }),
			},
		],
	}),
	operation({
		id: 'createSession',
		method: 'post',
		path: '/sessions',
		tag,
		summary: 'Create a session',
		description:
			'Creates a session with its coach, who may be named by number, username or external id. An external id that another session has already is refused. Extra fields that the campus does not have are made.',
		scope: 'sessions:write',
		body: newSession,
		bodyExamples: {
			dated: { summary: 'A session with dates and an external id', value: SPRING },
			open: { summary: 'A session without dates', value: OPEN_END },
		},
		invalidates: ['sessions'],
		success: {
			201: {
				description: 'The session exists.',
				schema: sessionIdentity,
				example: { id: 3, field: 'external_session', value: '2031-S' },
				location: true,
			},
		},
		problems: [
			'unsafe-identifier',
			'user-not-found',
			'external-id-taken',
			'session-name-taken',
			'rejected-by-chamilo',
			'creation-incomplete',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [createSession],
				async run(campus, { body }) {
					const created = await createSession(campus, body);
					return { status: 201, body: created, location: sessionLocation(created) };
				},
			},
		],
	}),
	operation({
		id: 'putSession',
		method: 'put',
		path: '/sessions/{field}/{value}',
		tag,
		summary: 'Replace a session',
		description:
			'Gives a session the state of the body; its users and courses stay. Chamilo overwrites everything but the extra fields: name, coach and visibility that the body leaves out are kept where they can be read. The days of access cannot be read: send them, or accept that they are reset. Where Chamilo answers neither success nor failure, the gateway checks before the edit what can go wrong, and looks after it. Where that cannot show the effect, the answer is 200 with `verified: false` and the reason.',
		scope: 'sessions:write',
		params: sessionPath,
		query: z.strictObject({
			accept_side_effects: z.enum(['true', 'false']).default('false').openapi({
				description:
					'Accepts that what the body leaves out and nobody can read is reset to the values of a new session. The answer lists it.',
				example: 'false',
			}),
		}),
		body: sessionEdit,
		bodyExamples: { moved: { summary: 'All values of a session', value: SPRING_EDITED } },
		invalidates: ['sessions'],
		success: {
			200: {
				description:
					'The session has the new state, and something was reset (`reset`); or the change was asked for, and Chamilo gives no way to see it (`verified: false`).',
				schema: sessionOutcome,
			},
			204: { description: 'The session has the new state.' },
		},
		problems: [
			'unsafe-identifier',
			'user-not-found',
			'session-not-found',
			'session-name-taken',
			'rejected-by-chamilo',
			'partly-done',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [editSession],
				async run(campus, { params, query, body }) {
					const { reset, unseen } = await editSession(campus, params, body, query.accept_side_effects === 'true');
					if (reset.length === 0 && unseen === null) return { status: 204 };
					const told = { ...(unseen === null ? {} : { reason: unseen }), ...(reset.length === 0 ? {} : { reset }) };
					return { status: 200, body: { verified: unseen === null, ...told } };
				},
			},
		],
	}),
	operation({
		id: 'patchSession',
		method: 'patch',
		path: '/sessions/{field}/{value}',
		tag,
		summary: 'Change members of a session',
		description:
			'Changes the members of the body and nothing else: dates, description, users and courses stay. What is so already is not sent. `PUT` changes the dates.',
		scope: 'sessions:write',
		params: sessionPath,
		body: sessionPatch,
		bodyExamples: { visible: { summary: 'Leave the session open once it is over', value: { visibility: 'visible' } } },
		invalidates: ['sessions'],
		success: { 204: { description: 'The session has the new values.' } },
		problems: ['unsafe-identifier', 'user-not-found', 'session-not-found', 'session-name-taken', 'rejected-by-chamilo'],
		ways: [
			{
				calls: [patchOne],
				async run(campus, { params, body }) {
					await patchOne(campus, params, body);
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'deleteSession',
		method: 'delete',
		path: '/sessions/{field}/{value}',
		tag,
		summary: 'Delete a session',
		description:
			'Deletes the session with its subscriptions; users and courses themselves stay. Where Chamilo deletes only empty sessions, one in use is refused with 409; with an API key for its JSON API, `empty=true` takes users and courses out first.',
		scope: 'sessions:write',
		params: sessionPath,
		pathExamples: { value: '302' },
		query: z.strictObject({
			empty: z.enum(['true', 'false']).default('false').openapi({
				description: '`true`: users and courses of a session in use are taken out first.',
			}),
		}),
		invalidates: ['sessions', 'memberships'],
		success: { 204: { description: 'The session is gone.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'session-in-use', 'outcome-unknown'],
		ways: [
			{
				calls: [deleteSession],
				async run(campus, { params, query }) {
					await deleteSession(campus, params, query.empty === 'true');
					return { status: 204 };
				},
			},
		],
	}),
];
