/**
 * Examples of the document. They work unchanged against the sandbox with its demo data, in any order and after the lines
 * of the README: no example deletes, renames or creates what another one needs.
 */
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

export const GRACE = {
	...ADA,
	firstname: 'Grace',
	lastname: 'Hopper',
	loginname: 'grace.hopper',
	value: '9002',
	email: 'grace@example.org',
};

export const TWO_NEW = {
	users: [
		{ ...ADA, firstname: 'Zoé', lastname: 'Müller', loginname: 'zoe.mueller', value: '9003', email: 'zoe@example.org' },
		{
			...ADA,
			firstname: 'Alan',
			lastname: 'Turing',
			loginname: 'alan.turing',
			value: '9004',
			email: 'alan@example.org',
		},
	],
};

const EDITED = { status: 'student', language: 'english', phone: null, expiration_date: null };

/** The new state of the user 1504, who keeps the username. */
export const LUKASZ_EDITED = {
	firstname: 'Łukasz',
	lastname: 'Żółkiewski',
	loginname: 'lzolkiewski',
	password: 'correct horse battery staple',
	email: 'lukasz@example.org',
	...EDITED,
};

export const TWO_EDITED = {
	users: [
		{
			field: 'external_user',
			value: '1505',
			firstname: 'Ángel',
			lastname: 'Peña Ruiz',
			loginname: 'apena',
			email: 'angel@example.org',
			...EDITED,
		},
		{
			field: 'external_user',
			value: '1506',
			firstname: 'Maëlle',
			lastname: 'Garçon',
			loginname: 'mgarcon',
			email: 'maelle@example.org',
			...EDITED,
		},
	],
};

export const TWO_SWITCHED = {
	users: [
		{ field: 'external_user', value: '1505' },
		{ field: 'external_user', value: '1506' },
	],
};

export const TWO_DELETED = {
	users: [
		{ field: 'external_user', value: '1507' },
		{ field: 'external_user', value: '1508' },
	],
};
