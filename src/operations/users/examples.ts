/** Examples of the document. They work unchanged against the sandbox with its demo data. */
export const ADA = {
	firstname: 'Ada',
	lastname: "O'Brien",
	loginname: 'ada.obrien',
	password: 'correct horse battery staple',
	status: 'student',
	field: 'external_user',
	value: '9001',
	email: 'ada@example.org',
	language: 'english',
};

export const ADA_EDITED = {
	firstname: 'Ada',
	lastname: 'Lovelace',
	loginname: 'ada.obrien',
	password: 'correct horse battery staple',
	status: 'teacher',
	email: 'ada.lovelace@example.org',
	language: 'english',
	phone: null,
	expiration_date: null,
};

export const REFERENCES = {
	users: [
		{ field: 'external_user', value: '1504' },
		{ field: 'external_user', value: '1505' },
	],
};
