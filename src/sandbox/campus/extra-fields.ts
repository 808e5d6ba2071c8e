import type { Bytes } from '../php/bytes.js';
import { collate, columnText, unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpItems, phpString } from '../php/values.js';

export interface ExtraField {
	id: number;
	variable: Bytes;
	visible: boolean;
}

interface ExtraValue<Owner> {
	fieldId: number;
	owner: Owner;
	value: Bytes;
	/** The value as the collation compares it. */
	key: string;
}

/** The extra fields of users, courses or sessions, where Chamilo keeps the external ids too. */
export class ExtraFields<Owner extends number | Bytes> {
	private readonly fields: ExtraField[] = [];
	private values: ExtraValue<Owner>[] = [];
	private nextId = 1;

	constructor(builtIn: readonly Bytes[]) {
		for (const variable of builtIn) this.create(variable);
	}

	create(variable: Bytes, visible = false): ExtraField {
		const field = { id: this.nextId++, variable: columnText(variable, 64), visible };
		this.fields.push(field);
		return field;
	}

	find(variable: Bytes): ExtraField | undefined {
		const key = collate(variable);
		return this.fields.find((field) => collate(field.variable) === key);
	}

	/** The field of that name, made if there is none: what registration.soap.php does, and soap.php for sessions. */
	ensure(variable: Bytes): ExtraField {
		return this.find(variable) ?? this.create(variable);
	}

	/**
	 * The first owner of a value. Name and value reach the SQL unescaped, so an apostrophe is an SQL error, answered as
	 * "nobody" (call 62).
	 */
	ownerOf(name: PhpValue | undefined, value: PhpValue | undefined): Owner | undefined {
		const variable = unescapedLiteral(phpString(name));
		const literal = unescapedLiteral(phpString(value));
		if (variable === undefined || literal === undefined) return undefined;
		const field = this.find(columnText(variable));
		if (!field) return undefined;
		const key = collate(columnText(literal));
		return this.values.find((row) => row.fieldId === field.id && row.key === key)?.owner;
	}

	/** Writes one value; false where the field does not exist. An empty text deletes what is there. */
	write(owner: Owner, name: Bytes, value: PhpValue | undefined): boolean {
		const field = this.find(columnText(name));
		if (!field) return false;
		const list = value instanceof Map ? phpItems(value).map(phpString).join(';') : phpString(value);
		const text = columnText(list, 65_535);
		const row = this.values.find((candidate) => candidate.owner === owner && candidate.fieldId === field.id);
		if (!row) this.values.push({ fieldId: field.id, owner, value: text, key: collate(text) });
		else if (text === '') this.values = this.values.filter((candidate) => candidate !== row);
		else Object.assign(row, { value: text, key: collate(text) });
		return true;
	}

	/** All values of one owner by field name. */
	of(owner: Owner): Record<Bytes, Bytes> {
		const rows = this.values.filter((row) => row.owner === owner);
		return Object.fromEntries(rows.map((row) => [this.variableOf(row.fieldId), row.value]));
	}

	/** Removes the values of an owner; with `andFields` also the fields that nobody uses any more. */
	forget(owner: Owner, andFields = false): void {
		const touched = new Set(this.values.filter((row) => row.owner === owner).map((row) => row.fieldId));
		this.values = this.values.filter((row) => row.owner !== owner);
		if (!andFields) return;
		for (const id of touched) {
			if (this.values.some((row) => row.fieldId === id)) continue;
			this.fields.splice(0, this.fields.length, ...this.fields.filter((field) => field.id !== id));
		}
	}

	list(): readonly ExtraField[] {
		return this.fields;
	}

	/** Next number of a field: the recorded database had gaps. */
	skipTo(id: number): void {
		this.nextId = Math.max(this.nextId, id);
	}

	private variableOf(id: number): Bytes {
		return this.fields.find((field) => field.id === id)?.variable ?? '';
	}
}
