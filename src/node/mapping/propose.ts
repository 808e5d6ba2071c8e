// Proposes a mapping from the header of a file and some of its lines: a start for a person to correct.

import { Document, isMap, isScalar } from 'yaml';
import { dateReader } from './dates.js';
import type { Definition, MemberSource } from './definition.js';

/** What columns are called in HR systems and student systems, in small letters without blanks and signs. */
const NAMES: Record<string, readonly string[]> = {
	firstname: ['firstname', 'givenname', 'forename', 'vorname', 'prenom', 'prénom', 'nombre', 'nome', 'voornaam'],
	lastname: [
		'lastname',
		'surname',
		'familyname',
		'nachname',
		'familienname',
		'nom',
		'apellido',
		'apellidos',
		'cognome',
		'achternaam',
	],
	loginname: [
		'loginname',
		'login',
		'username',
		'userid',
		'account',
		'konto',
		'benutzername',
		'kennung',
		'identifiant',
		'usuario',
		'utente',
	],
	value: [
		'value',
		'id',
		'number',
		'nr',
		'personnelnumber',
		'employeeid',
		'employeenumber',
		'studentid',
		'studentnumber',
		'personalnummer',
		'persnr',
		'personalnr',
		'matrikelnummer',
		'matrikel',
		'matricule',
		'numero',
		'matricola',
		'sourcedid',
		'externalid',
	],
	email: ['email', 'mail', 'emailaddress', 'courriel', 'correo', 'emailadresse'],
	phone: ['phone', 'phonenumber', 'telephone', 'telefon', 'tel', 'téléphone', 'telefono', 'teléfono'],
	status: ['status', 'role', 'rolle', 'type', 'funktion', 'function', 'fonction', 'rol', 'ruolo', 'statut'],
	expiration_date: [
		'expirationdate',
		'expirydate',
		'enddate',
		'leavingdate',
		'austritt',
		'austrittsdatum',
		'enddatum',
		'datefin',
		'fechafin',
		'sortie',
	],
	password: ['password', 'passwort', 'kennwort', 'motdepasse', 'contraseña'],
	active: ['active', 'enabled', 'aktiv', 'actif', 'activo'],
};
const COURSES = ['course', 'courses', 'coursecode', 'kurs', 'kurse', 'cours', 'curso', 'cursos', 'corso'];

const ROLES: [RegExp, string][] = [
	[/^(dozent|lehr|prof|teach|lectur|staff|faculty|enseign|docente|profesor|tutor)/i, 'teacher'],
	[/^(drh|hr|personal)/i, 'hr_manager'],
	[/./, 'student'],
];
const YES = /^(1|true|yes|y|ja|j|oui|o|s[ií]|x)$/i;
const FORMATS = [
	'YYYY-MM-DD',
	'DD.MM.YYYY',
	'DD/MM/YYYY',
	'MM/DD/YYYY',
	'YYYY/MM/DD',
	'DD-MM-YYYY',
	'YYYY-MM-DD HH:mm:ss',
];
const MOST_VALUES = 12;

export interface Sample {
	header: readonly string[];
	/** Some lines of the file. */
	rows: readonly (readonly string[])[];
	encoding?: Definition['encoding'];
}

