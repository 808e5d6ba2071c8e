import type { Bytes } from '../php/bytes.js';
import { type PhpArray, type PhpValue, phpInt } from '../php/values.js';
import type { SoapElement, SoapMessage } from './parser.js';

const APACHE = 'http://xml.apache.org/xml-soap';
const INTEGERS = new Set(
	'int integer short byte nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger unsignedInt unsignedShort unsignedByte'.split(
		' ',
	),
);

/**
 * The arguments of an operation, in the order in which PHP receives them. Elements with the same name are merged into
 * one list, which shifts the arguments after them (F24).
 */
export function argumentsOf(message: SoapMessage): PhpValue[] {
	if (!message.operation || message.operation.children.length === 0) return [];
	const value = elementValue(message.operation, message, new Set());
	return value instanceof Map ? [...value.values()] : [];
}

/** The element names of the arguments. */
export function argumentNamesOf(message: SoapMessage): string[] {
	return [...new Set(message.operation?.children.map((child) => child.name) ?? [])];
}

function elementValue(element: SoapElement, message: SoapMessage, ancestors: Set<SoapElement>): PhpValue {
	if (element.href !== undefined) {
		const target = message.ids.get(element.href);
		if (!target || ancestors.has(target)) return '';
		const value = elementValue(target, message, new Set([...ancestors, target]));
		if (value instanceof Map) value.delete('!id');
		return value;
	}
	if (element.children.length > 0) return compound(element, message, ancestors);
	if (element.unknownAttributes.length > 0) return simpleWithAttributes(element);
	return simple(element);
}

function simpleWithAttributes(element: SoapElement): PhpValue {
	const value: PhpArray = new Map(element.unknownAttributes);
	if (element.nil || element.text.trim() !== '') value.set('!', simple(element));
	return value;
}

function simple(element: SoapElement): PhpValue {
	if (element.nil) return null;
	const inherited = element.parent?.type === 'array' ? element.parent.arrayType : undefined;
	return castSimple(element.text, element.type ?? inherited);
}

/** Casts text as nusoap does. An empty array with arrayType counts as a simple type. */
function castSimple(text: Bytes, type: string | undefined): PhpValue {
	if (type === undefined) return text;
	if (INTEGERS.has(type)) return phpInt(text);
	if (type === 'float' || type === 'double' || type === 'decimal') return Number.parseFloat(text) || 0;
	if (type === 'boolean') return !['', '0', 'false', 'f'].includes(text.toLowerCase());
	if (type === 'base64' || type === 'base64Binary') return Buffer.from(text, 'base64').toString('latin1');
	if (type === 'array') return new Map();
	return text;
}

function compound(element: SoapElement, message: SoapMessage, ancestors: Set<SoapElement>): PhpValue {
	const values: PhpArray = new Map();
	const apache = element.typeNamespace === APACHE;
	for (const child of element.children) {
		if (element.type === 'array' || element.type === 'Array' || (apache && element.type === 'Vector')) {
			values.set(values.size, elementValue(child, message, ancestors));
		} else if (apache && element.type === 'Map') {
			const [key, value] = child.children;
			if (key && value) values.set(key.text, elementValue(value, message, ancestors));
		} else addMember(values, child.name, elementValue(child, message, ancestors));
	}
	for (const [name, value] of element.unknownAttributes) values.set(name, value);
	if (element.text.trim() !== '') values.set('!', castSimple(element.text, element.type));
	return values;
}

/** A second element with the same name turns the value into a list of both. */
function addMember(values: PhpArray, name: string, value: PhpValue): void {
	const present = values.get(name);
	if (present === undefined || present === null) {
		values.set(name, value);
		return;
	}
	const list: PhpArray = present instanceof Map && isSet(present.get(0)) ? present : new Map([[0, present]]);
	list.set(list.size, value);
	values.set(name, list);
}

function isSet(value: PhpValue | undefined): boolean {
	return value !== undefined && value !== null;
}
