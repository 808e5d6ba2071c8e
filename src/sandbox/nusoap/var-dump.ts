import { type Bytes, utf8Bytes } from '../php/bytes.js';
import { type PhpValue, WsError } from '../php/values.js';

/** Values that can be dumped; plain objects are dumped as arrays with string keys. */
export type Dumped = PhpValue | undefined | readonly Dumped[] | { readonly [name: string]: Dumped };

/** PHP's var_dump, which nusoap uses in its debug output. */
export function varDump(value: Dumped, indent = ''): Bytes {
	if (value === null || value === undefined) return `${indent}NULL\n`;
	if (typeof value === 'boolean') return `${indent}bool(${value})\n`;
	if (typeof value === 'number') return `${indent}${Number.isInteger(value) ? 'int' : 'float'}(${value})\n`;
	if (typeof value === 'string') return `${indent}string(${value.length}) "${value}"\n`;
	if (value instanceof WsError) {
		const members = varDump({ code: value.code, message: value.message }, indent);
		return members.replace(/array\(2\)/, 'object(WSError)#1 (2)');
	}
	const entries: [string | number, Dumped][] =
		value instanceof Map ? [...value] : Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	const members = entries.map(([key, member]) => {
		const shown = typeof key === 'number' ? String(key) : `"${utf8Bytes(key)}"`;
		return `${indent}  [${shown}]=>\n${varDump(member, `${indent}  `)}`;
	});
	return `${indent}array(${entries.length}) {\n${members.join('')}${indent}}\n`;
}