/** A mapping for the users of a file, and for its courses where it has a column of them; as YAML with remarks. */
export function proposeMapping({ header, rows, encoding }: Sample): string {
	const found = new Map<string, string>();
	for (const [member, names] of Object.entries(NAMES)) {
		const column = names.flatMap((name) => header.filter((each) => plain(each) === name))[0];
		if (column !== undefined && ![...found.values()].includes(column)) found.set(member, column);
	}
	const samplesOf = (column: string) =>
		rows.map((row) => (row[header.indexOf(column)] ?? '').trim()).filter((text) => text !== '');
	const named = (member: string, otherwise: MemberSource | string) => found.get(member) ?? otherwise;
	const users: Record<string, string | MemberSource> = {
		...(found.has('value') ? { field: { constant: 'external_user' }, value: named('value', '') } : {}),
		firstname: named('firstname', 'FIRST NAME'),
		lastname: named('lastname', 'LAST NAME'),
		loginname: named('loginname', { template: '{firstname}.{lastname}' }),
		...(found.has('password') ? { password: named('password', '') } : {}),
		status: column(found.get('status'), (name) => ({ column: name, values: rolesOf(samplesOf(name)) }), 'student'),
		email: named('email', { constant: null }),
		phone: named('phone', { constant: null }),
		language: { constant: null },
		expiration_date: column(found.get('expiration_date'), (name) => datesOf(name, samplesOf(name)), null),
		...(found.has('active')
			? { active: activeOf(found.get('active') ?? '', samplesOf(found.get('active') ?? '')) }
			: {}),
	};
	const courses = header.find((name) => COURSES.includes(plain(name)));
	const enrolments = courses === undefined ? undefined : enrolmentsOf(courses, samplesOf(courses), found);
	const mapping: Definition = {
		...(encoding === undefined ? {} : { encoding }),
		...(found.has('password') ? {} : { passwords: 'generate' as const }),
		users,
		...(enrolments ? { enrolments } : {}),
	};
	const used = [...found.values(), ...(courses === undefined ? [] : [courses])];
	return written(
		mapping,
		header.filter((name) => name !== '' && !used.includes(name)),
	);
}

function plain(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function column(
	name: string | undefined,
	source: (name: string) => MemberSource,
	constant: string | null,
): MemberSource {
	return name === undefined ? { constant } : source(name);
}

function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts)].slice(0, MOST_VALUES);
}

function rolesOf(texts: readonly string[]): Record<string, string> {
	const roles = distinct(texts).map((text) => [text, ROLES.find(([form]) => form.test(text))?.[1] ?? 'student']);
	return Object.fromEntries([...roles, ['*', 'student']]);
}

function activeOf(name: string, texts: readonly string[]): MemberSource {
	return { column: name, values: Object.fromEntries(distinct(texts).map((text) => [text, YES.test(text)])) };
}

function datesOf(name: string, texts: readonly string[]): MemberSource {
	const dates = FORMATS.filter((format) => texts.some((text) => dateReader([format], false)(text) !== undefined));
	const best = FORMATS.find((format) => texts.length > 0 && texts.every((text) => dateReader([format], false)(text)));
	return { column: name, dates: best ?? (dates.length > 0 ? dates : ['YYYY-MM-DD']), end_of_day: true, default: null };
}

function enrolmentsOf(courses: string, texts: readonly string[], found: ReadonlyMap<string, string>) {
	const separator = ['|', ';', ','].find((sign) => texts.some((text) => text.includes(sign)));
	const isExternal = found.has('value');
	return {
		'user.field': { constant: isExternal ? 'external_user' : 'username' },
		'user.value': found.get(isExternal ? 'value' : 'loginname') ?? 'LOGIN',
		'course.field': { constant: 'code' },
		'course.value': separator === undefined ? courses : { column: courses, list: separator },
	};
}

/** Sources in one line each, and what is not used as a remark at the end. */
function written(mapping: Definition, unused: readonly string[]): string {
	const document = new Document(mapping);
	for (const records of ['users', 'enrolments'] as const) {
		const members = document.get(records);
		if (!isMap(members)) continue;
		for (const { value } of members.items) if (isMap(value)) value.flow = true;
	}
	document.commentBefore =
		' How the columns of the file become members. Check it with: chamilo-gateway import FILE --mapping THIS --dry-run';
	const rest = unused.map(
		(name) => `#   extras.${plain(name).replace(/[^a-z0-9_-]/g, '') || 'name'}: ${quotedScalar(name)}`,
	);
	const remark =
		rest.length > 0
			? ['# Columns that are not used. To keep one in an extra field, add to users:', ...rest].join('\n')
			: '';
	return `${document.toString({ lineWidth: 0 })}${remark}${remark === '' ? '' : '\n'}`;
}

function quotedScalar(text: string): string {
	const node = new Document(text).contents;
	return isScalar(node) ? new Document(text).toString().trim() : text;
}
