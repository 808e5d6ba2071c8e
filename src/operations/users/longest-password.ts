import { GatewayError } from '../../errors.js';
import { step } from '../ways.js';

/** Most bytes of a password that bcrypt takes; PHP dies of more (F490). */
const MOST_BYTES = 72;

/** Refuses a password that would end PHP in the middle of the call. A password that is hashed already is not hashed again. */
export const refuseLongPassword = step('The longest password', [
	{ needs: ['services-of-1.9'], run: async (_campus, _user: WithPassword): Promise<void> => undefined },
	{
		limits: `A password has at most ${MOST_BYTES} bytes (UTF-8).`,
		async run(_campus, { password, encrypt_method }: WithPassword): Promise<void> {
			if (password === undefined || encrypt_method !== undefined) return;
			const bytes = new TextEncoder().encode(password).length;
			if (bytes <= MOST_BYTES) return;
			const detail = `has ${bytes} bytes, and this Chamilo takes at most ${MOST_BYTES}`;
			throw new GatewayError('unsupported-by-chamilo', `The password ${detail}. Nothing was changed.`, {
				errors: [{ pointer: '/password', detail }],
			});
		},
	},
]);

interface WithPassword {
	password?: string | undefined;
	encrypt_method?: string | undefined;
}
