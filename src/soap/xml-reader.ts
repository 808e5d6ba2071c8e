import { firstNonXmlCharacter } from './value.js';
import { scanOf } from './xml-scan.js';

/** The document is not well-formed, or has a DTD or processing instruction, which SOAP 1.1 §3 forbids. */
export class XmlError extends Error {
	override readonly name = 'XmlError';

	/**
	 * @param message position and mistake, for the log.
	 * @param reason short form that may be shown to clients.
	 */
	constructor(
		message: string,
		readonly reason = 'the reply is not well-formed XML',
	) {
		super(message);
	}
}

/** A start tag. */
interface Tag {
	name: string;
	/** Without its prefix. */
	localName: string;
	/** It has xsi:nil="true". */
	nil: boolean;
	/** It is an empty-element tag (`<a/>`). */
	isEmptyElement: boolean;
	/** Its source text; '' for a tag that is not cached. */
	source: string;
	/** The start tag that came after it the last time. Records repeat the same tags, so it is tried first. */
	following: Tag | undefined;
}

/** Tags are not shared between readers: their strings keep the document in memory that they were read from. */
function newTag(name = '', nil = false, isEmptyElement = false): Tag {
	return { name, localName: localName(name), nil, isEmptyElement, source: '', following: undefined };
}

/** The kind of the next token. */
export type XmlEvent = 'open' | 'close' | 'text' | 'end';

/** Enough for every reply of both WSDLs; the limit protects against hostile documents. */
const MAX_DEPTH = 32;
/**
 * Bounds what is made of a reply: elements, attributes, references, line ends and members of structs. A few bytes make one
 * of them, so a limit in bytes does not bound memory and time. The largest list of courses below that limit has fewer.
 */
const MAX_PARTS = 1_000_000;
/** A reference, a line end or a section of CDATA costs as much as this many of the others, and is rarer. */
const HEAVY_PART = 4;
const TOO_MANY_PARTS = 'the reply has too many parts';
/** Chamilo's tags have at most a handful. */
const MAX_ATTRIBUTES = 100;
/** Maximum number of cached tags. A reply has few different tags, each repeated for every record. */
const MAX_CACHED_TAGS = 100;
const DECLARATION =
	/^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.\d\1([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][\w.-]*\3)?([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\5)?[ \t\r\n]*\?>/;
const NAME =
	/[:A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}][-.\d:A-Z_a-z\u{B7}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{203F}-\u{2040}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}]*/uy;
const PREDEFINED = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

const [TAB, LF, CR, SPACE, BANG, DOUBLE, SINGLE, SLASH, LESS, EQUALS, GREATER, QUESTION] = [
	0x09, 0x0a, 0x0d, 0x20, 0x21, 0x22, 0x27, 0x2f, 0x3c, 0x3d, 0x3e, 0x3f,
];

/** ASCII characters of names: 2 may start a name, 1 may follow. Chamilo's names are ASCII only. */
const NAME_CHARACTERS = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:')
	NAME_CHARACTERS[character.charCodeAt(0)] = 2;
for (const character of '0123456789-.') NAME_CHARACTERS[character.charCodeAt(0)] = 1;

/**
 * A strict pull parser for XML: every document that is not well-formed is an error. On a list of courses it is ten
 * times as fast as a general-purpose parser, which creates events for every attribute and entity.
 */
export class XmlReader {
	/** The last start tag. */
	tag: Tag = newTag();
	/** The last text between two tags, with references resolved. */
	text = '';
	readonly #source: string;
	#offset = 0;
	readonly #open: Tag[] = [];
	/** Cached tags by their source text. */
	readonly #tags = new Map<string, Tag>();
	#isEmptyElement = false;
	#hasRoot = false;
	#parts = 0;
	/** Whether the document has these at all; if not, texts need not be searched for them. */
	readonly #hasCarriageReturns: boolean;
	readonly #hasReferences: boolean;
	readonly #hasCdataEnds: boolean;

	/** @param scan of the document, where it was scanned before */
	constructor(source: string, scan = scanOf(source)) {
		this.#source = source;
		this.#hasCarriageReturns = scan.carriageReturns > 0;
		this.#hasReferences = scan.references > 0;
		this.#hasCdataEnds = scan.hasCdataEnds;
		this.count(HEAVY_PART * (scan.carriageReturns + scan.references));
		if (scan.forbidden) this.#failOf(scan.forbidden);
		if (source.startsWith('<?xml')) {
			const declaration = DECLARATION.exec(source)?.[0];
			if (declaration === undefined) this.#fail('the declaration is malformed');
			this.#offset = declaration.length;
		}
	}

