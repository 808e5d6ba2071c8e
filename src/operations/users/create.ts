import { step } from '../ways.js';
import { CREATE_CALLS, type CreatedUser, createBySoap } from './create-plan.js';
import { createByRegistration, REGISTRATION_CREATE_CALLS } from './create-plan-registration.js';
import type { NewUser } from './schemas.js';

/** Creates one user and sees to it that all of it is stored. The caller holds the lock on its names. */
export const createOne = step('Creating a user', [
	{
		needs: ['soap-php', 'create-keeps-external-id', 'username-lookup'],
		calls: CREATE_CALLS,
		run: (campus, user: NewUser): Promise<CreatedUser> => createBySoap(campus, user),
	},
	{ needs: ['plural-outcomes'], calls: REGISTRATION_CREATE_CALLS, run: createByRegistration },
]);
