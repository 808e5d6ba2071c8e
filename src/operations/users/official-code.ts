import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { externalName } from './external-id.js';
import { profileOf } from './known.json-api.js';
import { CODE_WIPED } from './limit-texts.js';

/** @param name an external id of the user, where one had to be found */
type Work = (name: Reference) => Promise<void>;

/** What is to become of the official code of a user that is edited. */
export interface CodeChange {
	/** The new code; null: none; absent: the present one stays. */
	wanted?: string | null | undefined;
	/** The present one, where the campus has just told it. */
	told?: string | undefined;
	/** Whether the present code may be lost where the campus cannot keep it. */
	mayWipe: boolean;
	/** Whether the edit is done without the new code where the campus cannot store it. */
	mayDrop?: boolean;
}

/** The code that the user has after the edit; null: none. */
type Code = string | null;

/** Stores the official code where it is another one. The username is read anew: an edit may have changed it. */
const store = step('Keeping the official code of a user', {
	needs: ['json-api'],
	calls: [profileOf, 'update_user_from_username'],
	async run(campus, name: Reference, id: number, code: string) {
		const user = await profileOf(campus, name);
		if (user?.id !== id || user.officialCode === code) return;
		await campus.commandJson('update_user_from_username', { loginname: user.username, official_code: code });
	},
});

/**
 * Does an edit by SOAP, which wipes the official code, and stores the code again where it can be read.
 * @param loginname a username that the user may have
 * @returns the code that the user has then; null: none
 * @throws unsupported-by-chamilo, before the edit, where the campus cannot do what is wanted
 */
export const keepingOfficialCode = step('Keeping the official code of a user', [
	{
		calls: [externalName, profileOf, store],
		async run(
			campus,
			reference: Reference,
			id: number,
			loginname: string,
			{ wanted, told }: CodeChange,
			work: Work,
		): Promise<Code> {
			const name = await externalName(campus, reference, id, loginname);
			const present = told ?? (await profileOf(campus, name))?.officialCode ?? '';
			const code = wanted === undefined ? present : (wanted ?? '');
			try {
				await work(name);
			} catch (failure) {
				// What was done before the failure may have wiped it.
				if (present !== '') await store(campus, name, id, present).catch(() => undefined);
				throw failure;
			}
			if (present !== '' || code !== '') await store(campus, name, id, code);
			return code === '' ? null : code;
		},
	},
	{
		limits: CODE_WIPED,
		async run(
			_campus: Campus,
			reference: Reference,
			_id: number,
			_loginname: string,
			change: CodeChange,
			work: Work,
		): Promise<Code> {
			refuseCode(change);
			await work(reference);
			return null;
		},
	},
]);

/** @throws unsupported-by-chamilo where an edit would lose a code, or is to store one */
function refuseCode({ wanted, mayWipe, mayDrop = false }: CodeChange): void {
	if (wanted === null || (wanted === undefined ? mayWipe : mayDrop)) return;
	const needsKey = 'Set CHAMILO_API_USER and CHAMILO_API_KEY (Chamilo 1.11.30 and later)';
	throw new GatewayError(
		'unsupported-by-chamilo',
		wanted === undefined
			? `Chamilo wipes the official code of the user by this edit, and the gateway cannot read it. Send "official_code": null if the user has none, or ?accept_side_effects=true if it may be lost. ${needsKey} to keep it. Nothing was changed.`
			: `This Chamilo gives an official code to new users only. ${needsKey} to change it. Nothing was changed.`,
		{ errors: [{ pointer: '/official_code', detail: 'cannot be kept or changed by SOAP' }] },
	);
}
