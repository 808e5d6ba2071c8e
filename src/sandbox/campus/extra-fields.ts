import type { Bytes } from '../php/bytes.js';
import { collate, columnText, isAlwaysTrue, unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpItems, phpString } from '../php/values.js';

export interface ExtraField {
	id: number;
	variable: Bytes;
	visible: boolean;
}

interface ExtraValue<Owner> {
	id: number;
	owner: Owner;
	value: Bytes;
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
		const field = { id: this.nextFieldId++, variable: columnText(variable, 64), visible: false };
		this.columns.push({ field, byOwner: new Map(), byKey: new Map() });
		return field;
	}

	/**
	 * The first owner of a value. Name and value reach the SQL unescaped: an apostrophe is an SQL error, answered as
	 * "nobody" (call 62), and an injected condition that is always true finds the first row of all.
	 */
	ownerOf(name: PhpValue | undefined, value: PhpValue | undefined): Owner | undefined {
		if (isAlwaysTrue(phpString(name)) || isAlwaysTrue(phpString(value))) return this.firstValue()?.owner;
		const variable = unescapedLiteral(phpString(name));
		const literal = unescapedLiteral(phpString(value));
		if (variable === undefined || literal === undefined) return undefined;
		return this.column(columnText(variable))?.byKey.get(collate(columnText(literal)))?.[0]?.owner;
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
			if (text !== '') link(column, row);
		} else link(column, { id: this.nextValueId++, owner, value: text });
		return true;
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
