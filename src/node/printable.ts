/** Control and format characters, which make a terminal do something, reorder or hide what it shows; also line separators. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text from a file or from the network as one line that is safe to print: what is not printable is written as its code. */
export function printable(text: string): string {
	return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
