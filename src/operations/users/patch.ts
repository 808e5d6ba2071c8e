/** Changes of single members of a user, on every campus. */
import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { extraNamed, type Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step } from '../ways.js';
import { applyOrThrow } from './activation.js';
import { changeUser } from './change.json-api.js';
import { changeCredentials } from './credentials.js';
import { editByRegistration } from './edit.registration.js';
import { editBySoap } from './edit.soap.js';
import { externalName } from './external-id.js';
import { lockKeys } from './find.js';
import { withUserLock } from './locked.js';
import { type CodeChange, keepingOfficialCode } from './official-code.js';
import { isAlready, type PresentUser, presentUser } from './present.js';
import { recordOfChange, remember } from './record.js';
import type { UserEdit, UserPatch } from './schemas.js';
import { extrasToStore, type MissingExtra, storeOwnExtra } from './store-extras.js';
import { switchUser } from './switch.js';

export interface PatchOptions {
	/** Whether what Chamilo overwrites and nobody can read may be lost. */
	acceptsSideEffects: boolean;
}

/** Members that have calls which touch nothing else of the user. */
const BY_THEMSELVES: readonly string[] = ['active', 'loginname', 'password', 'extras'];
/** What an edit overwrites. On 1.11 names, language and expiration stay where nothing is sent for them (F101). */
const OVERWRITTEN_ON_1_11 = ['loginname', 'status', 'email', 'phone'] as const;
const OVERWRITTEN = [...OVERWRITTEN_ON_1_11, 'language', 'expiration_date', 'firstname', 'lastname'] as const;

const ONLY_ACTIVE = {
	label: 'a change of `active` alone',
	matches: (_: Reference, patch: UserPatch) => Object.keys(patch).every((name) => name === 'active'),
};

const WITHOUT_SOAP = {
	label: 'members that the JSON API changes',
	matches: (_: Reference, { password, expiration_date, extras }: UserPatch) =>
		password === undefined && expiration_date === undefined && extras === undefined,
};

/** Changes members that each have a call of their own. */
const changeByThemselves = step('Changing single members of a user', {
	calls: [externalName, changeCredentials, storeOwnExtra, applyOrThrow.Enable, applyOrThrow.Disable],
	async run(campus, reference: Reference, { id, members }: PresentUser, patch: UserPatch, extras: MissingExtra[]) {
		const { active, password } = patch;
		const [loginname = ''] = [patch.loginname ?? members.loginname];
		if (loginname === '') throw membersMissing(campus, ['loginname']);
		const name = await externalName(campus, reference, id, members.loginname ?? loginname);
		const isRenamed = loginname !== members.loginname;
		await runInOrder([
			active === true && { name: 'enable', run: () => applyOrThrow.Enable(campus, { id, reference: name }) },
			(isRenamed || password !== undefined) && {
				name: 'credentials',
				run: () => changeCredentials(campus, id, name, { username: loginname, password }),
			},
			...extras.map((extra) => ({
				name: `extras.${extra.field}`,
				run: () => storeOwnExtra(campus, { id, username: loginname }, extra),
			})),
			active === false && { name: 'disable', run: () => applyOrThrow.Disable(campus, { id, reference: name }) },
		]);
	},
});

const editOn111 = step('Editing a user', editByRegistration);
const editOn19 = step('Editing a user', editBySoap);

/** Changes members by an edit that overwrites others, which have to be known. */
const changeByEdit = step('Changing single members of a user', [
	{
		needs: ['complete-edits'],
		calls: [keepingOfficialCode, editOn111],
		limits: 'Username, status, e-mail and phone have to be sent along where they cannot be read.',
		async run(campus, reference: Reference, { id, members }: PresentUser, patch: UserPatch, code: CodeChange) {
			const { firstname = '', lastname = '' } = patch;
			const edit = { ...complete(campus, members, patch, OVERWRITTEN_ON_1_11), firstname, lastname };
			return keepingOfficialCode(campus, reference, id, members.loginname ?? edit.loginname, code, (name) =>
				editOn111(campus, name, { id }, edit, code.mayWipe),
			);
		},
	},
	{
		needs: ['soap-php'],
		calls: [keepingOfficialCode, editOn19],
		limits: 'Everything but the names has to be sent along.',
		async run(campus, reference: Reference, { id, members }: PresentUser, patch: UserPatch, code: CodeChange) {
			const edit = complete(campus, members, patch, OVERWRITTEN);
			return keepingOfficialCode(campus, reference, id, members.loginname ?? edit.loginname, code, (name) =>
				editOn19(campus, name, { id }, edit, code.mayWipe),
			);
		},
	},
]);

