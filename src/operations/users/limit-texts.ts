/** Sentences of `limits` and `notes` that several ways share. */
export const MARKED = 'A user named by its username gets a mark in the extra field `rest_gateway_mark`.';
export const NUMBERS_KNOWN =
<<<<<<< HEAD
	'A number names only users of whom the gateway knows an external id: those it has given one (it created them without, or an earlier request named them by their username), and those it has lately found by one.';
export const EDIT_LIMITS =
	'Chamilo wipes the official code of a user at every edit. A new password needs an active user.';
=======
	'A number names only users that the gateway has given an external id: those it created without one, and those that an earlier request named by their username.';
export const EDIT_LIMITS = 'A new password needs an active user.';
export const CODE_WIPED = 'Chamilo wipes the official code of a user at every edit.';
>>>>>>> 92393c8 (Users with an API key: e-mail and status are read, lists, PATCH, numbers; coaches are deleted; official codes stay)
export const CREATION_NOTES = 'Chamilo takes an unknown language for the default one of the platform.';
