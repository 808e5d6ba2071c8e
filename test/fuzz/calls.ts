import { readFileSync } from 'node:fs';
import { type CampusKind, KINDS } from '../../src/operations/kinds.js';
import type { Contract, ServiceContract } from '../../src/soap/contract.js';
import { resolveType } from '../../src/soap/contract.js';
import { memberOf } from './texts.js';

/** A call in the sandbox's journal. */
export interface Call {
	service: string;
	operation: string;
	args: unknown[];
	fault: { code: string; message: string } | null;
}

/** What Chamilo's own WSDLs say, so that a mistake in the gateway's amendments of them shows. */
const CONTRACTS = new Map(
	[...new Set(Object.values(KINDS).map(({ contract }) => contract))].map((it) => [it, read(it)]),
);

function read(version: string): Contract {
	const file = new URL(`../../openapi/contract-${version}.json`, import.meta.url);
	return JSON.parse(readFileSync(file, 'utf8')) as Contract;
}

/**
 * What Chamilo puts into its SQL as it comes: names of fields, values looked for in them, usernames, and the words that
 * name a record by themselves.
 */
const REACHES_SQL =
	/(^|_)field_(name|value)$|^\w+_id_values?$|^original_\w+_(id_)?(name|values?)$|^(chamilo_)?username$|^(course|course_code|session|user_id|tutor_id|extrafields|category_code|startingDate|endingDate)$/;

const UNSAFE = /['"\\`]|\p{Cc}/u;

const PROVISIONAL = /^[^'"\\]* [\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Members whose text goes to Chamilo under another name. */
const TRAVELS_AS: Record<string, RegExp> = {
	field: /field_name$|^original_\w+_name$|^extrafields$/,
	value: /_value$|^original_\w+_values?$|^(chamilo_)?username$|^course(_code)?$|^session$|^term$|^wanted_code$/,
	loginname: /^(loginname|login|username|chamilo_username)$/,
	username: /^(chamilo_username|loginname|login)$/,
	code: /^(wanted_code|course_code|visual_code|course)$/,
	category_code: /^(category_code|course_category)$/,
	content: /^course_desc_content$/,
	title: /^(title|course_desc_title)$/,
	/** EditUser takes its encrypt_method for the language (F88). */
	language: /^(language|course_language|encrypt_method)$/,
	extras: /^(field_name|field_value)$|^original_user_id_(name|value)$/,
	body: /^$/,
	/** Shown by the journal only where it is no password. */
	password: /^$/,
};

/** Arguments the WSDL declares and Chamilo reads otherwise (F42). */
const OTHERWISE: Record<string, number> = { 'WSCourse.ListCourses': 0 };

/** What is wrong with a call: an unsafe identifier, a parameter in another's place, markup that came from outside. */
export function faultsOf(call: Call, kind: CampusKind, sent: ReadonlySet<string>): string[] {
	const service = CONTRACTS.get(KINDS[kind].contract)?.services[call.service];
	const declared = service?.operations[call.operation]?.input.filter(([name]) => name !== 'secret_key');
	if (!service || !declared) return [`a call that nobody declared: ${JSON.stringify(call)}`];
	const count = OTHERWISE[call.operation] ?? declared.length;
	const problems =
		call.args.length === count ? [] : [`${call.args.length} arguments in place of ${count}: ${JSON.stringify(call)}`];
	for (const [index, value] of call.args.entries()) {
		const [name = '', type = ''] = declared[index] ?? [];
		problems.push(...inspect(service, { name, type, value, sent }));
	}
	return problems.map((problem) => `${call.operation}: ${problem}`);
}

interface Place {
	name: string;
	type: string;
	value: unknown;
	sent: ReadonlySet<string>;
}

function inspect(service: ServiceContract, { name, type, value, sent }: Place): string[] {
	if (value === null || value === '') return [];
	if (Array.isArray(value)) {
		const resolved = resolveType(service, type);
		const item = resolved.kind === 'list' ? resolved.item : 'xsd:string';
		return value.flatMap((one) => inspect(service, { name, type: item, value: one, sent }));
	}
	if (typeof value === 'object') return inspectStruct(service, { name, type, value, sent });
	return inspectScalar(name, type, String(value), sent);
}

function inspectStruct(service: ServiceContract, { name, type, value, sent }: Place): string[] {
	const members = Object.entries(value as Record<string, unknown>);
	const resolved = resolveType(service, type);
	// An empty list.
	if (members.length === 0) return [];
	if (resolved.kind !== 'struct') return [`${name} holds markup: ${JSON.stringify(value)}`];
	return members.flatMap(([member, inside]) => {
		// CreateUsers reads `login`, which its WSDL does not name.
		const declared = resolved.members.find(([known]) => known === (member === 'login' ? 'loginname' : member));
		if (!declared) return [`${name} has a member ${member}, which nobody declared`];
		return inspect(service, { name: member, type: declared[1], value: inside, sent });
	});
}

function inspectScalar(name: string, type: string, text: string, sent: ReadonlySet<string>): string[] {
	const problems = [];
	if (REACHES_SQL.test(name) && UNSAFE.test(text)) problems.push(`an unsafe ${name}: ${JSON.stringify(text)}`);
	if (/:int(eger)?$/.test(type) && !/^-?\d*$/.test(text))
		problems.push(`${name} is no number: ${JSON.stringify(text)}`);
	const member = memberOf(text);
	// The name a session has until it is known whether it could be made.
	if (name === 'name' && member === name && PROVISIONAL.test(text)) return problems;
	if (member === undefined) return problems;
	const isRightPlace = member === name || (TRAVELS_AS[shortName(member)] ?? /^$/).test(name);
	if (!isRightPlace) problems.push(`${member} stands in the place of ${name}`);
	if (!sent.has(text) && !(isFieldName(name) && sentInAnyCase(sent, text)))
		problems.push(`${name} is not what was sent: ${JSON.stringify(text)}`);
	return problems;
}

function isFieldName(name: string): boolean {
	return TRAVELS_AS.field?.test(name) === true;
}

function sentInAnyCase(sent: ReadonlySet<string>, text: string): boolean {
	return [...sent].some((one) => one.toLowerCase() === text);
}

/** `userValue` is a value; names of fields are compared without regard to case, and may come in any. */
function shortName(member: string): string {
	return member.replace(/^(user|course|session)(field|value)$/i, (_, __, word: string) => word.toLowerCase());
}

/** Every text of a request, as it stands and as Chamilo would keep it: keys too, names of extra fields are keys. */
export function textsOf(value: unknown): Set<string> {
	const texts = new Set<string>();
	const visit = (one: unknown): void => {
		if (typeof one === 'string') texts.add(one).add(one.trim());
		else if (typeof one === 'object' && one !== null) {
			for (const [key, inside] of Object.entries(one)) {
				visit(key);
				visit(inside);
			}
		}
	};
	visit(value);
	return texts;
}
