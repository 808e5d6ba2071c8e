/** Examples of the document; they run as they are against the sandbox with its demo data, in any order. */
export const ALGEBRA = {
	title: 'Linear algebra',
	code: 'ALGEBRA1',
	language: 'english',
	teacher: { field: 'chamilo_user_id', value: '1' },
	field: 'external_course',
	value: 'C-100',
};

export const STATISTICS = { ...ALGEBRA, title: 'Statistics', code: 'STATISTICS1', value: 'C-101' };
