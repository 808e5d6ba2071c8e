// Reads the files of a sync: what records there shall be.

import { stat } from 'node:fs/promises';
import { folded, lockKey, type Reference } from '../../operations/fields/reference.js';
import type { Item } from '../import/record-types.js';
import { RECORD_TYPES } from '../import/record-types.js';
import { type FileRecord, recordsOf, type Source } from '../import/records.js';
import { StoppedError, UsageError } from '../import/usage-error.js';
import { type Definition, type PasswordPolicy, RECORD_NAMES } from '../mapping/definition.js';
import { compile, headerOf, type MappedRecords, thoseIn } from '../mapping/for-file.js';
import type { OwnedKind } from './state.js';

/** The records of one type in one file. */
export interface Part {
	kind: OwnedKind;
	source: Source;
	mapped: MappedRecords;
	/** Size and time of the file when it was looked at first. */
	version: string;
}

export interface Desired {
	parts: Part[];
	passwords: PasswordPolicy | undefined;
	gone: { users: 'disable' | 'delete' | 'leave'; enrolments: 'remove' | 'leave' };
}

/** Finds out which records stand in which file. @throws UsageError */
export async function desiredIn(
	sources: readonly Source[],
	definitions: readonly Definition[],
	passwords: PasswordPolicy | undefined,
): Promise<Desired> {
	const users = RECORD_TYPES.users?.upsert;
	const all = compile(
		definitions.map((definition) => ownedOnly(withIdentifier(definition))),
		{ recordTypes: users ? { users } : {}, numberLogins: false },
	);
	if (all.length === 0) throw new UsageError('The mapping has no users and no enrolments; sync is for these.');
	const parts: Part[] = [];
	for (const source of sources) {
		const { size, mtimeMs } = await stat(source.path);
		const fitting = source.format === 'csv' ? thoseIn(await headerOf(source), source.path, all) : all;
		for (const mapped of fitting) {
			const kind = mapped.records as OwnedKind;
			parts.push({ kind, source, mapped, version: `${size} ${mtimeMs}` });
		}
	}
	const gone = definitions.find((definition) => definition.gone)?.gone;
	return { parts, passwords, gone: { users: gone?.users ?? 'disable', enrolments: gone?.enrolments ?? 'remove' } };
}

/** The records of a part, in the order of the file. @throws StoppedError when the file is another one by now. */
export async function* recordsIn(part: Part): AsyncGenerator<FileRecord> {
	const { size, mtimeMs } = await stat(part.source.path);
	if (`${size} ${mtimeMs}` !== part.version)
		throw new StoppedError(`${part.source.path} has changed while it was read.`);
	yield* recordsOf(part.source, part.mapped.mapping);
}

/** Users without an identifier of their own are known by their username. */
function withIdentifier(definition: Definition): Definition {
	const { users } = definition;
	if (!users || users.field !== undefined || users.value !== undefined) return definition;
	const login = users.loginname;
	if (login === undefined) return definition;
	if (typeof login !== 'string' && login.template !== undefined) {
		throw new UsageError(
			'sync needs an identifier of each user that stays the same: add field and value to users in the mapping.',
		);
	}
	return { ...definition, users: { ...users, field: { constant: 'username' }, value: login } };
}

function ownedOnly(definition: Definition): Definition {
	const others = RECORD_NAMES.filter((name) => name !== 'users' && name !== 'enrolments');
	return { ...definition, ...Object.fromEntries(others.map((name) => [name, undefined])) };
}

/** What names an enrolment. */
export interface Membership {
	user: Reference;
	course?: Reference;
	session?: Reference;
}

/** The identifiers of a record that are remembered, encrypted, for when it is gone. */
export type Identity = { user: Reference; login?: string } | Membership;

/** What names a record, so that the same record of another night is found; undefined for a line that does not say it. */
export function nameOf(kind: OwnedKind, item: Item): string | undefined {
	if (kind === 'users') return isReference(item) ? lockKey('user', item) : undefined;
	const { user, course, session } = item as Partial<Membership>;
	const place = course ?? session;
	if (!isReference(user) || !isReference(place)) return undefined;
	return `${lockKey('user', user)} in ${lockKey(course ? 'course' : 'session', place)}`;
}

/** The name without leading zeros of the identifier. */
export function looseNameOf(item: Item): string | undefined {
	if (!isReference(item) || !/^\d+$/.test(item.value)) return undefined;
	return `${item.field.toLowerCase()}:${item.value.replace(/^0+/, '')}`;
}

export function loginOf(item: Item): string | undefined {
	return typeof item.loginname === 'string' ? folded(item.loginname.trim()) : undefined;
}

/** What is compared with what was sent last. A password is only for a user that is created. */
export function contentOf({ password: _, ...item }: Item): string {
	return JSON.stringify(item);
}

export function isReference(value: unknown): value is Reference {
	const { field, value: own } = (value ?? {}) as Partial<Record<string, unknown>>;
	return typeof field === 'string' && typeof own === 'string' && own !== '';
}
