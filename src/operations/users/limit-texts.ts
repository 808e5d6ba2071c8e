/** Sentences of `limits` and `notes` that several ways share. */
export const MARKED = 'A user named by its username gets a mark in the extra field `rest_gateway_mark`.';
export const NUMBERS_KNOWN =
	'A number names only users of whom the gateway knows an external id: those it has given one (it created them without, or an earlier request named them by their username), and those it has lately found by one.';
export const EDIT_LIMITS = 'A new password needs an active user.';
export const SHARED_EXTRAS =
	'Giving an existing user a value that another user has, or clearing an extra field, loses the picture and the department of the user: send `?accept_side_effects=true`.';
export const CODE_WIPED = 'Chamilo wipes the official code of a user at every edit.';
export const CREATION_NOTES = 'Chamilo takes an unknown language for the default one of the platform.';
