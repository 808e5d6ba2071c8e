/** Examples of the document; they run as they are against the sandbox with its demo data. */
export const ALGEBRA = {
	title: 'Linear algebra',
	code: 'ALGEBRA1',
	language: 'english',
	teacher: { field: 'chamilo_user_id', value: '1' },
	field: 'external_course',
	value: 'C-100',
};
