import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { findUserForChange } from '../users/find-by-marker.js';
import { step } from '../ways.js';

/** The coach's number. @throws user-not-found, which says that it is the coach. */
export const resolveCoach = step('Finding the coach of a session', {
	calls: [findUserForChange],
	async run(campus, reference: Reference): Promise<number> {
		const found = await findUserForChange(campus, reference);
		if (found) return found.id;
		const { field, value } = reference;
		throw new GatewayError('user-not-found', `The coach was not found: there is no user with ${field} "${value}".`, {
			errors: [{ pointer: '/coach', detail: 'names no user of the campus' }],
		});
	},
});
