/** The schemas of the resources, as GET /Schemas tells them (RFC 7643 §7). */
import { CHAMILO_USER, CORE_GROUP, CORE_USER, ENTERPRISE_USER } from './urns.js';

interface Attribute {
	name: string;
	type?: 'string' | 'boolean' | 'complex' | 'dateTime';
	multiValued?: true;
	required?: true;
	caseExact?: true;
	mutability?: 'readOnly' | 'writeOnly' | 'immutable';
	uniqueness?: 'server';
	description: string;
	canonicalValues?: readonly string[];
	subAttributes?: readonly Attribute[];
}

/** With all the members that RFC 7643 §7 wants. */
function complete({ subAttributes, ...attribute }: Attribute): object {
	const mutability = attribute.mutability ?? 'readWrite';
	return {
		type: 'string',
		multiValued: false,
		required: false,
		caseExact: false,
		mutability,
		returned: mutability === 'writeOnly' ? 'never' : 'default',
		uniqueness: 'none',
		...attribute,
		...(subAttributes ? { type: 'complex', subAttributes: subAttributes.map(complete) } : {}),
	};
}

const VALUE = (description: string): Attribute[] => [
	{ name: 'value', description },
	{ name: 'type', description: 'Always `work`.' },
	{ name: 'primary', type: 'boolean', description: 'The primary value is the one that is kept.' },
];

const USER: Attribute[] = [
	{ name: 'userName', required: true, uniqueness: 'server', description: 'The username on the campus.' },
	{
		name: 'name',
		description: 'The names.',
		subAttributes: [
			{ name: 'formatted', mutability: 'readOnly', description: 'Both names.' },
			{ name: 'familyName', description: 'Last name.' },
			{ name: 'givenName', description: 'First name.' },
		],
	},
	{ name: 'displayName', mutability: 'readOnly', description: 'Both names. Names of a new user that has no others.' },
	{ name: 'active', type: 'boolean', description: 'Whether the user can log in.' },
	{ name: 'password', mutability: 'writeOnly', description: 'The password.' },
	{ name: 'preferredLanguage', description: 'A language tag, as de or pt-BR. `locale` is taken in its place.' },
	{ name: 'title', mutability: 'writeOnly', description: 'Where it is one of the words for roles, the role.' },
	{ name: 'emails', multiValued: true, description: 'One address is kept.', subAttributes: VALUE('The address.') },
	{ name: 'phoneNumbers', multiValued: true, description: 'One number is kept.', subAttributes: VALUE('The number.') },
	{
		name: 'roles',
		multiValued: true,
		description: 'What the user is on the campus.',
		subAttributes: [
			{
				name: 'value',
				canonicalValues: ['student', 'teacher', 'session_admin', 'hr_manager'],
				description: 'Other roles mean nothing here.',
			},
			{ name: 'primary', type: 'boolean', description: 'Always true.' },
		],
	},
];

const MEMBERS: Attribute = {
	name: 'members',
	multiValued: true,
	description: 'Users. Where the campus cannot list them, they are only written.',
	subAttributes: [
		{ name: 'value', mutability: 'immutable', description: 'The id of the user.' },
		{ name: 'display', mutability: 'readOnly', description: 'Its username.' },
		{ name: 'type', mutability: 'immutable', canonicalValues: ['User'], description: 'User.' },
	],
};

function schema(id: string, name: string, description: string, attributes: readonly Attribute[]) {
	return {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
		id,
		name,
		description,
		attributes: attributes.map(complete),
		meta: { resourceType: 'Schema', location: `/scim/v2/Schemas/${id}` },
	};
}

export const SCHEMAS = [
	schema(CORE_USER, 'User', 'A user of the campus.', USER),
	schema(CORE_GROUP, 'Group', 'A course or session.', [
		{
			name: 'displayName',
			required: true,
			mutability: 'readOnly',
			description: 'Title of the course, name of the session.',
		},
		MEMBERS,
	]),
	schema(ENTERPRISE_USER, 'EnterpriseUser', 'What organizations add.', [
		{ name: 'employeeNumber', description: 'The official code. Without an API key of Chamilo only for new users.' },
	]),
	schema(CHAMILO_USER, 'ChamiloUser', 'What Chamilo has besides.', [
		{ name: 'extras', type: 'complex', description: 'Extra fields by name.' },
		{ name: 'expiration_date', type: 'dateTime', description: 'When the account expires.' },
	]),
];
