// main/webservices/api/v2.php: Chamilo's own JSON API, as 1.11.32 answers it.

import type { LoggedCall } from '../call-log.js';
import { loggedArgs } from '../call-log.js';
import type { Campus } from '../campus/campus.js';
import { sqlErrorReply } from '../nusoap/error-page.js';
import { notices, withNotices } from '../nusoap/notices.js';
import { fatalReply, type HttpReply } from '../nusoap/reply.js';
import { PhpFatal, phpString, SqlError } from '../php/values.js';
import { accessActions, callerFor } from './access.js';
import type { Action, ActionCall, Actions } from './action.js';
import { classActions } from './classes.js';
import { courseMemberActions } from './course-members.js';
import { courseActions } from './courses.js';
import { type Parameters, textOf } from './parameters.js';
import { type Json, messageOf, phpJson, Refusal } from './reply.js';
import { reportActions } from './reports.js';
import { sessionMemberActions } from './session-members.js';
import { sessionActions } from './sessions.js';
import { userWritingActions } from './user-writes.js';
import { userReadingActions } from './users.js';

export { readParameters } from './parameters.js';

/** Where Chamilo's own JSON API is. */
export const JSON_API_PATH = '/main/webservices/api/v2.php';

const ACTIONS: Actions = {
	...accessActions,
	...userReadingActions,
	...userWritingActions,
	...courseActions,
	...courseMemberActions,
	...sessionActions,
	...sessionMemberActions,
	...reportActions,
	...classActions,
};

/** A request to v2.php, and the campus it is for. */
export interface JsonApiRequest {
	parameters: Parameters;
	campus: Campus;
	root: string;
	php: number;
	insertCountAtStart: number;
}

/** The action of a request; '' where it has none. */
export function actionOf({ all }: Parameters): string {
	return textOf(all, 'action') ?? '';
}

/** Executes a request. */
export function answerJsonApi(request: JsonApiRequest): HttpReply {
	let count = request.php >= 8 ? 60 : 0;
	const noteNotices = (more: number) => {
		count += more;
	};
	try {
		const data = dataOf(request, noteNotices);
		return jsonReply(request, { error: false, data }, count);
	} catch (error) {
		if (error instanceof PhpFatal) return fatalReply();
		if (error instanceof SqlError) return sqlErrorReply('1.11.32');
		return jsonReply(request, { error: true, message: messageOf(error, request.campus.settings.language) }, count);
	}
}

function dataOf(
	{ parameters, campus, root, php, insertCountAtStart }: JsonApiRequest,
	noteNotices: ActionCall['noteNotices'],
): Json {
	const caller = callerFor(campus, parameters);
	const call: ActionCall = {
		...{ campus, root, php, caller, insertCountAtStart, createdUserIds: new Set<number>(), noteNotices },
		query: parameters.query,
		body: parameters.body,
		all: parameters.all,
		credentials: {
			username: phpString(parameters.all.get('username')),
			apiKey: phpString(parameters.all.get('api_key')),
		},
		column: (value) => (php >= 8 ? value : String(value)),
	};
	return actionNamed(actionOf(parameters))(call);
}

function actionNamed(name: string): Action {
	const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
	if (!action) throw new Refusal('Invalid action');
	return action;
}

/** With server_type=test the JSON is indented, and notices stand before it; on PHP 8 before each reply (F389). */
function jsonReply({ campus }: JsonApiRequest, value: { [name: string]: Json }, count: number): HttpReply {
	const { testServer } = campus.settings;
	const text = phpJson(value, testServer);
	const reply = { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(text) };
	return testServer && count > 0 ? withNotices(notices(count), reply) : reply;
}

/** The log entry of a request, without its key and passwords. */
export function loggedAction({ all }: Parameters, status: number): LoggedCall {
	const members = new Map(
		[...all].filter(([name]) => !['action', 'api_key', 'current_api_key'].includes(String(name))),
	);
	const operation = textOf(all, 'action') ?? '';
	return {
		time: new Date().toISOString(),
		service: 'v2.php',
		operation,
		args: loggedArgs(operation, [members], ['']),
		status,
		fault: null,
	};
}