/** Changes members of a user that is found, whatever they are. */
const changeAny = step('Changing single members of a user', {
	calls: [presentUser, extrasToStore, changeByThemselves, changeByEdit],
	run: (campus, reference: Reference, patch: UserPatch, { acceptsSideEffects }: PatchOptions): Promise<void> =>
		withUserLock(campus, lockKeys({ ...reference, ...named(patch) }), async (_, lockNumber) => {
			const present = await presentUser(campus, reference);
			await lockNumber(present.id);
			const extras = await extrasToStore(campus, present.id, patch.extras, acceptsSideEffects);
			const { extras: _extras, ...members } = patch;
			if (extras.length === 0 && isAlready(present.read, members)) return;
			const isPlain = Object.keys(patch).every((name) => BY_THEMSELVES.includes(name));
			if (isPlain && !extras.some(({ needsEdit }) => needsEdit)) {
				await changeByThemselves(campus, reference, present, patch, extras);
				await remember(campus, present.id, recordOfChange(patch));
			} else {
				// A record says that there is none: then an edit loses nothing.
				const known = present.members.official_code === null ? null : undefined;
				const code = {
					told: present.told,
					wanted: patch.official_code ?? (patch.official_code === null ? null : known),
					mayWipe: acceptsSideEffects,
				};
				const kept = await changeByEdit(campus, reference, present, patch, code);
				await remember(campus, present.id, { ...recordOfChange(patch), official_code: kept });
			}
		}),
});

/**
 * Changes the members of the patch, and nothing else of the user.
 * @throws unsupported-by-chamilo, which lists what has to be sent along
 */
export const patchOne = step('Changing single members of a user', [
	{
		input: WITHOUT_SOAP,
		needs: ['json-api'],
		calls: [changeUser],
		run: (campus, reference: Reference, patch: UserPatch, _: PatchOptions): Promise<void> =>
			changeUser(campus, reference, patch),
	},
	{
		input: ONLY_ACTIVE,
		calls: [switchUser.Enable, switchUser.Disable],
		run: (campus, reference: Reference, { active }: UserPatch, _: PatchOptions): Promise<void> =>
			switchUser[active ? 'Enable' : 'Disable'](campus, reference),
	},
	{
		calls: [changeAny],
		async run(campus, reference: Reference, patch: UserPatch, options: PatchOptions): Promise<void> {
			const repeated = extraNamed(patch.extras, reference.field);
			if (repeated === undefined) return changeAny(campus, reference, patch, options);
			throw new GatewayError('invalid-request', 'The identifier of the user stands in the path.', {
				errors: [{ pointer: `/extras/${repeated}`, detail: 'names the user already, in the path' }],
			});
		},
	},
]);

type Member = (typeof OVERWRITTEN)[number];

/** The patch with what has to be sent along. @throws unsupported-by-chamilo where that is not known */
function complete<Name extends Member>(
	campus: Campus,
	members: PresentUser['members'],
	patch: UserPatch,
	names: readonly Name[],
) {
	const known = Object.fromEntries(
		names.map((name) => [name, patch[name] === undefined ? members[name] : patch[name]]),
	);
	const missing = names.filter((name) => known[name] === undefined);
	if (missing.length > 0) throw membersMissing(campus, missing);
	const { official_code: _, ...changes } = patch;
	return { ...changes, ...known } as UserPatch & { [name in Name]-?: Exclude<UserEdit[name], undefined> };
}

function membersMissing({ capabilities }: Campus, missing: readonly string[]): GatewayError {
	const byKey = capabilities.has('json-api')
		? ''
		: " An API key for Chamilo's JSON API (CHAMILO_API_KEY, from 1.11.30 on) makes that needless for nearly all members.";
	return new GatewayError(
		'unsupported-by-chamilo',
		`This change makes Chamilo overwrite members of the user that cannot be read. Send along what they are to be: ${missing.join(', ')}.${byKey} Nothing was changed.`,
		{
			errors: missing.map((name) => ({ pointer: `/${name}`, detail: 'has to be sent along' })),
			extensions: { missing },
		},
	);
}

function named({ loginname }: UserPatch): { loginname?: string } {
	return loginname === undefined ? {} : { loginname };
}
