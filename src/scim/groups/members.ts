/** Who is added to a group and who is taken out of it. */
import { GatewayError } from '../../errors.js';
import { inParallel } from '../../operations/campus.js';
import { subscribeUser, unsubscribeUser } from '../../operations/courses/members.js';
import { addUser, removeUser } from '../../operations/sessions/users.js';
import { step } from '../../operations/ways.js';
import { asObject } from '../attributes.js';
import { scimError } from '../errors.js';
import { equationsOf, parseFilter } from '../filter.js';
import type { Change } from '../patch.js';
import { userOfId } from '../users/find.js';
import { type Group, type Member, referenceOf } from './find.js';

/** Numbers of users. */
export interface MemberChanges {
	add: ReadonlySet<number>;
	remove: ReadonlySet<number>;
}

/**
 * What the operations of a PATCH ask for, in their order.
 * @param present the members; undefined where the campus cannot list them
 * @throws invalidPath, invalidValue, mutability
 */
export function memberChanges(
	group: Group,
	changes: readonly Change[],
	present: readonly Member[] | undefined,
): MemberChanges {
	const add = new Set<number>();
	const remove = new Set<number>();
	const put = (ids: readonly number[], into: Set<number>, outOf: Set<number>) => {
		for (const id of ids) {
			into.add(id);
			outOf.delete(id);
		}
	};
	const removeAll = () => {
		if (!present) throw unlisted();
		put([...present.map(({ id }) => id), ...add], remove, add);
	};
	for (const { op, path, value } of changes) {
		if (path.attribute !== 'members') {
			assertSame(group, path.attribute, value);
		} else if (path.filter !== undefined) {
			if (op !== 'remove') throw scimError('invalidPath', 'Members of a group are added and removed, not changed.');
			put(idsOf(equationsOf(parseFilter(path.filter)).filter(({ attribute }) => attribute === 'value')), remove, add);
		} else if (op === 'remove') {
			if (value === undefined) removeAll();
			else put(idsOf(value), remove, add);
		} else {
			if (op === 'replace') removeAll();
			put(idsOf(value), add, remove);
		}
	}
	return withoutKnown({ add, remove }, present);
}

/** Adding who is there and removing who is not changes nothing. */
function withoutKnown({ add, remove }: MemberChanges, present: readonly Member[] | undefined): MemberChanges {
	if (!present) return { add, remove };
	const ids = new Set(present.map(({ id }) => id));
	return {
		add: new Set([...add].filter((id) => !ids.has(id))),
		remove: new Set([...remove].filter((id) => ids.has(id))),
	};
}

/** Okta sends id and name again with every change of members. */
function assertSame({ id, displayName }: Group, attribute: string, value: unknown): void {
	const known: Record<string, unknown> = { id, displayName };
	if (attribute === 'schemas' || attribute === 'meta' || known[attribute] === value) return;
	throw scimError(
		'mutability',
		`${attribute} of a group cannot be changed by SCIM: it belongs to the course or session.`,
	);
}

/** @throws invalidValue */
function idsOf(value: unknown): number[] {
	return (Array.isArray(value) ? value : [value]).map((item) => {
		const { value: id = item, type } = asObject(item);
		const text = String(id);
		const isUser = type === undefined || String(type).toLowerCase() === 'user';
		if (isUser && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
		throw scimError('invalidValue', 'A member is a user, named by its id in "value".');
	});
}

function unlisted(): GatewayError {
	return scimError(
		'mutability',
		'This campus cannot list the members of a group, so they cannot be replaced or removed as a whole. Add and remove single members.',
	);
}

/** Adds and takes out members. A user who is there already, or not there, is no error. @throws user-not-found */
export const changeMembers = step('Changing the members of a group', {
	calls: [userOfId, subscribeUser, unsubscribeUser, addUser, removeUser],
	async run(campus, group: Group, { add, remove }: MemberChanges): Promise<void> {
		const place = referenceOf(group);
		const reference = async (id: number) =>
			(await userOfId(campus, id))?.reference ?? { field: 'chamilo_user_id', value: String(id) };
		await inParallel([...add], campus.concurrency, async (id) => {
			const user = await reference(id);
			if (group.kind === 'session') await addUser(campus, place, user);
			else await subscribeUser(campus, { course: place, user }, 'student');
		});
		await inParallel([...remove], campus.concurrency, async (id) => {
			const user = await reference(id);
			try {
				if (group.kind === 'session') await removeUser(campus, place, user);
				else await unsubscribeUser(campus, { course: place, user });
			} catch (failure) {
				// Somebody who is gone is a member of nothing.
				if (!(failure instanceof GatewayError && failure.code === 'user-not-found')) throw failure;
			}
		});
	},
});
