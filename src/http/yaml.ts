/** JSON as YAML in blocks. Texts and keys stay in the quotes of JSON, which YAML 1.2 reads alike. */
const PLAIN_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][\w-]*$/i;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The YAML of a value that came from JSON. */
export function toYaml(value: Json): string {
	return `${blockOf(value, '\n').trimStart()}\n`;
}

/** @param line a line break with the indentation of the block */
function blockOf(value: Json, line: string): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	if (Array.isArray(value)) {
		return value.length === 0 ? '[]' : value.map((item) => `${line}-${after(item, `${line}  `)}`).join('');
	}
	const members = Object.entries(value);
	if (members.length === 0) return '{}';
	return members.map(([name, member]) => `${line}${keyOf(name)}:${after(member, `${line}  `)}`).join('');
}

function after(value: Json, line: string): string {
	const block = blockOf(value, line);
	return block.startsWith('\n') ? block : ` ${block}`;
}

function keyOf(name: string): string {
	return PLAIN_KEY.test(name) ? name : JSON.stringify(name);
}
