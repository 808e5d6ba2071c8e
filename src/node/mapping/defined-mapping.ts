import { type Columns, setMember, splitName } from '../import/columns.js';
import type { MappedRecord, Mistake, RecordMapping } from '../import/record-mapping.js';
import type { Item } from '../import/record-types.js';
import { UsageError } from '../import/usage-error.js';
import type { Definition, MemberSource, RecordName } from './definition.js';
import { LoginNumbers } from './login.js';
import { fillTemplate, type Line, type MemberReader, memberReader, namesIn } from './member.js';

export interface DefinedMappingOptions {
	/** Whether usernames from a template that occur again get numbers. */
	numberLogins: boolean;
}

/** How one type of records stands in a file, by a mapping file. */
export class DefinedMapping implements RecordMapping {
	private readonly readers: MemberReader[];
	private readonly templates: { reader: MemberReader; template: string }[];
	private readonly list: MemberReader | undefined;
	private readonly skip: NonNullable<Definition['skip']>;
	private readonly numbers = new LoginNumbers();

	/** @throws UsageError for a mapping that does not fit the records. */
	constructor(
		columns: Columns,
		definition: Definition,
		private readonly records: RecordName,
		private readonly options: DefinedMappingOptions = { numberLogins: true },
	) {
		const all = Object.entries(definition[records] ?? {}).map(([name, given]) => {
			const source: MemberSource = typeof given === 'string' ? { column: given } : given;
			return memberReader(columns.require(name, `${records} in the mapping`), source);
		});
		const lists = all.filter(({ source }) => source.list !== undefined);
		if (lists.length > 1 || (lists.length > 0 && records !== 'enrolments')) {
			throw new UsageError(`${records} in the mapping: only one member of enrolments can be a list.`);
		}
		this.list = lists[0];
		this.readers = all.filter(({ source }) => source.template === undefined && source.list === undefined);
		this.templates = all.flatMap((reader) =>
			reader.source.template === undefined ? [] : [{ reader, template: reader.source.template }],
		);
		this.skip = definition.skip ?? [];
		const given = all.map(({ column }) => column.name);
		const missing = [...columns.known.values()].filter(({ name, isRequired }) => isRequired && !given.includes(name));
		if (missing.length > 0) {
			const names = missing.map(({ name }) => name);
			const nullable = missing.filter(({ isEmptyNull }) => isEmptyNull).map(({ name }) => name);
			const hint =
				nullable.length > 0
					? ` Chamilo overwrites them at every change; { constant: null } clears ${nullable.join(', ')}.`
					: '';
			throw new UsageError(`${records} in the mapping lack ${names.join(', ')}.${hint}`);
		}
	}

	/** The columns that a file must have. */
	get neededColumns(): string[] {
		const all = [...this.readers, ...(this.list ? [this.list] : [])];
		const direct = all.flatMap(({ source }) =>
			source.column === undefined || source.optional || source.default !== undefined ? [] : [source.column],
		);
		const skipped = this.skip.filter(({ optional }) => !optional).map(({ column }) => column);
		return [...new Set([...direct, ...this.templateColumns(), ...skipped])];
	}

	/** Whether a username comes from a template, so that another one serves as well. */
	get hasTemplatedLogin(): boolean {
		return this.templates.some(({ reader }) => reader.column.name === 'loginname');
	}

	header(cells: string[]): (cells: readonly string[]) => MappedRecord[] {
		const names = cells.map((cell) => cell.trim());
		const missing = this.neededColumns.filter((name) => !hasColumn(names, name));
		if (missing.length > 0) {
			throw new UsageError(
				`The file lacks ${quoted(missing)}, which the mapping names for ${this.records}. It has ${quoted(names)}.`,
			);
		}
		const twice = names.find((name, index) => names.indexOf(name) !== index && this.isUsed(name));
		if (twice !== undefined) throw new UsageError(`The column "${twice}" appears twice in the header.`);
		const indexes = new Map([
			...names.map((name, index) => [name.toLowerCase(), index] as const).reverse(),
			...names.map((name, index) => [name, index] as const),
		]);
		return (row) => this.recordsOf((name) => row[indexes.get(name) ?? indexes.get(name.toLowerCase()) ?? -1]);
	}

	recordsOfObject(object: Record<string, unknown>): MappedRecord[] {
		return this.recordsOf((name) => (Object.hasOwn(object, name) ? object[name] : undefined));
	}

	sourceOf(name: string): string {
		const all = [...this.readers, ...(this.list ? [this.list] : [])];
		return all.find(({ column }) => column.name === name)?.source.column ?? name;
	}

	private recordsOf(line: Line): MappedRecord[] {
		const isSkipped = this.skip.some(({ column, values }) => values.includes(String(line(column) ?? '').trim()));
		if (isSkipped) return [];
		const { list } = this;
		if (!list) return [this.recordOf(line)];
		const cell = line(list.source.column ?? '');
		const parts = typeof cell === 'string' ? cell.split(list.source.list ?? '').map((part) => part.trim()) : [];
		return parts
			.filter((part) => part !== '')
			.map((part) => this.recordOf((name) => (name === list.source.column ? part : line(name)), list));
	}

	private recordOf(line: Line, list?: MemberReader): MappedRecord {
		const item: Item = {};
		const mistakes: Mistake[] = [];
		const keep = ({ column, source }: MemberReader, { value, mistake }: ReturnType<MemberReader['read']>) => {
			if (mistake !== undefined) mistakes.push({ column: labelled(source.column, column.name), expected: mistake });
			else if (value !== undefined) setMember(item, column.name, value);
		};
		for (const reader of this.readers) keep(reader, reader.read(line));
		if (list) keep(list, list.read(line));
		for (const { reader, template } of this.templates) {
			const reading = fillTemplate(reader.column, template, (name) => memberText(item, name) ?? cellText(line(name)));
			const isLogin = reader.column.name === 'loginname' && typeof reading.value === 'string';
			const isNumbered = isLogin && reading.value !== '' && this.options.numberLogins;
			keep(reader, isNumbered ? { value: this.numbers.next(String(reading.value)) } : reading);
		}
		return { item: withoutEmptyObjects(item), mistakes };
	}

	/** Columns that stand in templates and are no members. */
	private templateColumns(): string[] {
		const members = this.readers.map(({ column }) => column.name);
		return this.templates.flatMap(({ template }) => namesIn(template)).filter((name) => !members.includes(name));
	}

	private isUsed(name: string): boolean {
		const all = [...this.readers, ...(this.list ? [this.list] : [])];
		return all.some(({ source }) => source.column === name) || this.neededColumns.includes(name);
	}
}

/** Whether a header has a column; without regard to case where none is written the same. */
export function hasColumn(header: readonly string[], name: string): boolean {
	return header.includes(name) || header.some((each) => each.toLowerCase() === name.toLowerCase());
}

/** A reference whose value is missing is none: `session.field` alone makes no session. */
function withoutEmptyObjects(item: Item): Item {
	for (const [name, value] of Object.entries(item)) {
		if (typeof value !== 'object' || value === null) continue;
		if (Object.keys(value).length === 1 && Object.hasOwn(value, 'field')) delete item[name];
	}
	return item;
}

function labelled(source: string | undefined, member: string): string {
	return source === undefined || source === member ? member : `${source} (${member})`;
}

function memberText(item: Item, name: string): string | undefined {
	const [outer, inner] = splitName(name);
	const value = inner === undefined ? item[outer] : (item[outer] as Item | undefined)?.[inner];
	return typeof value === 'string' ? value : undefined;
}

function cellText(cell: unknown): string | undefined {
	return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : undefined;
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}