	get depth(): number {
		return this.#open.length;
	}

	/** Counts what is made of the document. @throws XmlError if it is too much. */
	count(parts: number): void {
		this.#parts += parts;
		if (this.#parts > MAX_PARTS) this.#fail('it has too many parts', TOO_MANY_PARTS);
	}

	/** Advances to the next token. @throws XmlError if the document is not well-formed. */
	next(): XmlEvent {
		if (this.#isEmptyElement) return this.#close();
		const source = this.#source;
		if (this.#offset >= source.length) {
			if (this.#open.length > 0 || !this.#hasRoot) this.#fail('unexpected end of the document');
			return 'end';
		}
		if (source.charCodeAt(this.#offset) !== LESS) return this.#readText();
		const second = source.charCodeAt(this.#offset + 1);
		if (second === SLASH) return this.#readCloseTag();
		if (second === BANG) return this.#skipComments() ? this.next() : this.#readCdata();
		if (second === QUESTION) this.#fail('it has a processing instruction, which SOAP forbids');
		return this.#readOpenTag();
	}

	#readOpenTag(): XmlEvent {
		if (this.#open.length === 0 && this.#hasRoot) this.#fail('it has two root elements');
		const { following } = this.tag;
		if (following && this.#source.startsWith(following.source, this.#offset)) {
			this.#offset += following.source.length;
			this.tag = following;
		} else {
			const before = this.tag;
			this.tag = this.#findTag();
			if (this.tag.source !== '') before.following = this.tag;
		}
		this.count(1);
		this.#isEmptyElement = this.tag.isEmptyElement;
		this.#hasRoot = true;
		if (this.#open.push(this.tag) > MAX_DEPTH) this.#fail('it is nested too deeply', 'the reply is nested too deeply');
		return 'open';
	}

	/** A tag from the cache, or parsed. */
	#findTag(): Tag {
		const begin = this.#offset;
		const end = this.#source.indexOf('>', begin) + 1;
		const source = this.#source.slice(begin, end);
		const known = this.#tags.get(source);
		if (known) {
			this.#offset = end;
			return known;
		}
		const tag = this.#readTag();
		// Not cached if the first > was part of an attribute value.
		if (this.#offset === end && this.#tags.size < MAX_CACHED_TAGS) {
			tag.source = source;
			this.#tags.set(source, tag);
		}
		return tag;
	}

	#readTag(): Tag {
		this.#offset += 1;
		const name = this.#readName();
		let nil = false;
		let seen: Set<string> | undefined;
		for (;;) {
			const hadSpace = this.#skipSpace();
			const code = this.#source.charCodeAt(this.#offset);
			if (code === GREATER || code === SLASH) break;
			if (!hadSpace) this.#fail('a tag is malformed');
			const attribute = this.#readName();
			this.count(1);
			if (seen && seen.size >= MAX_ATTRIBUTES) this.#fail('a tag has too many attributes', TOO_MANY_PARTS);
			if (seen?.has(attribute)) this.#fail('a duplicate attribute');
			seen = (seen ?? new Set()).add(attribute);
			const value = this.#readAttributeValue();
			if (localName(attribute) === 'nil') nil = value === 'true' || value === '1';
		}
		const isEmptyElement = this.#source.charCodeAt(this.#offset) === SLASH;
		if (isEmptyElement) this.#offset += 1;
		this.#expect(GREATER);
		return newTag(name, nil, isEmptyElement);
	}

	#readCloseTag(): XmlEvent {
		this.#offset += 2;
		const { name } = this.#open[this.#open.length - 1] ?? this.#fail('an end tag does not match its start tag');
		if (!this.#source.startsWith(name, this.#offset)) this.#fail('an end tag does not match its start tag');
		this.#offset += name.length;
		this.#skipSpace();
		this.#expect(GREATER);
		return this.#close();
	}

	#close(): XmlEvent {
		this.#isEmptyElement = false;
		this.#open.pop();
		return 'close';
	}

	#readText(): XmlEvent {
		const next = this.#source.indexOf('<', this.#offset);
		const end = next < 0 ? this.#source.length : next;
		this.text = this.#resolve(this.#source.slice(this.#offset, end));
		if (this.#hasCdataEnds && this.#source.slice(this.#offset, end).includes(']]>')) this.#fail('a text has ]]>');
		if (this.#open.length === 0 && /[^ \t\n]/.test(this.text)) this.#fail('it has text outside of the root element');
		this.#offset = end;
		return 'text';
	}

	/** Comments produce no events. @returns whether there were any. */
	#skipComments(): boolean {
		const source = this.#source;
		const begin = this.#offset;
		while (source.startsWith('<!--', this.#offset)) {
			const end = source.indexOf('--', this.#offset + 4);
			if (end < 0 || source.charCodeAt(end + 2) !== GREATER) this.#fail('a comment is malformed');
			this.#offset = end + 3;
		}
		return this.#offset > begin;
	}

	#readCdata(): XmlEvent {
		const source = this.#source;
		if (!source.startsWith('<![CDATA[', this.#offset))
			this.#fail('it has a document type', 'the reply carries a document type, which SOAP forbids');
		const end = source.indexOf(']]>', this.#offset);
		if (end < 0 || this.#open.length === 0) this.#fail('CDATA is malformed');
		this.count(HEAVY_PART);
		this.text = this.#normalizeLineEnds(source.slice(this.#offset + 9, end));
		this.#offset = end + 3;
		return 'text';
	}

	#readName(): string {
		const source = this.#source;
		const begin = this.#offset;
		let code = source.charCodeAt(begin);
		if (NAME_CHARACTERS[code] === 2) {
			let at = begin + 1;
			for (code = source.charCodeAt(at); (NAME_CHARACTERS[code] ?? 0) > 0; code = source.charCodeAt(at)) at += 1;
			if (!(code > 127)) {
				this.#offset = at;
				return source.slice(begin, at);
			}
		}
		NAME.lastIndex = begin;
		const name = NAME.exec(source)?.[0] ?? this.#fail('a tag is malformed');
		this.#offset += name.length;
		return name;
	}

	#readAttributeValue(): string {
		this.#skipSpace();
		this.#expect(EQUALS);
		this.#skipSpace();
		const quote = this.#source.charCodeAt(this.#offset);
		if (quote !== DOUBLE && quote !== SINGLE) this.#fail('a tag is malformed');
		const end = this.#source.indexOf(quote === DOUBLE ? '"' : "'", this.#offset + 1);
		if (end < 0) this.#fail('a tag is malformed');
		const value = this.#source.slice(this.#offset + 1, end);
		if (value.includes('<')) this.#fail('an attribute has <');
		this.#offset = end + 1;
		return this.#resolve(value);
	}

	#resolve(raw: string): string {
		const text = this.#normalizeLineEnds(raw);
		if (!this.#hasReferences || !text.includes('&')) return text;
		// One by one: a replacement of all by a function would first list them all.
		const parts: string[] = [];
		let from = 0;
		for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
			const end = text.indexOf(';', at);
			if (end < 0) this.#fail('an unescaped &');
			parts.push(text.slice(from, at), this.#reference(text.slice(at + 1, end)));
			from = end + 1;
		}
		return parts.join('') + text.slice(from);
	}

	#reference(reference: string): string {
		const predefined = PREDEFINED.get(reference);
		if (predefined !== undefined) return predefined;
		const number = /^#(?:x([\da-fA-F]{1,8})|(\d{1,8}))$/.exec(reference) ?? this.#fail('an unknown entity');
		const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
		const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
		this.#assertCharacters(character);
		return character;
	}

	/** Line ends are normalized to line feeds (XML 1.0 §2.11). */
	#normalizeLineEnds(raw: string): string {
		return this.#hasCarriageReturns ? raw.replace(/\r\n?/g, '\n') : raw;
	}

	#assertCharacters(text: string): void {
		const forbidden = firstNonXmlCharacter(text);
		if (forbidden) this.#failOf(forbidden);
	}

	#failOf(forbidden: string): never {
		this.#fail(`it has ${forbidden}, which XML does not allow`);
	}

	#skipSpace(): boolean {
		const begin = this.#offset;
		for (;;) {
			const code = this.#source.charCodeAt(this.#offset);
			if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return this.#offset > begin;
			this.#offset += 1;
		}
	}

	#expect(code: number): void {
		if (this.#source.charCodeAt(this.#offset) !== code) this.#fail('a tag is malformed');
		this.#offset += 1;
	}

	/** Reports the position and the mistake, without quoting the document, which can contain passwords. */
	#fail(mistake: string, reason?: string): never {
		throw new XmlError(`at character ${this.#offset}: ${mistake}`, reason);
	}
}

/** A name without its prefix. */
function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
