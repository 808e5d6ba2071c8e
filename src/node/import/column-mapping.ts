import { type Column, type Columns, setMember, splitName, toValue } from './columns.js';
import { excelDamage } from './excel-damage.js';
import type { MappedRecord, Mistake, RecordMapping } from './record-mapping.js';
import type { Item } from './record-types.js';
import { UsageError } from './usage-error.js';

/** The mapping options of the command line. */
export interface MappingOptions {
	/** --map: names in the file to names of columns. */
	map: Record<string, string>;
	/** --set: columns with a constant value. */
	set: Record<string, string>;
	/** --ignore-unknown: unknown columns of the file are dropped instead of rejected. */
	ignoreUnknown: boolean;
}

/** Converts rows or JSON objects of a file to items for the API, by the mapping options. */
export class ColumnMapping implements RecordMapping {
	private readonly constants: { column: Column; value: unknown }[];

	constructor(
		readonly columns: Columns,
		private readonly options: MappingOptions,
	) {
		for (const [source, target] of Object.entries(options.map)) columns.require(target, `--map ${source}=${target}`);
		rejectDuplicates(Object.values(options.map), (name) => `--map: two columns of the file cannot both be "${name}".`);
		this.constants = Object.entries(options.set).map(([name, text]) => {
			const column = columns.require(name, `--set ${name}=…`);
			return { column, value: toValue(column, text) };
		});
	}

	/** The column that a name in the file is mapped to; undefined if there is none. */
	target(source: string): Column | undefined {
		const name = Object.hasOwn(this.options.map, source) ? this.options.map[source] : source;
		return this.columns.find(name ?? source);
	}

	/** The name in the file of a column. */
	sourceOf(name: string): string {
		return Object.entries(this.options.map).find(([, target]) => target === name)?.[0] ?? name;
	}

	/**
	 * Maps the header of a CSV file. @returns what converts a row.
	 * @throws UsageError for unknown, duplicate or missing columns.
	 */
	header(cells: string[]): (cells: readonly string[]) => MappedRecord[] {
		const names = cells.map((cell) => cell.trim());
		rejectDuplicates(
			names.filter((name) => name !== ''),
			(name) => `The column "${name}" appears twice in the header.`,
		);
		const missing = Object.keys(this.options.map).filter((source) => !names.includes(source));
		if (missing.length > 0) {
			throw new UsageError(`--map: the file has no column ${quoted(missing)}. It has ${quoted(names)}.`);
		}
		const found = names.map((name) => this.target(name));
		const unknown = names.filter((name, index) => found[index] === undefined && name !== '');
		const nameless = names.flatMap((name, index) => (name === '' ? [`number ${index + 1}, which has no name`] : []));
		if (unknown.length + nameless.length > 0 && !this.options.ignoreUnknown) {
			const which = [...(unknown.length > 0 ? [quoted(unknown)] : []), ...nameless].join(' and ');
			throw new UsageError(
				`Unknown in the header: ${which}. ${this.columns.list()} Name them with --map, or leave them out with --ignore-unknown. For a file of your own say --mapping: "chamilo-gateway mapping FILE" proposes one, and chamilo is the one for files of Chamilo itself.`,
			);
		}
		const targets = found.flatMap((column) => (column ? [column.name] : []));
		rejectDuplicates(targets, (name) => `Two columns of the file are "${name}".`);
		this.rejectMissing(targets);
		return (row) => [this.recordOfRow(found, row)];
	}

	private rejectMissing(targets: string[]): void {
		const twice = targets.find((name) => Object.hasOwn(this.options.set, name));
		if (twice !== undefined) throw new UsageError(`--set ${twice}=…: the file has this column as well.`);
		const missing = [...this.columns.known.values()].filter(
			({ name, isRequired }) => isRequired && !targets.includes(name) && !Object.hasOwn(this.options.set, name),
		);
		if (missing.length === 0) return;
		const names = missing.map(({ name }) => name);
		throw new UsageError(
			`The file lacks the column ${names.join(', ')}. Name it in the header, with --map, or for all lines with --set.`,
		);
	}

	/** Converts a CSV row. An empty cell is left out, or null where the schema requires the member. */
	private recordOfRow(columns: readonly (Column | undefined)[], cells: readonly string[]): MappedRecord {
		const item: Item = {};
		const mistakes: Mistake[] = [];
		columns.forEach((column, index) => {
			const text = cells[index] ?? '';
			if (column && text !== '') {
				const damage = excelDamage(column.name, text);
				if (damage !== undefined) mistakes.push({ column: this.sourceOf(column.name), expected: damage });
				setMember(item, column.name, toValue(column, text));
			} else if (column?.isEmptyNull) setMember(item, column.name, null);
		});
		return { item: this.withConstants(item), mistakes };
	}

	/** Converts a JSON object. Only names are mapped; values are not converted. */
	recordsOfObject(object: Record<string, unknown>): MappedRecord[] {
		const item: Item = {};
		const mistakes: Mistake[] = [];
		for (const [source, value] of Object.entries(object)) {
			const isMapped = Object.hasOwn(this.options.map, source);
			const name = isMapped ? (this.options.map[source] ?? source) : source;
			if (!isMapped && !this.columns.known.has(name) && !this.columns.objects.has(name)) {
				if (!this.options.ignoreUnknown)
					mistakes.push({ column: source, expected: `is unknown. ${this.columns.list()}` });
			} else if (!setMember(item, name, value)) {
				mistakes.push({ column: source, expected: `is given twice, as "${name}"` });
			}
		}
		return [{ item: this.withConstants(item), mistakes }];
	}

	/**
	 * Adds the constants of --set. An optional reference is not made from a part of it: `--set session.field=…` must not add
	 * a session to records that have none, while `--set course.field=… --set course.value=…` is a course.
	 */
	private withConstants(item: Item): Item {
		for (const { column, value } of this.constants) {
			const [object, inner] = splitName(column.name);
			if (inner !== undefined && item[object] === undefined && !this.isWhole(object)) continue;
			setMember(item, column.name, value);
		}
		return item;
	}

	/** Whether the constants alone make the object. */
	private isWhole(object: string): boolean {
		const { isRequired, isOpen } = this.columns.objects.get(object) ?? { isRequired: true, isOpen: false };
		const members = [...this.columns.known.keys()].filter((name) => name.startsWith(`${object}.`));
		return isRequired || isOpen || members.every((name) => Object.hasOwn(this.options.set, name));
	}
}

function rejectDuplicates(names: readonly string[], message: (name: string) => string): void {
	const double = names.find((name, index) => names.indexOf(name) !== index);
	if (double !== undefined) throw new UsageError(message(double));
}

function quoted(names: readonly string[]): string {
	return names.map((name) => `"${name}"`).join(', ');
}
