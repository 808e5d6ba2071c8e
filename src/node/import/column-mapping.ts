import { type Column, type Columns, splitName, toValue } from './columns.js';
import type { Item } from './record-types.js';
import { UsageError } from './usage-error.js';

/** How the columns of files become members of records, as the user says it. */
export interface Naming {
	/** Names in the file to names of columns. */
	map: Record<string, string>;
	/** Columns that have the same value in every record. */
	set: Record<string, string>;
	ignoreUnknown: boolean;
}

/** What is wrong with a line; the column as the file calls it. */
export interface Mistake {
	column?: string;
	expected: string;
}

/** Turns what a file holds into items, by the names the user gave. */
export class ColumnMapping {
	private readonly constants: { column: Column; value: unknown }[];

	constructor(
		readonly columns: Columns,
		private readonly naming: Naming,
	) {
		for (const [source, target] of Object.entries(naming.map)) columns.require(target, `--map ${source}=${target}`);
		refuseDoubles(Object.values(naming.map), (name) => `--map: two columns of the file cannot both be "${name}".`);
		this.constants = Object.entries(naming.set).map(([name, text]) => {
			const column = columns.require(name, `--set ${name}=…`);
			return { column, value: toValue(column, text) };
		});
	}

	/** The column that a name of the file stands for; undefined for one that is to be ignored. */
	target(source: string): Column | undefined {
		const name = Object.hasOwn(this.naming.map, source) ? this.naming.map[source] : source;
		return this.columns.find(name ?? source);
	}

	get ignoresUnknown(): boolean {
		return this.naming.ignoreUnknown;
	}

	/** What the file calls the column; undefined for one that it does not have. */
	sourceOf(name: string): string {
		return Object.entries(this.naming.map).find(([, target]) => target === name)?.[0] ?? name;
	}

	/** @throws UsageError where the header cannot be understood as a whole */
	header(cells: string[]): (Column | undefined)[] {
		const names = cells.map((cell) => cell.trim());
		refuseDoubles(
			names.filter((name) => name !== ''),
			(name) => `The column "${name}" stands twice in the header.`,
		);
		const missing = Object.keys(this.naming.map).filter((source) => !names.includes(source));
		if (missing.length > 0) {
			throw new UsageError(`--map: the file has no column ${quoted(missing)}. It has ${quoted(names)}.`);
		}
		const found = names.map((name) => this.target(name));
		const unknown = names.filter((name, index) => found[index] === undefined && name !== '');
		const nameless = names.flatMap((name, index) => (name === '' ? [`number ${index + 1}, which has no name`] : []));
		if (unknown.length + nameless.length > 0 && !this.naming.ignoreUnknown) {
			const which = [...(unknown.length > 0 ? [quoted(unknown)] : []), ...nameless].join(' and ');
			throw new UsageError(
				`Unknown in the header: ${which}. ${this.columns.list()} Name them with --map, or leave them out with --ignore-unknown.`,
			);
		}
		const targets = found.flatMap((column) => (column ? [column.name] : []));
		refuseDoubles(targets, (name) => `Two columns of the file are "${name}".`);
		this.refuseMissing(targets);
		return found;
	}

	private refuseMissing(targets: string[]): void {
		const twice = targets.find((name) => Object.hasOwn(this.naming.set, name));
		if (twice !== undefined) throw new UsageError(`--set ${twice}=…: the file has this column as well.`);
		const missing = [...this.columns.known.values()].filter(
			({ name, isRequired }) => isRequired && !targets.includes(name) && !Object.hasOwn(this.naming.set, name),
		);
		if (missing.length === 0) return;
		const names = missing.map(({ name }) => name);
		throw new UsageError(
			`The file lacks the column ${names.join(', ')}. Name it in the header, with --map, or for all lines with --set.`,
		);
	}

	/** The item of a row. Empty cells are left out, or null where the record must say "none". */
	itemOfRow(columns: readonly (Column | undefined)[], cells: readonly string[]): Item {
		const item: Item = {};
		columns.forEach((column, index) => {
			const text = cells[index] ?? '';
			if (column && text !== '') put(item, column.name, toValue(column, text));
			else if (column?.isEmptyNull) put(item, column.name, null);
		});
		return this.completed(item);
	}

	/** The item of an object that came as JSON; only names are changed. */
	itemOfObject(object: Record<string, unknown>): { item: Item; mistakes: Mistake[] } {
		const item: Item = {};
		const mistakes: Mistake[] = [];
		for (const [source, value] of Object.entries(object)) {
			const isMapped = Object.hasOwn(this.naming.map, source);
			const name = isMapped ? (this.naming.map[source] ?? source) : source;
			if (!isMapped && !this.columns.known.has(name) && !this.columns.objects.has(name)) {
				if (!this.naming.ignoreUnknown)
					mistakes.push({ column: source, expected: `is unknown. ${this.columns.list()}` });
			} else if (!put(item, name, value)) {
				mistakes.push({ column: source, expected: `stands here twice, as "${name}"` });
			}
		}
		return { item: this.completed(item), mistakes };
	}

	/** Adds the constants, but makes no optional object of them alone: a session is not meant where only its field is set. */
	private completed(item: Item): Item {
		for (const { column, value } of this.constants) {
			const [object, inner] = splitName(column.name);
			if (inner !== undefined && item[object] === undefined && !this.columns.objects.get(object)?.isRequired) continue;
			put(item, column.name, value);
		}
		return item;
	}
}

/** Sets a member, if need be within a member; false where that is taken. */
function put(item: Item, name: string, value: unknown): boolean {
	const [object, inner] = splitName(name);
	if (inner === undefined) {
		if (Object.hasOwn(item, object)) return false;
		item[object] = value;
		return true;
	}
	if (!Object.hasOwn(item, object)) item[object] = {};
	const within = item[object];
	if (typeof within !== 'object' || within === null || Object.hasOwn(within, inner)) return false;
	(within as Item)[inner] = value;
	return true;
}

function refuseDoubles(names: readonly string[], message: (name: string) => string): void {
	const double = names.find((name, index) => names.indexOf(name) !== index);
	if (double !== undefined) throw new UsageError(message(double));
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}
