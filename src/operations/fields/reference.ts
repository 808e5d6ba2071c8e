import type { z } from '@hono/zod-openapi';
import { fieldName, identifier, issueWith, type Refusal, refusing } from './text.js';

/** How a record is named: by Chamilo's number, by a name the gateway resolves itself, or by an extra field. */
export interface Reference {
	field: string;
	value: string;
}

export type RecordKind = 'user' | 'course' | 'session';

const NAMES: Record<RecordKind, { number: string; name: string; example: string; valueExample: string }> = {
	user: { number: 'chamilo_user_id', name: 'username', example: 'external_user', valueExample: '1504' },
	course: { number: 'chamilo_course_id', name: 'code', example: 'external_course', valueExample: '201' },
	session: { number: 'chamilo_session_id', name: 'name', example: 'external_session', valueExample: '301' },
};

/** Extra field in which the gateway keeps a name of its own for records that have no external id. */
export const GATEWAY_FIELD = 'rest_gateway_id';

/** The external id that the gateway gives to the user of a number. */
export function gatewayName(user: number | string): Reference {
	return { field: GATEWAY_FIELD, value: `u${user}` };
}

/** Extra field for the markers by which the gateway finds the user of a username where no call reads it. */
export const MARK_FIELD = 'rest_gateway_mark';

const RESERVED = Object.values(NAMES).flatMap(({ number, name }) => [number, name]);

/** True when the field is one of the gateway's own words and not an extra field of the campus. */
export function isReserved(field: string): boolean {
	return RESERVED.includes(field);
}

/** True when a new record or its extras cannot use the field: it has a meaning of its own. */
export function isTaken(field: string): boolean {
	const name = field.toLowerCase();
	return name === GATEWAY_FIELD || name === MARK_FIELD || RESERVED.includes(name);
}

const ASCII = /^[ -~]*$/;

/** Chamilo's database takes texts that differ in case or accents only for the same. */
export function folded(text: string): string {
	if (ASCII.test(text)) return text.toLowerCase();
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The key of the lock on a record. */
export function lockKey(kind: RecordKind, { field, value }: Reference): string {
	return `${kind}:${field.toLowerCase()}:${folded(value)}`;
}

/** True for records named by an extra field, the only names registration.soap.php understands. */
export function isExternal(reference: Reference): boolean {
	return !isReserved(reference.field);
}

/** Schema of the field of a reference to this kind of record. */
export function fieldSchema(kind: RecordKind) {
	const { number, name, example } = NAMES[kind];
	return fieldName.openapi({
		description: `What names the ${kind}: \`${number}\` (its number in Chamilo), \`${name}\`, or the name of an extra field that holds your own identifier, for example \`${example}\`.`,
		example,
	});
}

/** Schema of the value of a reference to this kind of record. */
export function valueSchema(kind: RecordKind) {
	return identifier(200).openapi({ example: NAMES[kind].valueExample });
}

/** The checks that need field and value together; `at` are the names they have in the input. */
export function checkReference(
	kind: RecordKind,
	{ field, value }: Reference,
	context: z.core.$RefinementCtx,
	at: { field: string; value: string } = { field: 'field', value: 'value' },
): void {
	const own = NAMES[kind];
	if (field === own.number && !/^[1-9]\d{0,8}$/.test(value)) {
		context.addIssue({ code: 'custom', path: [at.value], message: `${own.number} is a whole number from 1` });
	}
	if (isReserved(field) && field !== own.number && field !== own.name) {
		context.addIssue({ code: 'custom', path: [at.field], message: `"${field}" does not name a ${kind}` });
	}
	if (field === 'username' && /[&<>]/.test(value)) {
		context.addIssue({ code: 'custom', path: [at.value], message: 'usernames hold no &, < or >' });
	}
}

/** Schema of the field that is to hold the caller's own identifier of a new record. */
export function newFieldSchema(kind: RecordKind) {
	return fieldName
		.refine((name) => !isTaken(name), 'must be an extra field of yours: Chamilo itself gives numbers')
		.optional()
		.openapi({ description: 'Extra field that is to hold your own identifier.', example: NAMES[kind].example });
}

interface NewIdentity {
	field?: string | undefined;
	value?: string | undefined;
	extras?: Record<string, string> | undefined;
}

/** The checks of a new record: field and value go together, and extras do not name the same field again. */
export const checkNewIdentity = refusing(({ field, value, extras }: NewIdentity) => {
	if (field !== undefined && value === undefined) return { path: ['value'], message: '`field` needs a `value`' };
	if (value !== undefined && field === undefined) return { path: ['field'], message: '`value` needs a `field`' };
	const repeated = extraNamed(extras, field);
	if (repeated === undefined) return undefined;
	return { path: ['extras', repeated], message: 'is the identifier already, given by `field` and `value`' };
});

/** The key in extras that names the field, which Chamilo compares without regard to case; undefined when none does. */
export function extraNamed(extras: Record<string, string> | undefined, field: string | undefined): string | undefined {
	if (field === undefined || extras === undefined) return undefined;
	return Object.keys(extras).find((name) => name.toLowerCase() === field.toLowerCase());
}

/** Text of a name that Chamilo keeps as HTML entities in some places: refused rather than stored changed. */
export function refuseMarkup(text: string): Refusal | undefined {
	if (!/[&<>]/.test(text)) return undefined;
	return issueWith('unsupported-by-chamilo', 'must not hold &, < or >: Chamilo stores them as HTML entities here');
}
