import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { operation } from '../operation.js';
import { pageOf, pageOnce, pageQuery } from '../page.js';
import { cachedSession, cachedSessions } from './cached.js';
import { CREATE_REGISTERED_CALLS, createRegistered } from './create.registration.js';
import { CREATE_CALLS, type CreatedSession, createSession } from './create.soap.js';
import { DELETE_CALLS, DELETE_EMPTY_CALLS, deleteEmptySession, deleteSession } from './delete.js';
import { EDIT_REGISTERED_CALLS, editRegistered } from './edit.registration.js';
import { EDIT_CALLS, editSession } from './edit.soap.js';
import { OPEN_END, SPRING, SPRING_EDITED } from './examples.js';
import { listSessions, SESSION_LOOKUP_CALLS } from './find.js';
import { type ReadSession, readFoundSession, readListedSession } from './read.js';
import {
	foundSession,
	listedSession,
	newSession,
	sessionEdit,
	sessionIdentity,
	sessionPath,
	unverified,
} from './schemas.js';

const tag = 'Sessions';

const UNLISTED =
	'Chamilo 1.9 lists only sessions that have a course and a coach who exists, and none made by `WSCreateSession` of registration.soap.php.';

const ONLY_DAYS =
	'Of dates Chamilo 1.9 keeps only the days (in UTC), and a session must end on a later day than it begins.';

const WHOLE_DAYS =
	'Of dates only the days are kept (in UTC): a session begins with the first second of the first and ends with the last of the last.';

/** Where the session is found from now on. */
function sessionLocation({ id, field, value }: CreatedSession): string {
	const named = field !== null && value !== null ? [field, value] : ['chamilo_session_id', String(id)];
	return `/sessions/${named.map(encodeURIComponent).join('/')}`;
}

async function listPage(campus: Campus, { query }: { query: Parameters<typeof pageOf>[1] }) {
	const all = await cachedSessions(campus);
	const body = pageOnce(all, query, () => {
		const { items, next_cursor } = pageOf(all, query);
		return { sessions: items, next_cursor };
	});
	return { status: 200, body };
}

async function answerSession(campus: Campus, reference: Reference, read: ReadSession) {
	return { status: 200, body: await cachedSession(campus, reference, read) };
}

export const sessionOperations = [
	operation({
		id: 'listSessions',
		method: 'get',
		path: '/sessions',
		tag,
		summary: 'List sessions',
		description:
			'Sessions with their names and dates, ordered by number, in pages. Not every Chamilo tells all of them (`x-chamilo`); dates that it does not tell are `null`.',
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
				needs: ['session-search'],
				calls: [listSessions],
				limits: 'Dates of a session without courses are not readable and `null`.',
				run: listPage,
			},
			{
				needs: [],
				calls: [listSessions],
				limits: `${UNLISTED} External ids, coaches and members of sessions cannot be read.`,
				run: listPage,
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
			'Reads the number, name and dates of a session. What the Chamilo at hand does not tell of a session that exists is `null` (`x-chamilo` says what).',
		scope: 'sessions:read',
		params: sessionPath,
		cacheable: true,
		success: { 200: { description: 'The session.', schema: foundSession } },
		problems: ['unsafe-identifier', 'session-not-found'],
		ways: [
			{
				needs: ['session-search'],
				calls: ['WSSearchSession', 'WSFetchSession', 'WSListSessions'],
				limits: 'Dates of a session without courses are not readable and `null`.',
				run: (campus, { params }) => answerSession(campus, params, readFoundSession),
			},
			{
				needs: ['soap-php'],
				calls: [listSessions, ...SESSION_LOOKUP_CALLS],
				limits: `${UNLISTED} Others are not found by \`name\`. Of an external id Chamilo 1.9 tells only that it exists.`,
				run: (campus, { params }) => answerSession(campus, params, readListedSession),
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
				needs: ['session-search'],
				calls: CREATE_REGISTERED_CALLS,
				limits: `${WHOLE_DAYS} Every session is also given an external id of the gateway's, in the extra field \`rest_gateway_id\`. Another visibility than \`read-only\` only where soap.php answers.`,
				async run(campus, { body }) {
					const created = await createRegistered(campus, body);
					return { status: 201, body: created, location: sessionLocation(created) };
				},
			},
			{
				needs: ['soap-php'],
				calls: CREATE_CALLS,
				limits: `${ONLY_DAYS} A session without dates is always read-only. ${UNLISTED}`,
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
			'Gives a session the state of the body; its users and courses stay. Chamilo overwrites everything but the extra fields, so everything is required. Where Chamilo says nothing of success or failure, the gateway checks beforehand what can go wrong and looks afterwards. Where that cannot show the effect, the answer is 200 with `verified: false` and the reason.',
		scope: 'sessions:write',
		params: sessionPath,
		body: sessionEdit,
		bodyExamples: { moved: { summary: 'All values of a session', value: SPRING_EDITED } },
		invalidates: ['sessions'],
		success: {
			200: { description: 'The change was asked for, and Chamilo gives no way to see it.', schema: unverified },
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
				needs: ['session-search'],
				calls: EDIT_REGISTERED_CALLS,
				limits: `${WHOLE_DAYS} Extra fields that do not exist are made only where soap.php answers; so is the visibility changed, in a session without a description, and a session named by number or name that has no \`rest_gateway_id\` edited. What the body does not speak of stays.`,
				async run(campus, { params, body }) {
					await editRegistered(campus, params, body);
					return { status: 204 };
				},
			},
			{
				needs: ['soap-php'],
				calls: EDIT_CALLS,
				limits: `${ONLY_DAYS} A session without dates is always read-only. Extra fields only of a session named by number or name. Only name and dates can be read back, and only of listed sessions: ${UNLISTED}`,
				async run(campus, { params, body }) {
					const unseen = await editSession(campus, params, body);
					return unseen === null ? { status: 204 } : { status: 200, body: { verified: false, reason: unseen } };
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
			'Deletes the session with its subscriptions; users and courses themselves stay. Where Chamilo deletes only empty sessions, one in use is refused with 409.',
		scope: 'sessions:write',
		params: sessionPath,
		invalidates: ['sessions'],
		success: { 204: { description: 'The session is gone.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'session-in-use', 'outcome-unknown'],
		ways: [
			{
				needs: ['soap-php'],
				calls: DELETE_CALLS,
				limits: `On Chamilo 1.9 only listed sessions are found by \`name\`. ${UNLISTED}`,
				async run(campus, { params }) {
					await deleteSession(campus, params);
					return { status: 204 };
				},
			},
			{
				needs: ['session-search'],
				calls: DELETE_EMPTY_CALLS,
				limits:
					'Only sessions without users and courses, and only those named by an external id or made by the gateway. Who is in a session cannot be read, so the gateway does not empty it by itself.',
				async run(campus, { params }) {
					await deleteEmptySession(campus, params);
					return { status: 204 };
				},
			},
		],
	}),
];
