import type { Bytes } from '../php/bytes.js';
import { collate, columnText, isAlwaysTrue, unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpItems, phpString, SqlError } from '../php/values.js';
import { CAMPUS_RULES, type CampusRules, type Lookup } from './rules.js';

export interface ExtraField {
	id: number;
	variable: Bytes;
	visible: boolean;
	/** Whether an administrator switched its "filter" on, which WSGetUserFromUsername of 1.11.32 asks for (F66). */
	filter?: boolean;
}

interface ExtraValue<Owner> {
	id: number;
	owner: Owner;
	value: Bytes;
	/** Time of the last change, in seconds since 1970. */
	changed: number;
}

/** A field with its values, indexed by owner and by collation key of the value. */
interface Column<Owner> {
	field: ExtraField;
	byOwner: Map<Owner, ExtraValue<Owner>>;
	byKey: Map<string, ExtraValue<Owner>[]>;
}

/** The extra fields of users, courses or sessions. Chamilo stores external ids in them too. */
export class ExtraFields<Owner extends number | Bytes> {
	private columns: Column<Owner>[] = [];
	private nextFieldId = 1;
	private nextValueId = 1;
	/** Fields from this number on were made after the running call began. */
	private newFrom = Number.POSITIVE_INFINITY;
	/** Fields that the running call has made. */
	private ownFields = new Set<number>();
	lookup: Lookup = 'swallowed';
	rules: CampusRules = CAMPUS_RULES['1.9'];
	/** The time in seconds since 1970. Replaced when recordings are replayed. */
	clock = () => Math.floor(Date.now() / 1000);

	constructor(builtIn: readonly Bytes[]) {
		for (const variable of builtIn) this.ensure(variable);
	}

	/** The number of the next field, when a call begins. */
	get next(): number {
		return this.nextFieldId;
	}

	/** A call that began when `next` was this number now does its work. */
	enter(next: number): void {
		this.newFrom = next;
		this.ownFields.clear();
	}

	find(variable: Bytes): ExtraField | undefined {
		return this.column(variable)?.field;
	}

	/**
	 * The field of that name; created if missing, as registration.soap.php does, and soap.php for sessions. A call that
	 * began before another one made the field makes it once more (F300).
	 */
	ensure(variable: Bytes): ExtraField {
		const present = this.find(variable);
		if (present && !this.isUnseen(present)) return present;
		const stored = columnText(this.rules.fieldName(variable), 64);
		const same = this.find(stored);
		if (same && !this.isUnseen(same) && !this.rules.repeatsFields) return same;
		const field = { id: this.nextFieldId++, variable: stored, visible: false };
		this.ownFields.add(field.id);
		this.columns.push({ field, byOwner: new Map(), byKey: new Map() });
		return field;
	}

	/** Whether the running call cannot have seen the field when it looked. */
	private isUnseen({ id, variable }: ExtraField): boolean {
		const isNew = id >= this.newFrom && !this.ownFields.has(id);
		return isNew && !this.namesakes(variable).some((field) => this.ownFields.has(field.id));
	}

	private namesakes(variable: Bytes): ExtraField[] {
		const key = collate(variable);
		return this.list().filter((field) => collate(field.variable) === key);
	}

	/**
	 * The first owner of a value. Unless `lookup` is `escaped`, name and value are put into SQL as they are: an
	 * apostrophe is an SQL error, answered as "not found" (F48) or with an HTML page (F47), and an injected condition
	 * that is always true finds the first row of the table.
	 */
	ownerOf(name: PhpValue | undefined, value: PhpValue | undefined): Owner | undefined {
		if (this.lookup === 'escaped') return this.firstOwner(phpString(name), phpString(value));
		if (isAlwaysTrue(phpString(name)) || isAlwaysTrue(phpString(value))) return this.firstValue()?.owner;
		const variable = unescapedLiteral(phpString(name));
		const literal = unescapedLiteral(phpString(value));
		if (variable !== undefined && literal !== undefined) return this.firstOwner(variable, literal);
		if (this.lookup === 'raised') throw new SqlError('You have an error in your SQL syntax');
		return undefined;
	}

