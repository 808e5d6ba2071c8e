import { type NamedType, type OperationContract, resolveType, type ServiceContract } from '../../soap/contract.js';
import { isReading } from './reading.js';
import { flatMembers } from './schemas.js';

/** Example values by the name of a member. They fit the demo data of the sandbox; numbers are sent as the contract types them. */
const VALUES: Readonly<Record<string, string>> = {
	firstname: 'Emmy',
	lastname: 'Noether',
	loginname: 'emmy.noether',
	login: 'emmy.noether',
	username: 'emmy.noether',
	chamilo_username: 'emmy.noether',
	password: 'correct horse',
	email: 'emmy@example.org',
	status: '5',
	language: 'english',
	phone: '+34 91 000 00 00',
	official_code: 'A-9500',
	expiration_date: '2031-01-31 18:00:00',
	active: '1',
	field_name: 'department',
	field_value: 'Research',
	user_id: '7',
	course: '2',
	course_id: '2',
	course_code: 'C-500',
	session: '1',
	session_id: '1',
	title: 'Theory of rings',
	category_code: 'PROJ',
	wanted_code: 'RINGS1',
	visual_code: 'RINGS1',
	tutor_name: 'Prof. Noether',
	course_language: 'english',
	visibility: '1',
	visible: '1',
	subscribe: '1',
	unsubscribe: '0',
	course_desc_id: '1',
	course_desc_title: 'Objectives',
	course_desc_content: '<p>Rings and ideals.</p>',
	name: 'Autumn 2031',
	start_date: '2031-09-01 00:00:00',
	end_date: '2031-12-20 23:59:59',
	date_start: '2030-01-01',
	date_end: '2031-12-31',
	startingDate: '2030-01-01',
	endingDate: '2031-12-31',
	year_start: '2031',
	month_start: '09',
	day_start: '01',
	year_end: '2031',
	month_end: '12',
	day_end: '20',
	id: '1',
	group_id: '1',
	parent_id: '2',
	relation_type: '2',
	learnpath_id: '1',
	learnpath_item_id: '1',
};

/** What of them has to be of the demo data where an operation only reads. */
const READ: Readonly<Record<string, string>> = { username: 'apena', term: 'Otoño' };

/** A record of the demo data, and one of its own that the examples make, change and delete. */
const RECORDS: Readonly<Record<string, { field: string; there: string; own: string }>> = {
	user: { field: 'external_user', there: '1505', own: '9500' },
	course: { field: 'external_course', there: '202', own: 'C-500' },
	session: { field: 'external_session', there: '301', own: '500' },
};

/** A body for a call: what the document shows first, and the sandbox takes. Everything is in it that Chamilo can be told. */
export function exampleBody(service: ServiceContract, name: string, operation: OperationContract): unknown {
	return struct(service, name, flatMembers(service, operation).members);
}

function struct(service: ServiceContract, operation: string, members: readonly NamedType[]): Record<string, unknown> {
	return Object.fromEntries(members.map(([name, type]) => [name, memberOf(service, operation, name, type)]));
}

function memberOf(service: ServiceContract, operation: string, name: string, type: string): unknown {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'struct') return struct(service, operation, resolved.members);
	if (resolved.kind === 'list') return [memberOf(service, operation, name, resolved.item)];
	const text = textOf(operation, name);
	if (resolved.xsd === 'int' || resolved.xsd === 'integer') return Number(text) || 0;
	return resolved.xsd === 'boolean' ? true : text;
}

function textOf(operation: string, name: string): string {
	const [, kind = '', part = ''] = /(user|course|session)_id_(.*)$/.exec(name) ?? [];
	const record = RECORDS[kind];
	if (!record) return (isReading(operation) ? READ : VALUES)[name] ?? VALUES[name] ?? '';
	if (part.endsWith('name')) return record.field;
	// A course needs a teacher who is there.
	return isReading(operation) || name.includes('admin') ? record.there : record.own;
}
