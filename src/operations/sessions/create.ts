import { step } from '../ways.js';
import { createSearchable } from './create.registration.js';
import { createBySoap } from './create.soap.js';

/** Creates a session with its coach, external id and extra fields. */
export const createSession = step('Creating a session', [
	{ calls: [createSearchable], run: createSearchable },
	{ calls: [createBySoap], run: createBySoap },
]);
