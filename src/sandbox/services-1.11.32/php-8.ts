import { PhpFatal, type PhpValue, phpItems, phpMember } from '../php/values.js';
import { type Handler, type Handlers, hasValidKey, registration } from '../services/service.js';
import { editCourse } from '../services-1.11/courses.js';
import { editSession } from '../services-1.11/sessions.js';
import { HANDLERS_1_11_32 } from './index.js';
import { getUserFromUsername, handlerOf } from './users.js';

/** The operations of 1.11.32 that act otherwise on PHP 8 than on PHP 7. */
export const PHP_8_HANDLERS: Handlers = {
	// Whatever is sent (F169).
	WSListSessions: registration(() => {
		throw new PhpFatal('Unsupported operand types');
	}),
	WSCreateCourse: withQuotas('WSCreateCourse'),
	WSEditCourse: withQuotas('WSEditCourse'),
	// 0 is no longer equal to an empty text (F196).
	'WSCourse.EditCourse': editCourse((value) => value === undefined || value === null || value === ''),
	'WSSession.EditSession': editSession(() => true),
	WSGetUserFromUsername: getUserFromUsername(Number),
	WSDisableUsers: withStructs('WSDisableUsers', 'ids'),
	WSEnableUsers: withStructs('WSEnableUsers', 'ids'),
	WSDeleteUsers: withStructs('WSDeleteUsers', 'ids'),
	WSSuscribeUsersToSession: withStructs('WSSuscribeUsersToSession', 'userssessions', 'original_user_id_values'),
	WSUnsuscribeUsersFromSession: withStructs('WSUnsuscribeUsersFromSession', 'userssessions', 'original_user_id_values'),
};

/** An operation that multiplies the quota of each course: a text without digits is a fatal error (F137). */
function withQuotas(operation: string): Handler {
	return stoppedAt(operation, 'courses', (item) => {
		const value = phpMember(item, 'disk_quota');
		return typeof value === 'string' && !/^\s*[+-]?\.?\d/.test(value);
	});
}

/** An operation that reads members of list items: an item that is a text is a fatal error, not a first letter (F197). */
function withStructs(operation: string, list: string, inner?: string): Handler {
	return stoppedAt(operation, list, (item) => {
		const items = inner === undefined ? [item] : phpItems(phpMember(item, inner));
		return items.some((value) => typeof value === 'string');
	});
}

/** An operation on a list, which ends in a fatal error at the first item of that kind. Items before it are done. */
function stoppedAt(operation: string, list: string, isFatal: (item: PhpValue) => boolean): Handler {
	return (call, args) => {
		const run = handlerOf(HANDLERS_1_11_32, operation);
		const [params = null] = args;
		const items = params instanceof Map ? phpItems(params.get(list)) : [];
		const bad = items.findIndex(isFatal);
		if (bad < 0 || !(params instanceof Map) || !hasValidKey(call, params)) return run(call, args);
		run(call, [new Map(params).set(list, new Map(items.slice(0, bad).map((item, index) => [index, item])))]);
		throw new PhpFatal('Cannot access offset of type string on string');
	};
}
