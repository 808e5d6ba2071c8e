/** Headers that make a call what it is, or that belong to the connection: nobody may set them. */
const OURS = new Set(
	'accept-encoding connection content-encoding content-length content-type expect host keep-alive proxy-authorization proxy-connection soapaction te trailer transfer-encoding upgrade x-forwarded-for'.split(
		' ',
	),
);
const NAME = /^[!#$%&'*+.^`|~\w-]+$/;
/** Visible ASCII with blanks between. */
const VALUE = /^[!-~]([ -~]*[!-~])?$/;

/**
 * Parses the setting CHAMILO_HEADERS: one `Name: value`, several on a line each, or a JSON object of them. A mistake
 * names no value, since they are secrets.
 */
export function parseHeaders(text: string): { headers: Record<string, string> } | { mistake: string } {
	const given = text.trimStart().startsWith('{') ? fromJson(text) : fromLines(text);
	if (!given) return { mistake: 'write `Name: value`, or a JSON object of names and values' };
	const headers: Record<string, string> = {};
	for (const [name, value] of given) {
		if (!NAME.test(name)) return { mistake: 'one of the names is no name of a header' };
		if (typeof value !== 'string' || !VALUE.test(value))
			return { mistake: `${name} has a value that no header can have` };
		if (OURS.has(name.toLowerCase())) return { mistake: `${name} is set by the gateway itself; leave it out` };
		headers[name.toLowerCase()] = value;
	}
	return { headers };
}

function fromJson(text: string): [string, unknown][] | undefined {
	try {
		return Object.entries(JSON.parse(text) as Record<string, unknown>);
	} catch {
		return undefined;
	}
}

function fromLines(text: string): [string, string][] | undefined {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const pairs = lines.map((line): [string, string] => {
		const colon = line.indexOf(':');
		return [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
	});
	return pairs.every(([name]) => name !== '') ? pairs : undefined;
}
