/** A decoded SOAP value: scalar, list or struct. An absent or xsi:nil value is null. */
export type SoapValue = string | number | null | SoapValue[] | { [member: string]: SoapValue };

/**
 * Arguments by name. A missing or undefined argument is sent as an empty element, because Chamilo binds by position.
 */
export type SoapArguments = { [name: string]: SoapArgument };
export type SoapArgument = string | number | null | undefined | SoapArgument[] | SoapArguments;

// Characters that XML 1.0 does not allow, not even as character references; lone surrogates included.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The first character of a text that XML 1.0 does not allow, as `U+XXXX`; undefined if there is none. */
export function firstNonXmlCharacter(text: string): string | undefined {
	const match = NOT_XML.exec(text);
	return match ? `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

const PLAIN = /^[ !#-%'-;=?-~]*$/;

/** A fast check for printable ASCII text that needs no escaping, which most texts are. */
export function isPlain(text: string): boolean {
	return PLAIN.test(text);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Escapes text for element content and attribute values. An unescaped carriage return would be read as a line feed. */
export function escapeXml(text: string): string {
	return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}
