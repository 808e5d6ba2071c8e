/** Changes of single members of a user, by Chamilo's JSON API: what is not sent stays as it is (F374). */
import { GatewayError } from '../../errors.js';
import type { UserChanges } from '../../json-api/actions.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { lookAfter } from '../look-after.js';
import { step } from '../ways.js';
import { lockKeys, userNotFound, usernameOfAnother } from './find.js';
import { type KnownUser, knownByUsername, knownUser, usersOfPortal } from './known.json-api.js';
import { withUserLock } from './locked.js';
import { isAlready } from './present.js';
import { recordOfChange, remember } from './record.js';
import { STATUS_CODES, type UserPatch } from './schemas.js';

const chamilo = { operation: 'update_user_from_username' };

/** `knownUser` without the cache. @throws user-not-found, ambiguous-identifier */
export const knownForChange = step('Reading a user', {
	calls: [knownUser],
	async run(campus, reference: Reference): Promise<KnownUser> {
		const found = await knownUser(campus.uncached(), reference);
		if (!found) throw userNotFound(reference);
		return found;
	},
});

/** What of a change the campus does not show afterwards, by name. */
const missingOf = step('Looking whether a user was changed', {
	calls: [knownByUsername, knownUser, usersOfPortal],
	async run(campus, reference: Reference, { id, username }: KnownUser, patch: UserPatch): Promise<string[]> {
		const view = campus.uncached();
		const now = await knownByUsername(view, patch.loginname ?? username);
		if (now?.id !== id) return ['loginname'];
		const names = ['firstname', 'lastname', 'email', 'active'] as const;
		const missing: string[] = names.filter((name) => patch[name] !== undefined && now[name] !== (patch[name] ?? ''));
		const ofProfile = (['status', 'phone', 'official_code'] as const).filter((name) => patch[name] !== undefined);
		if (ofProfile.length > 0 && isExternal(reference)) {
			const profile = await knownUser(view, reference);
			missing.push(...ofProfile.filter((name) => (profile?.[name] ?? '') !== (patch[name] ?? '')));
		} else if (patch.status !== undefined) {
			const alike = await usersOfPortal(view, patch.status);
			if (!alike.some((user) => user.id === id)) missing.push('status');
		}
		return missing;
	},
});

/**
 * Changes the members of the patch, and nothing else of the user; looks before and after, because the answer is the same
 * for what was stored and what was not. Nothing is sent where the first look shows everything as asked.
 * @throws user-not-found, ambiguous-identifier, username-taken, rejected-by-chamilo
 */
export const changeUser = step('Changing single members of a user', {
	needs: ['json-api'],
	calls: [knownForChange, knownByUsername, 'update_user_from_username', missingOf],
	run: (campus, reference: Reference, patch: UserPatch): Promise<void> =>
		withUserLock(campus, lockKeys({ ...reference, ...named(patch) }), async (_, lockNumber) => {
			const user = await knownForChange(campus, reference);
			await lockNumber(user.id);
			if (isAlready({ ...user, loginname: user.username }, patch)) return;
			await refuseTaken(campus, user, patch);
			let missing: string[] = [];
			const isDone = async () => {
				missing = await missingOf(campus, reference, user, patch);
				return missing.length === 0;
			};
			const change = () => send(campus, user, patch);
			if (isReadable(reference, patch)) {
				await lookAfter(change, isDone, () => notStored(missing));
			} else {
				// What cannot be read settles no reply that was lost.
				await change();
				if (!(await isDone())) throw notStored(missing);
			}
			await remember(campus, user.id, recordOfChange(patch));
		}),
});

/** Whether all that the patch changes can be read afterwards. */
function isReadable(reference: Reference, { language, phone, official_code }: UserPatch): boolean {
	return language === undefined && (isExternal(reference) || (phone === undefined && official_code === undefined));
}

function named({ loginname }: UserPatch): { loginname?: string } {
	return loginname === undefined ? {} : { loginname };
}

async function refuseTaken(campus: Campus, user: KnownUser, { loginname }: UserPatch): Promise<void> {
	if (loginname === undefined) return;
	const owner = await knownByUsername(campus, loginname);
	if (owner && owner.id !== user.id) throw usernameOfAnother(loginname);
}

/** By the username as it was read: another spelling would change another user (F369). */
async function send(campus: Campus, { username }: KnownUser, patch: UserPatch): Promise<void> {
	try {
		await campus.commandJson('update_user_from_username', { loginname: username, ...changesOf(patch) });
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.code === 'rejected-by-chamilo')) throw failure;
		if (failure.outcomeUnknown) throw failure;
		const reason = patch.language === undefined ? '' : `, perhaps because the campus has no language ${patch.language}`;
		throw new GatewayError('rejected-by-chamilo', `Chamilo refused the change${reason}. Nothing was changed.`, {
			cause: failure,
			chamilo,
		});
	}
}

/** No expiration date: it is read in the time zone of the platform, and what is stored is told by nothing (F375). */
function changesOf({ loginname, status, active, email, phone, official_code, ...others }: UserPatch): UserChanges {
	const { firstname, lastname, language } = others;
	return {
		firstname,
		lastname,
		language,
		email: emptied(email),
		phone: emptied(phone),
		official_code: emptied(official_code),
		status: status && STATUS_CODES[status],
		active: active === undefined ? undefined : active ? 1 : 0,
		new_login_name: loginname,
	};
}

function emptied(text: string | null | undefined): string | undefined {
	return text === null ? '' : text;
}

function notStored(missing: readonly string[]): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		`Chamilo did not store ${missing.join(', ')} as it was sent, and gave no reason.`,
		{ chamilo },
	);
}
