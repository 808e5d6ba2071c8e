/** The account whose key the gateway uses: it can lock itself out, and then nothing works any more. */
import { GatewayError } from '../../errors.js';
import type { FormArguments } from '../../json-api/form.js';
import { folded } from '../../operations/fields/reference.js';

/** @throws unsupported-by-chamilo for a call that would delete, disable, demote or rename the own account */
export function protectOwnAccount(
	action: string,
	args: FormArguments,
	{ user, number }: { user: string; number: number | undefined },
): void {
	const isDeleted = action === 'delete_user' && (number === undefined || Number(args.user_id) === number);
	const isChanged =
		action === 'update_user_from_username' &&
		isSameLogin(String(args.loginname), user) &&
		['active', 'status', 'new_login_name', 'expiration_date'].some((member) => args[member] !== undefined);
	if (!isDeleted && !isChanged) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		'The user is the account that the gateway itself uses (CHAMILO_API_USER). Deleted, disabled or renamed it would lock the gateway out; do that in Chamilo.',
	);
}

/** As the database compares: without regard to case, accents and blanks at the end (F369). */
function isSameLogin(left: string, right: string): boolean {
	return folded(left).trim() === folded(right).trim();
}
