/** Examples of the document; they work unchanged against the sandbox with its demo data. */
export const SPRING = {
	name: 'Spring 2031',
	start_date: '2031-02-01',
	end_date: '2031-06-30',
	coach: { field: 'external_user', value: '1501' },
	field: 'external_session',
	value: '2031-S',
	extras: { campus_site: 'North' },
};

export const OPEN_END = {
	name: 'Self-paced',
	nolimit: true,
	coach: { field: 'username', value: 'jlefevre' },
};

export const SPRING_EDITED = {
	name: 'Otoño 2031',
	start_date: '2031-09-01',
	end_date: '2031-12-20',
	nb_days_access_before: 7,
	nb_days_access_after: 14,
	visibility: 'read-only',
	coach: { field: 'external_user', value: '1502' },
};
