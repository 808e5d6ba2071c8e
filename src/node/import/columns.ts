import { z } from '@hono/zod-openapi';
import { UsageError } from './usage-error.js';

/** A column of an import file: a member of the record, such as `firstname`, `teacher.field` or `extras.campus_site`. */
export interface Column {
	name: string;
	type: 'string' | 'boolean' | 'integer';
	/** A file without this column cannot be imported. */
	isRequired: boolean;
	/** Whether an empty cell means null; otherwise the member is left out. */
	isEmptyNull: boolean;
}

interface JsonSchema {
	type?: string | string[];
	anyOf?: JsonSchema[];
	properties?: Record<string, JsonSchema>;
	required?: string[];
	additionalProperties?: boolean | JsonSchema;
}

/** The columns of a record type, derived from its schema. */
export class Columns {
	readonly known = new Map<string, Column>();
	/** Members that are objects. `isOpen`: any member name is allowed in it, as in `extras`. */
	readonly objects = new Map<string, { isRequired: boolean; isOpen: boolean }>();

	constructor(schema: z.ZodType) {
		const { properties = {}, required = [] } = toJsonSchema(schema);
		for (const [name, member] of Object.entries(properties)) {
			const isRequired = required.includes(name);
			if (!typesOf(member).includes('object')) {
				this.known.set(name, columnOf(name, member, isRequired));
				continue;
			}
			this.objects.set(name, { isRequired, isOpen: typeof member.additionalProperties === 'object' });
			for (const [inner, schemaOfInner] of Object.entries(member.properties ?? {})) {
				const isInnerRequired = isRequired && (member.required ?? []).includes(inner);
				const column = columnOf(`${name}.${inner}`, schemaOfInner, isInnerRequired);
				this.known.set(column.name, column);
			}
		}
	}

	find(name: string): Column | undefined {
		const known = this.known.get(name);
		if (known) return known;
		const [object = '', inner = ''] = splitName(name);
		// Assigning to __proto__ would change the prototype of the object.
		if (inner === '' || inner === '__proto__' || !this.objects.get(object)?.isOpen) return undefined;
		return { name, type: 'string', isRequired: false, isEmptyNull: false };
	}

	/** @param place option for the error message. @throws UsageError that lists the known columns. */
	require(name: string, place: string): Column {
		const column = this.find(name);
		if (column) return column;
		throw new UsageError(`${place}: "${name}" is no column of these records. ${this.list()}`);
	}

	list(): string {
		const open = [...this.objects].filter(([, { isOpen }]) => isOpen).map(([name]) => `${name}.NAME`);
		return `Known are ${[...this.known.keys(), ...open].join(', ')}.`;
	}
}

/** Splits `teacher.field` at the first dot. */
export function splitName(name: string): [string] | [string, string] {
	const dot = name.indexOf('.');
	return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Converts a cell to the type of its column. Invalid text is returned as it is, and rejected by the schema later. */
export function toValue({ type }: Column, text: string): string | number | boolean {
	if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
	if (type !== 'boolean') return text;
	if (/^(true|yes|1)$/i.test(text)) return true;
	return /^(false|no|0)$/i.test(text) ? false : text;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
	return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

function columnOf(name: string, member: JsonSchema, isRequired: boolean): Column {
	const types = typesOf(member);
	const type = types.find((each) => each === 'boolean' || each === 'integer') ?? 'string';
	return { name, type, isRequired, isEmptyNull: isRequired && types.includes('null') };
}

function typesOf({ type, anyOf }: JsonSchema): string[] {
	return [...(type === undefined ? [] : [type].flat()), ...(anyOf ?? []).flatMap(typesOf)];
}

/** Sets a member, or a member of a nested object (`teacher.field`); false if it exists already. */
export function setMember(item: Record<string, unknown>, name: string, value: unknown): boolean {
	const [object, inner] = splitName(name);
	if (inner === undefined) {
		if (Object.hasOwn(item, object)) return false;
		item[object] = value;
		return true;
	}
	if (!Object.hasOwn(item, object)) item[object] = {};
	const within = item[object];
	if (typeof within !== 'object' || within === null || Object.hasOwn(within, inner)) return false;
	(within as Record<string, unknown>)[inner] = value;
	return true;
}