	private firstOwner(name: Bytes, value: Bytes): Owner | undefined {
		return this.column(columnText(name))?.byKey.get(collate(columnText(value)))?.[0]?.owner;
	}

	/** Writes one value; false if the field does not exist. In 1.9 an empty text deletes the existing value (F96). */
	write(owner: Owner, name: Bytes, value: PhpValue | undefined): boolean {
		const column = this.column(columnText(name));
		if (!column) return false;
		if (this.rules.doubledFieldsSwallow && this.namesakes(column.field.variable).length > 1) return false;
		const list = value instanceof Map ? phpItems(value).map(phpString).join(';') : phpString(value);
		const text = columnText(list, 65_535);
		const row = column.byOwner.get(owner);
		if (row) {
			unlink(column, row);
			row.value = text;
			row.changed = this.clock();
			if (text !== '' || !this.rules.deletesEmptyExtras) link(column, row);
		} else link(column, { id: this.nextValueId++, owner, value: text, changed: this.clock() });
		return true;
	}

	/**
	 * Writes one value; also false if the row is unchanged, which 1.11 takes for a failure. The time of the change is
	 * part of the row, in whole seconds (F95).
	 */
	change(owner: Owner, name: Bytes, value: PhpValue | undefined): boolean {
		const row = this.column(columnText(name))?.byOwner.get(owner);
		const before = row && { value: row.value, changed: row.changed };
		if (!this.write(owner, name, value)) return false;
		const after = this.column(columnText(name))?.byOwner.get(owner);
		return before?.value !== after?.value || before?.changed !== after?.changed;
	}

	/** The value of one field; undefined if the owner has none or the field does not exist. */
	valueOf(owner: Owner, name: Bytes): Bytes | undefined {
		return this.column(columnText(name))?.byOwner.get(owner)?.value;
	}

	/** All values of one owner by field name. */
	of(owner: Owner): Record<Bytes, Bytes> {
		const entries = this.columns.flatMap(({ field, byOwner }) => {
			const row = byOwner.get(owner);
			return row ? [[field.variable, row.value] as const] : [];
		});
		return Object.fromEntries(entries);
	}

	/** Deletes the values of an owner; with `andFields` also the fields that have no values left. */
	forget(owner: Owner, andFields = false): void {
		this.columns = this.columns.filter((column) => {
			const row = column.byOwner.get(owner);
			if (row) unlink(column, row);
			return !row || !andFields || column.byOwner.size > 0;
		});
	}

	list(): readonly ExtraField[] {
		return this.columns.map(({ field }) => field);
	}

	private column(variable: Bytes): Column<Owner> | undefined {
		const key = collate(variable);
		return this.columns.find(({ field }) => collate(field.variable) === key);
	}

	private firstValue(): ExtraValue<Owner> | undefined {
		const rows = this.columns.flatMap(({ byOwner }) => [...byOwner.values()]);
		return rows.reduce<ExtraValue<Owner> | undefined>(
			(first, row) => (first && first.id < row.id ? first : row),
			undefined,
		);
	}
}

function link<Owner>({ byOwner, byKey }: Column<Owner>, row: ExtraValue<Owner>): void {
	byOwner.set(row.owner, row);
	const key = collate(row.value);
	const rows = byKey.get(key);
	if (!rows) {
		byKey.set(key, [row]);
		return;
	}
	// Ordered by row id: a changed row keeps its position in the table, so "the first owner" stays the same.
	const behind = rows.findLastIndex((other) => other.id < row.id);
	rows.splice(behind + 1, 0, row);
}

function unlink<Owner>({ byOwner, byKey }: Column<Owner>, row: ExtraValue<Owner>): void {
	byOwner.delete(row.owner);
	const key = collate(row.value);
	const rest = (byKey.get(key) ?? []).filter((other) => other !== row);
	if (rest.length > 0) byKey.set(key, rest);
	else byKey.delete(key);
}
