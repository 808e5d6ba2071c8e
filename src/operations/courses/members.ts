import { step } from '../ways.js';
import { unsubscribeByJsonApi } from './members.json-api.js';
import { subscribeByRegistration, unsubscribeByRegistration } from './members.registration.js';
import { subscribeBySoap, unsubscribeBySoap } from './members.soap.js';

/**
 * Subscribes a user. Where the user is subscribed already, in whatever role, a student needs nothing more.
 * @throws already-subscribed for a teacher, because Chamilo does not show the present role
 */
export const subscribeUser = step('Subscribing a user to a course', [subscribeByRegistration, subscribeBySoap]);

/** Unsubscribes a user. A user who is not subscribed is no error. */
export const unsubscribeUser = step('Unsubscribing a user from a course', [
	unsubscribeBySoap,
	unsubscribeByJsonApi,
	unsubscribeByRegistration,
]);
