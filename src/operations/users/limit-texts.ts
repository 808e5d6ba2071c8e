/** Sentences of `limits` that several ways share. */
export const MARKED = 'A user named by its username gets a mark in the extra field `rest_gateway_mark`.';
export const NUMBERS_KNOWN =
	'A number names only users that the gateway has given an external id: those it created without one, and those it was asked for by username before.';
