/** Sentences of `limits` that several ways share. */
export const ONLY_DAYS =
	'A session lasts whole days and must end on a later day than it begins; its name has at most 50 characters.';
export const WHOLE_DAYS = 'A session lasts whole days: from the first second of the first to the last of the last.';
