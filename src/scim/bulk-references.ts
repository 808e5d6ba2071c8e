/** References between the operations of one request: `bulkId:NAME` (RFC 7644 §3.7.2). */
import type { BulkOperation } from './bulk-schemas.js';
import { scimError } from './errors.js';

/** The ids of new records, by bulkId. */
export type Ids = Map<string, string>;

const REFERENCE = /^bulkId:(.+)$/s;
const IN_PATH = /bulkId:([^/]+)/g;

/** A reference to a member of a group stands no deeper. */
const DEEPEST = 6;

/** The bulkIds to which an operation refers, in its path and as values in its data. */
export function referencesIn(operation: { path: string; data?: unknown } | undefined): Set<string> {
	const names = new Set<string>();
	const note = (name: string) => {
		names.add(name);
		return '';
	};
	withReferences(operation?.path, note);
	withReferences(operation?.data, note);
	return names;
}

/** A path or data with the ids in the place of references. @throws invalidValue where there is no such record */
export function resolved(value: unknown, ids: Ids): unknown {
	return withReferences(value, (name) => {
		const id = ids.get(name);
		if (id !== undefined) return id;
		throw scimError(
			'invalidValue',
			`No operation of this request has created a user with the bulkId "${name.slice(0, 100)}".`,
		);
	});
}

function withReferences(value: unknown, idOf: (name: string) => string, depth = 0): unknown {
	if (typeof value === 'string') {
		const [, name] = REFERENCE.exec(value) ?? [];
		if (name !== undefined) return idOf(name);
		return value.startsWith('/') ? value.replace(IN_PATH, (_, inPath) => idOf(inPath)) : value;
	}
	if (typeof value !== 'object' || value === null || depth === DEEPEST) return value;
	if (Array.isArray(value)) return value.map((item) => withReferences(item, idOf, depth + 1));
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withReferences(part, idOf, depth + 1)]));
}

/** A new record needs a bulkId of its own. @throws invalidSyntax, invalidValue */
export function assertBulkId(bulkId: string | undefined, before: readonly BulkOperation[]): void {
	if (bulkId === undefined) throw scimError('invalidSyntax', 'An operation with POST needs a bulkId.');
	if (before.some((other) => other.bulkId === bulkId)) {
		throw scimError('invalidValue', 'Another operation of this request has the same bulkId.');
	}
}
