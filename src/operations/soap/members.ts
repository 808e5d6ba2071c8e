import { z } from '@hono/zod-openapi';
import { firstNonXmlCharacter } from '../../soap/value.js';
import { fieldName, identifier, issueWith } from '../fields/text.js';

/** Longest identifier that any column of Chamilo holds. */
const LONGEST = 255;

/** Members that hold prose: Chamilo escapes them, so quotes are safe. In all others quotes are refused. */
const PROSE = new Set([
	'firstname',
	'lastname',
	'password',
	'email',
	'phone',
	'title',
	'name',
	'tutor_name',
	'department_name',
	'department_url',
	'course_desc_title',
	'course_desc_content',
	'description',
	'url',
	'picture_uri',
	'picture_url',
	'term',
]);

const FIELD_NAME = /(^|_)field_name$|^original_\w+_id_name$/;
const PAIR_VALUE = /_id_value$|^original_\w+_id_values$/;

/** Members that name a record by themselves. */
const RECORD = new Set([
	'username',
	'loginname',
	'login',
	'chamilo_username',
	'course',
	'course_code',
	'session',
	'user_id',
	'course_id',
	'session_id',
	'group_id',
	'parent_id',
	'id',
]);

/** Those of them that may be absent: Chamilo itself refuses an empty login, and the username only helps to find. */
const OPTIONAL_RECORD = new Set(['loginname', 'login', 'chamilo_username']);

/**
 * Members that may be absent although members of that name are required elsewhere, by the type or operation they belong
 * to. Elsewhere an empty element would find, change or overwrite a record that has an empty value.
 */
const MAY_BE_ABSENT: Record<string, ReadonlySet<string>> = {
	// It only adds a column to the list.
	WSListCourses: new Set(['original_course_id_name']),
	listCourseInput: new Set(['original_course_id_name']),
	// The three numbers, or the three external ids.
	TeacherToSessionCourse: new Set([
		'user_id',
		'session_id',
		'course_id',
		'original_user_id_name',
		'original_user_id_value',
		'original_course_id_name',
		'original_course_id_value',
		'original_session_id_name',
		'original_session_id_value',
	]),
};

/** True where a member has to be in the body. @param owner type or operation the member belongs to. */
export function isRequired(owner: string, name: string): boolean {
	if (MAY_BE_ABSENT[owner]?.has(name)) return false;
	if (name === 'field_name') return true;
	if (FIELD_NAME.test(name) || PAIR_VALUE.test(name)) return true;
	return RECORD.has(name) && !OPTIONAL_RECORD.has(name);
}

/** True for a value that is checked together with its field name: empty is right beside Chamilo's own number only. */
export function isPairValue(name: string): boolean {
	return PAIR_VALUE.test(name);
}

/** What a member that is text may hold, by its name. */
export function textMember(name: string): z.ZodType {
	if (FIELD_NAME.test(name)) return fieldName;
	if (RECORD.has(name) || name.endsWith('_values')) return identifier(LONGEST);
	if (PROSE.has(name)) return prose;
	return PAIR_VALUE.test(name) ? possiblyEmptyIdentifier : plain;
}

const prose = z.string().superRefine((text, context) => {
	const forbidden = firstNonXmlCharacter(text);
	if (forbidden) context.addIssue({ code: 'custom', message: `holds ${forbidden}, which XML cannot carry` });
});

/** A code, a date, a number as text, the value of an extra field: Chamilo may put it into SQL unescaped. */
const plain = prose.superRefine((text, context) => {
	const unsafe = /['"\\`]|\p{Cc}/u.exec(text);
	if (!unsafe) return;
	const what = /\p{Cc}/u.test(unsafe[0]) ? 'a control character' : `the character ${unsafe[0]}`;
	const message = `holds ${what}, which Chamilo would put into its SQL as it comes`;
	context.addIssue({ code: 'custom', ...issueWith('unsafe-identifier', message) });
});

/** Whether it may be empty depends on the field name beside it, which is checked elsewhere. */
const possiblyEmptyIdentifier = z.string().superRefine((text, context) => {
	if (text === '') return;
	for (const issue of identifier(LONGEST).safeParse(text).error?.issues ?? []) {
		if (issue.code === 'custom') context.addIssue({ code: 'custom', message: issue.message, params: issue.params });
		else context.addIssue({ code: 'custom', message: issue.message });
	}
});
