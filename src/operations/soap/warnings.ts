/** Notes for callers of an operation: what neither the WSDL nor the reply says. */
export const SOAP_WARNINGS: Readonly<Record<string, string>> = {
	'WSUser.DisableUsers':
		'The items of the reply are empty whatever happened; look the users up if the outcome matters.',
	'WSUser.EnableUsers': 'The items of the reply are empty whatever happened; look the users up if the outcome matters.',
	'WSUser.DeleteUsers': 'The items of the reply are empty whatever happened; look the users up if the outcome matters.',
	'WSUser.CreateUser':
		'An external id whose field does not exist yet is lost without a word (Chamilo 1.11 always loses it). For no external id send `chamilo_user_id` with an empty value. Without `visibility` the user is inactive.',
	'WSUser.CreateUsers':
		'Send the login twice, as `login` and `loginname`: Chamilo reads the first, its WSDL knows the second. On 1.9 the code of the first failed item is repeated for every later one. At most 50 users a call are worth it.',
	'WSUser.EditUser':
		'Overwrites everything it is not given. The password and extras are not stored; the language is taken from `encrypt_method`. On 1.11 send `null` as `expiration_date` for "never".',
	'WSUser.EditUsers':
		'Overwrites everything it is not given. The password and extras are not stored; the language is taken from `encrypt_method`.',
	'WSCourse.CreateCourse': 'PHP dies in it on every known version, and no course is made. Use `WSCreateCourse`.',
	'WSCourse.CreateCourses': 'PHP dies in it on every known version, and no course is made. Use `WSCreateCourse`.',
	'WSCourse.EditCourse': 'PHP dies in it on Chamilo 1.9. Use `WSEditCourse` there.',
	'WSCourse.ListCourses':
		'The other parameters of the WSDL only empty the list, so they are left out. Its cost grows with the users enrolled.',
	'WSCourse.UnsubscribeUserFromCourse': 'A user who is not subscribed is no error.',
	'WSCourse.SubscribeUserToCourse':
		'On Chamilo 1.11 a course closed for subscription answers success and subscribes nobody.',
	'WSCourse.GetCourseDescriptions': 'An unknown course has an empty list too.',
	'WSCourse.EditCourseDescription': 'Answers success and, on Chamilo 1.9, stores nothing that can be read again.',
	'WSSession.CreateSession':
		'The coach has to be given by number: by an external id Chamilo 1.9 stores none. Chamilo 1.11 wants dates with a time.',
	'WSSession.EditSession': 'Every failure is silent: success is answered whether anything was changed or not.',
	'WSSession.SubscribeUserToSession':
		'Destructive: removes all other users of the session. `WSSubscribeUserToSessionSimple` adds.',
	'WSSession.SubscribeCourseToSession':
		'Destructive: removes all other courses of the session. `WSSuscribeCoursesToSession` adds.',
	'WSSession.UnsubscribeCourseFromSession': 'On Chamilo 1.9 it works only for course codes that begin with 1 to 9.',
	'WSSession.SubscribeTeacherToSessionCourse':
		'Destructive: removes the user from the session. Use `WSSubscribeTeacherToSessionCourse`.',
	'WSSession.UnsubscribeTeacherFromSessionCourse':
		'Destructive: removes the user from the session. Use `WSUnsubscribeTeacherFromSessionCourse`.',
	'WSReport.GetTimeSpentOnPlatform':
		'Counts the last seven days; from Chamilo 1.11.28 on all time. PHP dies for an unknown user. Chamilo checks no key here.',
	'WSReport.GetTimeSpentOnCourse': 'PHP dies for an unknown user or course. Chamilo checks no key here.',
	'WSReport.GetTimeSpentOnCourseInSession':
		'PHP dies for an unknown user, course or session. Chamilo checks no key here.',
	'WSReport.GetTimeSpentOnLearnpathInCourse': 'Chamilo announces it and does not have it: it always fails.',
	'WSReport.GetLearnpathsByCourse': 'An unknown user or course has an empty list too. Chamilo checks no key here.',
	'WSReport.GetLearnpathProgress': 'An unknown learning path has "0" too. Chamilo checks no key here.',
	'WSReport.GetLearnpathHighestLessonLocation':
		'PHP dies for a learning path the user has not opened. Chamilo checks no key here.',
	'WSReport.GetLearnpathScoreSingleItem': 'An unknown item has four nils. Chamilo checks no key here.',
	'WSReport.GetLearnpathStatusSingleItem': 'PHP dies for an unknown user.',
	WSCreateUser:
		'Without `active` = 1 the user is inactive. "0" means refused, without a reason. The external id of an inactive user overwrites and enables that user.',
	WSCreateUsers:
		'The result of an item is a number, or 0 for refused. The external id of an inactive user overwrites and enables that user.',
	WSCreateUserPasswordCrypted:
		'Answers a number, 0 or an English sentence, all as success. Without `active` = 1 the user is inactive.',
	WSCreateUsersPasswordCrypted: 'Does not work on Chamilo 1.11.',
	WSEditUser:
		'On Chamilo 1.9 it makes every user a student, and empties the e-mail, phone and expiration date it is not given; inactive users are refused.',
	WSEditUsers:
		'On Chamilo 1.9 it makes every user a student, and empties the e-mail, phone and expiration date it is not given; inactive users are refused.',
	WSEditUserPasswordCrypted: 'On Chamilo 1.9 it makes every user a student.',
	WSEditUsersPasswordCrypted: 'On Chamilo 1.9 it makes every user a student.',
	WSEditUserCredentials: '"0" means refused: unknown or inactive user, or a username that is taken.',
	WSGetUser: 'For an unknown user the texts are empty.',
	WSGetUserFromUsername:
		'For an unknown user the texts are empty. Chamilo 1.11 takes the username for a number and finds nobody, or somebody else.',
	WSDisableUsers: 'Chamilo 1.9 answers nothing; unknown users are skipped.',
	WSEnableUsers: 'Chamilo 1.9 answers nothing; unknown users are skipped.',
	WSDeleteUsers: 'Chamilo 1.9 answers nothing; unknown users are skipped.',
	WSCreateCourse:
		'The result is the code really given, or 0. The category is dropped on Chamilo 1.9. An external id that is taken makes a second course on 1.9, and overwrites the course on 1.11.',
	WSCreateCourseByTitle: 'PHP dies in it on Chamilo 1.9. Use `WSCreateCourse` without `wanted_code`.',
	WSEditCourse:
		'Empties what it is not given; an empty `visibility` closes the course. Chamilo 1.9 sets the disk quota to 50,000 bytes each time. 0 is also answered when only an extra field was not stored.',
	WSDeleteCourse: 'Closes the course and keeps it. Chamilo 1.11 does so and then dies.',
	WSCourseDescription: 'Addresses rows, not kinds of descriptions: what it shows is right for a fresh campus only.',
	WSEditCourseDescription: 'On Chamilo 1.9 it addresses rows, and the kind of the description is lost.',
	WSCreateSession:
		'0 means refused, without a reason. The coach is not checked. Chamilo 1.9 never lists sessions made this way.',
	WSEditSession: 'On Chamilo 1.9 it answers 1 although the name is taken and nothing was changed.',
	WSDeleteSession: 'Chamilo 1.11 deletes only sessions without users and courses, and dies over any other.',
	WSSubscribeUserToCourse: 'On Chamilo 1.9 it subscribes only to codes that begin with 1 to 9, and the reply is empty.',
	WSSubscribeUserToCourseSimple: 'Answers "1", or an English sentence as success.',
	WSSubscribeUserToSessionSimple: 'Answers "1", or an English sentence as success.',
	WSUnsubscribeUserFromCourse: 'Wants the names of the fields as a list beside the list of values.',
	WSSuscribeUsersToSession: 'Skips unknown and inactive users; the counter of the session becomes wrong.',
	WSUnsuscribeUsersFromSession:
		'Destructive on Chamilo 1.9: it removes the course rows of all OTHER users of the session. Use `WSSession.UnsubscribeUserFromSession`.',
	WSSuscribeCoursesToSession: 'Skips unknown courses without a word: send one course a call.',
	WSUnsuscribeCoursesFromSession: 'Answers 1 for a course that was not in the session too.',
	WSListCourses: 'Chamilo 1.9 leaves language and external id empty.',
	WSListSessions: 'Leaves out sessions that have no course or no existing coach. Chamilo 1.11 fails over dates.',
	WSUpdateUserApiKey:
		'The result is the API key of a user: a secret. If another user has the external id, it is the key of that one.',
	WSCertificatesList: 'Chamilo checks no key here.',
};
