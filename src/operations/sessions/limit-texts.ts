/** Sentences of `limits` that several ways share. */
export const ONLY_DAYS =
	'Of dates Chamilo 1.9 keeps only the days (in UTC), and a session must end on a later day than it begins.';
export const WHOLE_DAYS =
	'Of dates only the days are kept (in UTC): a session begins with the first second of the first and ends with the last of the last.';
