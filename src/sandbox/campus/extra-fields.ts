import type { Bytes } from '../php/bytes.js';
import { collate, columnText, isAlwaysTrue, unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpItems, phpString, SqlError } from '../php/values.js';
import { CAMPUS_RULES, type CampusRules, type Lookup } from './rules.js';

export interface ExtraField {
	id: number;
	variable: Bytes;
	visible: boolean;
}

interface ExtraValue<Owner> {
	id: number;
	owner: Owner;
	value: Bytes;
	/** Second of the last change. */
	changed: number;
}

/** A field with its values, found by owner and by what the collation compares. */
interface Column<Owner> {
	field: ExtraField;
	byOwner: Map<Owner, ExtraValue<Owner>>;
	byKey: Map<string, ExtraValue<Owner>[]>;
}

/** The extra fields of users, courses or sessions, where Chamilo keeps the external ids too. */
export class ExtraFields<Owner extends number | Bytes> {
	private columns: Column<Owner>[] = [];
	private nextFieldId = 1;
	private nextValueId = 1;
	lookup: Lookup = 'swallowed';
	rules: CampusRules = CAMPUS_RULES['1.9'];
	/** Seconds since 1970; a replay stops it. */
	clock = () => Math.floor(Date.now() / 1000);

	constructor(builtIn: readonly Bytes[]) {
		for (const variable of builtIn) this.ensure(variable);
	}

	find(variable: Bytes): ExtraField | undefined {
		return this.column(variable)?.field;
	}

	/** The field of that name, made if there is none: what registration.soap.php does, and soap.php for sessions. */
	ensure(variable: Bytes): ExtraField {
		const present = this.find(variable);
		if (present) return present;
		const stored = columnText(this.rules.fieldName(variable), 64);
		const same = this.find(stored);
		if (same) return same;
		const field = { id: this.nextFieldId++, variable: stored, visible: false };
		this.columns.push({ field, byOwner: new Map(), byKey: new Map() });
		return field;
	}

	/**
	 * The first owner of a value. Unless they are escaped, name and value reach the SQL: an apostrophe is an SQL error, answered
	 * as "nobody" (F48) or with a page of HTML (F47), and an injected condition that is always true finds the
	 * first row of all.
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

	/** Writes one value; false where the field does not exist. An empty text deletes what is there. */
	write(owner: Owner, name: Bytes, value: PhpValue | undefined): boolean {
		const column = this.column(columnText(name));
		if (!column) return false;
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
	 * Writes one value; false also where nothing changes by it, which 1.11 takes for a failure. The time of the change
	 * counts as a change, in whole seconds (F95).
	 */
	change(owner: Owner, name: Bytes, value: PhpValue | undefined): boolean {
		const before = this.column(columnText(name))?.byOwner.get(owner);
		const [value0, changed0] = [before?.value, before?.changed];
		if (!this.write(owner, name, value)) return false;
		const after = this.column(columnText(name))?.byOwner.get(owner);
		return value0 !== after?.value || changed0 !== after?.changed;
	}

	/** The value of one field; undefined where the owner has none, or the field does not exist. */
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

	/** Removes the values of an owner; with `andFields` also the fields that nobody uses any more. */
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
	// A changed row keeps its place in the table, and with it its turn as "the first".
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
