import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { CHANGE_LOOKUP_CALLS, findUserForChange } from '../users/find-by-marker.js';

export const COACH_CALLS = CHANGE_LOOKUP_CALLS;

/** The coach's number. @throws user-not-found, which says that it is the coach. */
export async function resolveCoach(campus: Campus, reference: Reference): Promise<number> {
	const found = await findUserForChange(campus, reference);
	if (found) return found.id;
	const { field, value } = reference;
	throw new GatewayError('user-not-found', `The coach was not found: there is no user with ${field} "${value}".`, {
		errors: [{ pointer: '/coach', detail: 'names no user of the campus' }],
	});
}
