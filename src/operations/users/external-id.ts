import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import { gatewayName, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { BY_EXTERNAL_ID, BY_NUMBER, BY_USERNAME, userByExternalId, userByNumber, userNotFound } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import { usernameOfNumber } from './known.json-api.js';
import { NUMBERS_KNOWN } from './limit-texts.js';

/**
 * Writes a value that nobody has into an extra field of a user. Whether it was stored, a look-up shows.
 * @param user with its present username
 */
const writeExternalId = step('Giving a user an external id', [
	{
		needs: ['external-id-by-username'],
		calls: ['WSUpdateUserOriginalIdFromUsername', 'WSUpdateUserApiKey', userByExternalId],
		async run(campus, user: { id: number; username: string }, field: string, value: string): Promise<void> {
			const names = { original_user_id_name: field, original_user_id_value: value };
			const answer = await campus.command('WSUpdateUserOriginalIdFromUsername', { ...names, username: user.username });
			if (recordNumber(answer?.user_id ?? null) !== user.id) return;
			// It stores nothing in a field that does not exist, and does not say so; the other call makes the field (F67).
			if (await userByExternalId(campus, field, value)) return;
			await campus.command('WSUpdateUserApiKey', { ...names, chamilo_username: user.username });
		},
	},
	{
		calls: ['WSUpdateUserApiKey'],
		async run(campus, user: { id: number; username: string }, field: string, value: string): Promise<void> {
			await campus.command('WSUpdateUserApiKey', {
				original_user_id_name: field,
				original_user_id_value: value,
				chamilo_username: user.username,
			});
		},
	},
]);

/**
 * Gives a user a value in an extra field, and checks that it was stored (F61). Chamilo makes the field where it does not
 * exist. The API key that Chamilo answers is a secret of the user: it is dropped.
 * @param user with its present username
 * @returns false where the user does not have the value afterwards
 */
export const attachExternalId = step('Giving a user an external id', {
	calls: [userByExternalId, writeExternalId],
	async run(campus, user: { id: number; username: string }, field: string, value: string): Promise<boolean> {
		const owner = await userByExternalId(campus, field, value);
		if (owner) return owner.id === user.id;
		const attach = async () => {
			await writeExternalId(campus, user, field, value);
			return (await userByExternalId(campus, field, value))?.id === user.id;
		};
		return campus.makingFields('user', [field], attach, (isAttached) => isAttached);
	},
});

/**
 * An external id for a user who is named by number or username: registration.soap.php finds users by nothing else.
 * @throws unsupported-by-chamilo when the user could not be given one.
 */
export const gatewayReference = step('Giving a user an external id of the gateway', {
	calls: [attachExternalId],
	notes: 'A user that is not named by an external id can get one of the gateway, in the extra field `rest_gateway_id`.',
	async run(campus, user: { id: number; username: string }): Promise<Reference> {
		const reference = gatewayName(user.id);
		if (await attachExternalId(campus, user, reference.field, reference.value)) return reference;
		throw new GatewayError(
			'unsupported-by-chamilo',
			'Chamilo can do this only for users that have an external id, and did not let the gateway give it one. Address the user by an external id.',
		);
	},
});

/** An external id that the user of this number certainly has: the gateway's own, or the one it was found by before. */
const knownName = step('Finding an external id of a user', {
	calls: [userByExternalId],
	async run(campus, id: number): Promise<Reference | null> {
		const own = gatewayName(id);
		const learned = campus.externalIds.nameOf('user', id);
		for (const name of learned ? [own, learned] : [own]) {
			if ((await userByExternalId(campus, name.field, name.value))?.id === id) return name;
		}
		return null;
	},
});

/** A user's number, and an external id that certainly belongs to the user. */
interface ExternalUser {
	id: number;
	reference: Reference;
}

/**
 * The user and an external id of it, by which registration.soap.php finds users. It can give the user an external id of
 * the gateway, so it is for routes that write.
 * @throws user-not-found, or unsupported-by-chamilo for a number by which the gateway does not know the user yet.
 */
export const externalUser = step('Finding an external id of a user', [
	{
		input: BY_EXTERNAL_ID,
		calls: [userByExternalId],
		async run(campus, reference: Reference): Promise<ExternalUser> {
			const found = await userByExternalId(campus, reference.field, reference.value);
			if (!found) throw userNotFound(reference);
			return { id: found.id, reference };
		},
	},
	{
		input: BY_USERNAME,
		calls: [userByUsernameMarked, gatewayReference],
		async run(campus, reference: Reference): Promise<ExternalUser> {
			const found = await userByUsernameMarked(campus, reference.value);
			if (!found) throw userNotFound(reference);
			const own = await gatewayReference(campus, { id: found.id, username: reference.value });
			return { id: found.id, reference: own };
		},
	},
	{
		input: BY_NUMBER,
		calls: [knownName, userByNumber],
		limits: NUMBERS_KNOWN,
		async run(campus, reference: Reference): Promise<ExternalUser> {
			const id = Number(reference.value);
			const name = await knownName(campus, id);
			if (name) return { id, reference: name };
			if (!(await userByNumber(campus, id))) throw userNotFound(reference);
			throw new GatewayError(
				'unsupported-by-chamilo',
				'Chamilo can do this only for users that have an external id, and the gateway cannot give one to a user named by its number. Name the user by its username, after which its number works too, or by an external id. Nothing was changed.',
			);
		},
	},
]);

/**
 * An external id of a user that was found already.
 * @param likely a username the user may have: where it does, a user named by its number can be given an external id
 * @throws unsupported-by-chamilo
 */
export const externalName = step('Finding an external id of a user', [
	{
		input: BY_EXTERNAL_ID,
		run: async (_campus, reference: Reference, _id: number, _likely: string): Promise<Reference> => reference,
	},
	{
		input: BY_USERNAME,
		calls: [gatewayReference],
		run: (campus, reference: Reference, id: number, _likely: string): Promise<Reference> =>
			gatewayReference(campus, { id, username: reference.value }),
	},
	{
		input: BY_NUMBER,
		calls: [knownName, usernameOfNumber, gatewayReference],
		async run(campus, reference: Reference, id: number, _likely: string): Promise<Reference> {
			const name = await knownName(campus, id);
			if (name) return name;
			const username = await usernameOfNumber(campus, id);
			if (username === null) throw userNotFound(reference);
			return gatewayReference(campus, { id, username });
		},
	},
	{
		input: BY_NUMBER,
		calls: [knownName, userByUsernameMarked, gatewayReference],
		limits: 'A user named by its number can be given another username only if the gateway knows an external id of it.',
		async run(campus, _reference: Reference, id: number, likely: string): Promise<Reference> {
			const name = await knownName(campus, id);
			if (name) return name;
			if ((await userByUsernameMarked(campus, likely))?.id === id) {
				return gatewayReference(campus, { id, username: likely });
			}
			throw new GatewayError(
				'unsupported-by-chamilo',
				'Chamilo cannot tell the present username of a user given by its number, and needs it to rename the user. Address the user by its username or by an external id.',
			);
		},
	},
]);
