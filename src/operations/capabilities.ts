/**
 * What a campus can do, as far as the ways of the table depend on it. `chamilo/campus` learns which of these hold;
 * the texts complete the sentence "this route needs a campus where …" and say how an administrator gets there.
 */
export const CAPABILITIES = {
	'soap-php': {
		needs: 'soap.php answers',
		cure: 'On PHP 7 and later soap.php of Chamilo 1.11 is dead until $HTTP_RAW_POST_DATA is set by an auto_prepend_file.',
	},
	'username-lookup': {
		needs: 'WSGetUserFromUsername finds users by their username',
		cure: 'Chamilo 1.11 reads the username as a number. Address the user by an external id instead.',
	},
	'create-keeps-external-id': {
		needs: 'WSUser.CreateUser stores the external id',
		cure: 'The ways of this gateway version for creating users are those of Chamilo 1.9.',
	},
	'edit-without-expiry': {
		needs: 'WSUser.EditUser takes an absent expiration date for "never"',
		cure: 'The ways of this gateway version for editing users are those of Chamilo 1.9.',
	},
	'course-ways-1.9': {
		needs: 'courses are created and edited as Chamilo 1.9 does',
		cure: 'The ways of this gateway version for courses are those of Chamilo 1.9.',
	},
	'session-list': {
		needs: 'WSListSessions lists sessions whatever their dates',
		cure: 'The ways of this gateway version for sessions are those of Chamilo 1.9.',
	},
	'session-nolimit': {
		needs: 'WSSession.CreateSession and EditSession know sessions without dates (nolimit)',
		cure: 'The ways of this gateway version for sessions are those of Chamilo 1.9.',
	},
	'session-delete-in-use': {
		needs: 'WSSession.DeleteSession deletes sessions that have users or courses',
		cure: 'The ways of this gateway version for sessions are those of Chamilo 1.9.',
	},
	'session-user-name-lists': {
		needs: 'WSSuscribeUsersToSession takes a list of field names beside the list of values',
		cure: 'The ways of this gateway version for sessions are those of Chamilo 1.9.',
	},
	'session-course-lists': {
		needs: 'WSSuscribeCoursesToSession answers one text for all courses of an item',
		cure: 'The ways of this gateway version for sessions are those of Chamilo 1.9.',
	},
	'active-probe': {
		needs: 'WSUnsubscribeUserFromCourse tells which users are active',
		cure: 'The campus must offer registration.soap.php.',
	},
} as const;

export type Capability = keyof typeof CAPABILITIES;
