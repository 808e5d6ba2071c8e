// What the options say of the file: its records, how it is read, and how its columns become members.

import { basename, extname } from 'node:path';
import { z } from '@hono/zod-openapi';
import { type Definition, RECORD_NAMES, type RecordName } from '../mapping/definition.js';
import { compile, headerOf, type MappedRecords, thoseIn } from '../mapping/for-file.js';
import { loadMapping } from '../mapping/load.js';
import { ColumnMapping, type MappingOptions } from './column-mapping.js';
import { Columns } from './columns.js';
import { delimiterOf, oneOf, pairs, parseJson, readText } from './option-values.js';
import type { RecordMapping } from './record-mapping.js';
import { RECORD_TYPES, type RecordType } from './record-types.js';
import type { Source } from './records.js';
import { ENCODINGS, type Encoding } from './text.js';
import { UsageError } from './usage-error.js';

/** The options that say how a file is read, as the command line has them. */
export interface SourceValues {
	as?: string | undefined;
	mapping?: string | undefined;
	map?: string[] | undefined;
	'map-file'?: string | undefined;
	set?: string[] | undefined;
	'ignore-unknown'?: boolean | undefined;
	format?: string | undefined;
	encoding?: string | undefined;
	delimiter?: string | undefined;
}

/** How the records of a file are read. */
export interface RecordSource {
	records: RecordName;
	recordType: RecordType;
	/** Makes the mapping for one pass over the file: usernames from a template are numbered in each anew. */
	createMapping: () => RecordMapping;
	/** Where a mapping file is used. */
	definition?: Definition;
	/** What decides how the file is read, for the journal. */
	description: object;
}

const FORMATS: Record<string, Source['format']> = {
	'.csv': 'csv',
	'.tsv': 'csv',
	'.txt': 'csv',
	'.ndjson': 'ndjson',
	'.jsonl': 'ndjson',
};

/** The file as the options say it, with what a mapping file says of it. */
export function sourceOf(path: string, values: SourceValues, definition?: Definition): Source {
	const { encoding, delimiter = definition?.delimiter } = values;
	return {
		path,
		format: oneOf('--format', ['csv', 'ndjson'], values.format ?? FORMATS[extname(path).toLowerCase()] ?? 'csv'),
		encoding:
			encoding === undefined ? definition?.encoding : oneOf<Encoding>('--encoding', ENCODINGS, encoding.toLowerCase()),
		delimiter: delimiterOf(delimiter),
	};
}

/**
 * Loads the mapping that the options name, with the constants of --set.
 * @throws UsageError
 */
export async function definitionsOf(values: SourceValues): Promise<Definition[] | undefined> {
	if (values.mapping === undefined) return undefined;
	for (const option of ['map', 'map-file', 'ignore-unknown'] as const) {
		if (values[option]) throw new UsageError(`--${option} does not go with --mapping, which names the columns.`);
	}
	const constants = constantsOf(values.set ?? []);
	return (await loadMapping(values.mapping)).map((definition) => withConstants(definition, constants));
}

/** Members of --set go to the records that have them. */
function withConstants(definition: Definition, constants: Record<string, string>): Definition {
	const records = RECORD_NAMES.flatMap((name) => {
		const members = definition[name];
		const type = RECORD_TYPES[name]?.create;
		if (!members || !type) return [];
		const columns = new Columns(type.schema);
		const own = Object.entries(constants).filter(([member]) => columns.find(member));
		return [[name, { ...members, ...Object.fromEntries(own.map(([member, constant]) => [member, { constant }])) }]];
	});
	return { ...definition, ...Object.fromEntries(records) };
}

/**
 * How the records of a file are read, by the flags or by a mapping file.
 * @param typeOf the type of records in the mode that is asked for. @throws UsageError for records that do not have it.
 */
export async function recordSourceOf(
	source: Source,
	values: SourceValues,
	definitions: Definition[] | undefined,
	typeOf: (records: RecordName) => RecordType,
): Promise<RecordSource> {
	if (definitions === undefined) return flagSource(source, values, typeOf);
	const recordTypes = Object.fromEntries(
		RECORD_NAMES.filter((records) => definitions.some((each) => each[records])).flatMap((records) =>
			values.as === undefined || values.as === records ? [[records, typeOf(records)]] : [],
		),
	);
	const name = source.name ?? source.path;
	const wanted = definitions.map((definition) => (values.as === undefined ? definition : only(definition, values.as)));
	const all = compile(wanted, { recordTypes });
	const found = source.format === 'csv' ? thoseIn(await headerOf(source), name, all) : all;
	const chosen = chooseOne(found, recordsNamedIn(name));
	const { records, definition, recordType } = chosen;
	const createMapping = () => {
		const [again] = compile([only(definition, records)], { recordTypes });
		return again?.mapping ?? chosen.mapping;
	};
	return { records, recordType, createMapping, definition, description: { definition } };
}

function only(definition: Definition, records: string): Definition {
	const others = RECORD_NAMES.filter((name) => name !== records).map((name) => [name, undefined]);
	return { ...definition, ...Object.fromEntries(others) };
}

function chooseOne(found: MappedRecords[], named: RecordName | undefined): MappedRecords {
	const chosen = found.find(({ records }) => records === named) ?? (found.length === 1 ? found[0] : undefined);
	if (chosen) return chosen;
	const names = found.map(({ records }) => records);
	throw new UsageError(`The mapping has several types of records for this file. Say --as ${names.join(' or --as ')}.`);
}

async function flagSource(
	source: Source,
	values: SourceValues,
	typeOf: (records: RecordName) => RecordType,
): Promise<RecordSource> {
	const records = values.as ?? recordsNamedIn(source.name ?? source.path);
	if (!isRecordName(records)) {
		throw new UsageError(
			`The type of the records in ${source.name ?? source.path} is not clear from its name. Say --as ${RECORD_NAMES.join(', --as ')}.`,
		);
	}
	const recordType = typeOf(records);
	const options: MappingOptions = {
		map: {
			...(await mapFile(values['map-file'])),
			...pairs(
				'--map',
				(values.map ?? []).flatMap((text) => text.split(',')),
			),
		},
		set: constantsOf(values.set ?? []),
		ignoreUnknown: values['ignore-unknown'] ?? false,
	};
	const createMapping = () => new ColumnMapping(new Columns(recordType.schema), options);
	return { records, recordType, createMapping, description: options };
}

function isRecordName(name: string | undefined): name is RecordName {
	return RECORD_NAMES.some((each) => each === name);
}

/**
 * Guesses the record type from the file name (`users.csv`, `users-2031.csv`, `new_users.csv`); undefined if it is
 * ambiguous.
 */
function recordsNamedIn(path: string): RecordName | undefined {
	const words = basename(path)
		.toLowerCase()
		.split(/[^a-z]+/);
	const named = RECORD_NAMES.filter((name) => words.includes(name));
	return named.length === 1 ? named[0] : undefined;
}

function constantsOf(texts: readonly string[]): Record<string, string> {
	const set = pairs('--set', texts);
	if (!Object.hasOwn(set, 'password')) return set;
	throw new UsageError(
		'--set password=…: every user of this machine can read command lines. Put it into the file, or say --passwords generate.',
	);
}

async function mapFile(path: string | undefined): Promise<Record<string, string>> {
	if (path === undefined) return {};
	const { data } = z.record(z.string(), z.string()).safeParse(parseJson(await readText('--map-file', path)));
	if (data) return data;
	throw new UsageError(`--map-file ${path}: must be a JSON object { "name in the file": "column", … }.`);
}
