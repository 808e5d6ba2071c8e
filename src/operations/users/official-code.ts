import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { externalName } from './external-id.js';
import { profileOf } from './known.json-api.js';
import { CODE_WIPED } from './limit-texts.js';

type Work = () => Promise<void>;

/** Stores the official code again where an edit has wiped it. The username is read anew: the edit may have changed it. */
const restore = step('Keeping the official code of a user', {
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
 */
export const keepingOfficialCode = step('Keeping the official code of a user', [
	{
		calls: [externalName, profileOf, restore],
		async run(campus, reference: Reference, id: number, loginname: string, work: Work): Promise<void> {
			const name = await externalName(campus, reference, id, loginname);
			const code = (await profileOf(campus, name))?.officialCode ?? '';
			if (code === '') return work();
			try {
				await work();
			} catch (failure) {
				// What was done before the failure may have wiped it.
				await restore(campus, name, id, code).catch(() => undefined);
				throw failure;
			}
			await restore(campus, name, id, code);
		},
	},
	{
		limits: CODE_WIPED,
		run: (_campus: Campus, _reference: Reference, _id: number, _loginname: string, work: Work): Promise<void> => work(),
	},
]);
