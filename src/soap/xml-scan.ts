import { firstNonXmlCharacter } from './value.js';

/**
 * What an XML document has anywhere. A document is scanned before it is read: by this the reader knows what it need not
 * look for. It can be scanned piece by piece.
 */
export class XmlScan {
	references = 0;
	carriageReturns = 0;
	hasCdataEnds = false;
	/** Name of the first character that XML does not allow. */
	forbidden: string | undefined;
	#end = '';

	/** @param piece that ends with a whole character */
	add(piece: string): void {
		this.references += countOf(piece, '&');
		this.carriageReturns += countOf(piece, '\r');
		this.hasCdataEnds ||= piece.includes(']]>') || (this.#end + piece.slice(0, 2)).includes(']]>');
		this.forbidden ??= firstNonXmlCharacter(piece);
		this.#end = piece.slice(-2);
	}
}

/** Scans a whole document. */
export function scanOf(document: string): XmlScan {
	const scan = new XmlScan();
	scan.add(document);
	return scan;
}

function countOf(text: string, character: string): number {
	let count = 0;
	for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
	return count;
}
