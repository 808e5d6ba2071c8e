/** PATCH (RFC 7644 §3.5.2): operations as clients really send them, brought into the form that scim-patch applies. */
import { z } from '@hono/zod-openapi';
import { NoTarget, patchBodyValidation, type ScimPatchOperation, type ScimResource, scimPatch } from 'scim-patch';
import { type AttributePath, type Attributes, asObject, canonicalValue, parsePath } from './attributes.js';
import { scimError } from './errors.js';
import { parseFilter } from './filter.js';
import { PATCH_OP } from './urns.js';

/** Most operations of a request, and the longest path: applying them costs more than their number. */
const MOST_OPERATIONS = 1000;
const LONGEST_PATH = 256;

export const patchBody = z
	.looseObject({
		schemas: z.array(z.string()).openapi({ example: [PATCH_OP] }),
		Operations: z
			.array(
				z.looseObject({
					op: z.string().openapi({ description: '`add`, `replace` or `remove`, in any case.', example: 'replace' }),
					path: z.string().max(LONGEST_PATH).optional().openapi({ example: 'active' }),
					value: z.unknown().optional(),
				}),
			)
			.min(1, 'must have an operation')
			.max(MOST_OPERATIONS, `at most ${MOST_OPERATIONS} operations`),
	})
	.openapi('ScimPatch');

export type PatchBody = z.output<typeof patchBody>;

/** An operation on one attribute. */
export interface Change {
	op: 'add' | 'replace' | 'remove';
	path: AttributePath;
	value: unknown;
}

/**
 * The operations, each on one attribute: those without a path are taken apart (Entra ID sends keys such as
 * `name.givenName` and `emails[type eq "work"].value` there), names get the case of the schema.
 * @throws invalidSyntax, invalidPath
 */
export function changesOf(attributes: Attributes, { schemas, Operations }: PatchBody): Change[] {
	const operations = Operations.map(({ op, path, value }) => ({ op: op.toLowerCase(), path, value }));
	try {
		patchBodyValidation({ schemas, Operations: operations.map((one) => withoutAbsent(one)) } as never);
	} catch (cause) {
		throw scimError('invalidSyntax', messageOf(cause), cause);
	}
	return operations.flatMap(({ op, path, value }) => {
		if (path !== undefined && path !== '') return [changeOf(attributes, op as Change['op'], path, value)].flat();
		return Object.entries(asObject(value)).flatMap(([key, part]) =>
			changeOf(attributes, op as Change['op'], key, part),
		);
	});
}

function changeOf(attributes: Attributes, op: Change['op'], text: string, value: unknown): Change | Change[] {
	if (text.length > LONGEST_PATH) throw scimError('invalidPath', 'The path is too long.');
	// Entra ID writes it as a text.
	const path = parsePath(
		attributes,
		text.replace(/\bprimary eq "(true|false)"/gi, (whole) => whole.replaceAll('"', '').toLowerCase()),
	);
	// A filter is checked before anything is done.
	if (path.filter !== undefined) parseFilter(path.filter);
	const isExtension = path.attribute.includes(':');
	if (isExtension && path.sub === undefined && op !== 'remove') {
		return Object.entries(asObject(value)).map(([key, part]) => ({
			op,
			path: parsePath(attributes, `${path.attribute}:${key}`),
			value: part,
		}));
	}
	const isWhole = path.sub === undefined;
	return { op, path, value: isWhole ? canonicalValue(attributes, path.attribute, value) : value };
}

/** The resource after the changes, in a copy. @throws invalidPath, noTarget, invalidValue */
export function applyChanges(resource: object, changes: readonly Change[]): Record<string, unknown> {
	const copy = structuredClone(resource) as ScimResource;
	for (const { op, path, value } of changes) {
		// There is nothing to remove.
		if (op === 'remove' && path.filter !== undefined && !Array.isArray(asObject(copy)[path.attribute])) continue;
		const operation = { op, path: textOf(path), ...(value === undefined ? {} : { value }) };
		try {
			scimPatch(copy, [operation as ScimPatchOperation], { mutateDocument: true, treatMissingAsAdd: true });
		} catch (cause) {
			const isTarget = cause instanceof NoTarget;
			throw scimError(isTarget ? 'noTarget' : 'invalidValue', messageOf(cause), cause);
		}
	}
	return copy as unknown as Record<string, unknown>;
}

function textOf({ attribute, filter, sub }: AttributePath): string {
	if (attribute.includes(':')) return sub === undefined ? attribute : `${attribute}:${sub}`;
	return `${attribute}${filter === undefined ? '' : `[${filter}]`}${sub === undefined ? '' : `.${sub}`}`;
}

/** The names of attributes whose values a request asks to remove. */
export function removedBy(changes: readonly Change[]): Change[] {
	return changes.filter(({ op, value }) => op === 'remove' && value === undefined);
}

function withoutAbsent(operation: { op: string; path: string | undefined; value: unknown }) {
	return Object.fromEntries(Object.entries(operation).filter(([, value]) => value !== undefined));
}

/** What the library says, without what it quotes of the request. */
function messageOf(cause: unknown): string {
	return cause instanceof Error ? cause.message.slice(0, 200) : 'The operation cannot be applied.';
}
