import { step } from '../ways.js';
import { editSearchable } from './edit.registration.js';
import { editListed } from './edit.soap.js';

/**
 * Gives a session the state asked for; its users and courses stay.
 * @returns what was reset, and why the effect could not be seen; null when it was.
 */
export const editSession = step('Editing a session', [
	{ calls: [editSearchable], run: editSearchable },
	{ calls: [editListed], run: editListed },
]);
