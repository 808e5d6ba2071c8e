import type { Campus } from '../campus/campus.js';
import type { Group } from '../campus/groups.js';
import { isAlwaysTrue, unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpInt, phpList, phpMember, phpString, SqlError } from '../php/values.js';
import { type Handlers, registration } from '../services/service.js';

/**
 * Groups and certificates in registration.soap.php of 1.11. The group operations were not measured: they are assumed to
 * do what their names say, and to return an id, "1" or "0".
 */
export const registrationGroupHandlers: Handlers = {
	WSCreateGroup: registration(({ campus }, params) =>
		String(campus.groups.add(phpString(phpMember(params, 'name'))).id),
	),
	WSUpdateGroup: onGroup((group, _, params) => {
		group.name = phpString(phpMember(params, 'name'));
	}),
	WSDeleteGroup: onGroup((group, campus) => campus.groups.delete(group)),
	GroupBindToParent: onGroup((group, _, params) => {
		group.parentId = phpInt(phpMember(params, 'parent_id'));
	}),
	GroupUnbindFromParent: onGroup((group) => {
		group.parentId = 0;
	}),
	WSAddUserToGroup: onGroup(setRole, 'group_id'),
	WSUpdateUserRoleInGroup: onGroup(setRole, 'group_id'),
	WSDeleteUserFromGroup: onGroup((group, _, params) => {
		group.members.delete(phpInt(phpMember(params, 'user_id')));
	}, 'group_id'),

	// It checks no key, and its dates are put into SQL unescaped (F16).
	WSCertificatesList: (_, dates) => {
		for (const date of dates.map(phpString)) {
			if (!isAlwaysTrue(date) && unescapedLiteral(date) === undefined) {
				throw new SqlError('You have an error in your SQL syntax');
			}
		}
		return phpList([]);
	},
};

function onGroup(work: (group: Group, campus: Campus, params: PhpValue) => void, member = 'id') {
	return registration(({ campus }, params) => {
		const group = campus.groups.byId(phpInt(phpMember(params, member)));
		if (!group) return '0';
		work(group, campus, params);
		return '1';
	});
}

function setRole(group: Group, _: Campus, params: PhpValue): void {
	group.members.set(phpInt(phpMember(params, 'user_id')), phpInt(phpMember(params, 'relation_type')));
}
