/** What travels in SOAP once the contract has given it a type: an absent or nil value is null, a list is a list. */
export type SoapValue = string | number | null | SoapValue[] | { [member: string]: SoapValue };

/** Arguments by name. A name left out goes out as an empty element, so that no position ever shifts. */
export type SoapArguments = { [name: string]: SoapArgument };
export type SoapArgument = string | number | null | undefined | SoapArgument[] | SoapArguments;

// What XML 1.0 cannot carry at all, escaped or not; lone surrogates included.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The first character of a text that XML 1.0 cannot carry, as `U+XXXX`; undefined when there is none. */
export function firstNonXmlCharacter(text: string): string | undefined {
	const match = NOT_XML.exec(text);
	return match ? `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

/** Nothing that XML cannot carry and nothing that it has to escape: most texts, and quick to see. */
const PLAIN = /^[ !#-%'-;=?-~]*$/;

export function isPlain(text: string): boolean {
	return PLAIN.test(text);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Escapes text for element content and attribute values; a carriage return would otherwise be read as a line feed. */
export function escapeXml(text: string): string {
	return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}
