import { firstNonXmlCharacter } from './value.js';

/** What is no well-formed XML, or more than SOAP allows in a message (SOAP 1.1 §3: no document type, no instruction). */
export class XmlError extends Error {
	override readonly name = 'XmlError';

	/** @param reason in a word, fit for callers */
	constructor(
		message: string,
		readonly reason = 'the reply is not well-formed XML',
	) {
		super(message);
	}
}

/** The beginning of an element, as it stands there. */
interface Tag {
	name: string;
	/** Without its prefix. */
	localName: string;
	/** `xsi:nil`. */
	nil: boolean;
	/** There is no other tag that would close it. */
	closesItself: boolean;
	/** How it was written, and the tag that was opened after it the last time: records are alike. */
	written: string;
	following: Tag | undefined;
}

/** Each reader has its own tags: they hold pieces of the document they were read from. */
function newTag(name = '', nil = false, closesItself = false): Tag {
	return { name, localName: localName(name), nil, closesItself, written: '', following: undefined };
}

/** What stands next in the document. */
export type XmlEvent = 'open' | 'close' | 'text' | 'end';

/** Deep enough for every reply of both WSDLs, shallow enough that a hostile one costs nothing. */
const MAX_DEPTH = 32;
/** A reply has a handful of different tags, each as often as it has records. */
const MOST_TAGS = 100;
const DECLARATION =
	/^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.\d\1([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][\w.-]*\3)?([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\5)?[ \t\r\n]*\?>/;
const NAME =
	/[:A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}][-.\d:A-Z_a-z\u{B7}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{203F}-\u{2040}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}]*/uy;
const PREDEFINED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const [TAB, LF, CR, BLANK, BANG, DOUBLE, SINGLE, SLASH, LESS, EQUALS, GREATER, QUESTION] = [
	0x09, 0x0a, 0x0d, 0x20, 0x21, 0x22, 0x27, 0x2f, 0x3c, 0x3d, 0x3e, 0x3f,
];

/** 1: may stand inside of a name; 2: may begin one. Of ASCII, which is all that Chamilo's names are made of. */
const NAMING = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:') NAMING[character.charCodeAt(0)] = 2;
for (const character of '0123456789-.') NAMING[character.charCodeAt(0)] = 1;

/**
 * Reads XML piece by piece, strictly: what is not well-formed is an error, whether anybody wants it or not. A package
 * that builds events of every attribute and entity takes ten times as long over a list of courses.
 */
export class XmlReader {
	/** Of the element that was opened. */
	tag: Tag = newTag();
	/** What stands between two tags, references resolved. */
	text = '';
	readonly #source: string;
	#at = 0;
	readonly #open: Tag[] = [];
	/** Tags that were read, by how they are written. */
	readonly #tags = new Map<string, Tag>();
	#closesItself = false;
	#hasRoot = false;
	/** What may stand in texts, if it stands anywhere. */
	readonly #hasReturns: boolean;
	readonly #hasReferences: boolean;
	readonly #hasCdataEnds: boolean;

	constructor(source: string) {
		this.#source = source;
		this.#hasReturns = source.includes('\r');
		this.#hasReferences = source.includes('&');
		this.#hasCdataEnds = source.includes(']]>');
		this.#assertCharacters(source);
		if (source.startsWith('<?xml')) {
			const declaration = DECLARATION.exec(source)?.[0];
			if (declaration === undefined) this.#fail('the declaration is malformed');
			this.#at = declaration.length;
		}
	}

	get depth(): number {
		return this.#open.length;
	}

	/** @throws XmlError */
	next(): XmlEvent {
		if (this.#closesItself) return this.#closed();
		const source = this.#source;
		if (this.#at >= source.length) {
			if (this.#open.length > 0 || !this.#hasRoot) this.#fail('it ends too early');
			return 'end';
		}
		if (source.charCodeAt(this.#at) !== LESS) return this.#readText();
		const second = source.charCodeAt(this.#at + 1);
		if (second === SLASH) return this.#readCloseTag();
		if (second === BANG) return this.#skipComments() ? this.next() : this.#readCdata();
		if (second === QUESTION) this.#fail('it has an instruction, which SOAP forbids');
		return this.#readOpenTag();
	}

	#readOpenTag(): XmlEvent {
		if (this.#open.length === 0 && this.#hasRoot) this.#fail('it has two roots');
		const { following } = this.tag;
		if (following && this.#source.startsWith(following.written, this.#at)) {
			this.#at += following.written.length;
			this.tag = following;
		} else {
			const before = this.tag;
			this.tag = this.#findTag();
			if (this.tag.written !== '') before.following = this.tag;
		}
		this.#closesItself = this.tag.closesItself;
		this.#hasRoot = true;
		if (this.#open.push(this.tag) > MAX_DEPTH) this.#fail('it is nested too deeply', 'the reply is nested too deeply');
		return 'open';
	}

	/** The same tag is read once. */
	#findTag(): Tag {
		const begin = this.#at;
		const end = this.#source.indexOf('>', begin) + 1;
		const written = this.#source.slice(begin, end);
		const known = this.#tags.get(written);
		if (known) {
			this.#at = end;
			return known;
		}
		const tag = this.#readTag();
		// A > in an attribute is not the end.
		if (this.#at === end && this.#tags.size < MOST_TAGS) {
			tag.written = written;
			this.#tags.set(written, tag);
		}
		return tag;
	}

	#readTag(): Tag {
		this.#at += 1;
		const name = this.#readName();
		let nil = false;
		let seen: Set<string> | undefined;
		for (;;) {
			const hadBlank = this.#skipBlanks();
			const code = this.#source.charCodeAt(this.#at);
			if (code === GREATER || code === SLASH) break;
			if (!hadBlank) this.#fail('a tag is malformed');
			const attribute = this.#readName();
			if (seen?.has(attribute)) this.#fail('an attribute stands twice');
			seen = (seen ?? new Set()).add(attribute);
			const value = this.#readAttributeValue();
			if (localName(attribute) === 'nil') nil = value === 'true' || value === '1';
		}
		const closesItself = this.#source.charCodeAt(this.#at) === SLASH;
		if (closesItself) this.#at += 1;
		this.#expect(GREATER);
		return newTag(name, nil, closesItself);
	}

	#readCloseTag(): XmlEvent {
		this.#at += 2;
		const { name } = this.#open[this.#open.length - 1] ?? this.#fail('a tag closes another one');
		if (!this.#source.startsWith(name, this.#at)) this.#fail('a tag closes another one');
		this.#at += name.length;
		this.#skipBlanks();
		this.#expect(GREATER);
		return this.#closed();
	}

	#closed(): XmlEvent {
		this.#closesItself = false;
		this.#open.pop();
		return 'close';
	}

	#readText(): XmlEvent {
		const next = this.#source.indexOf('<', this.#at);
		const end = next < 0 ? this.#source.length : next;
		this.text = this.#resolved(this.#source.slice(this.#at, end));
		if (this.#hasCdataEnds && this.#source.slice(this.#at, end).includes(']]>')) this.#fail('a text has ]]>');
		if (this.#open.length === 0 && /[^ \t\n]/.test(this.text)) this.#fail('it has text outside of the root');
		this.#at = end;
		return 'text';
	}

	/** Nobody is told of them. @returns whether there were any */
	#skipComments(): boolean {
		const source = this.#source;
		const begin = this.#at;
		while (source.startsWith('<!--', this.#at)) {
			const end = source.indexOf('--', this.#at + 4);
			if (end < 0 || source.charCodeAt(end + 2) !== GREATER) this.#fail('a comment is malformed');
			this.#at = end + 3;
		}
		return this.#at > begin;
	}

	#readCdata(): XmlEvent {
		const source = this.#source;
		if (!source.startsWith('<![CDATA[', this.#at))
			this.#fail('it has a document type', 'the reply carries a document type, which SOAP forbids');
		const end = source.indexOf(']]>', this.#at);
		if (end < 0 || this.#open.length === 0) this.#fail('CDATA is malformed');
		this.text = this.#lines(source.slice(this.#at + 9, end));
		this.#at = end + 3;
		return 'text';
	}

	#readName(): string {
		const source = this.#source;
		const begin = this.#at;
		let code = source.charCodeAt(begin);
		if (NAMING[code] === 2) {
			let at = begin + 1;
			for (code = source.charCodeAt(at); (NAMING[code] ?? 0) > 0; code = source.charCodeAt(at)) at += 1;
			if (!(code > 127)) {
				this.#at = at;
				return source.slice(begin, at);
			}
		}
		NAME.lastIndex = begin;
		const name = NAME.exec(source)?.[0] ?? this.#fail('a tag is malformed');
		this.#at += name.length;
		return name;
	}

	#readAttributeValue(): string {
		this.#skipBlanks();
		this.#expect(EQUALS);
		this.#skipBlanks();
		const quote = this.#source.charCodeAt(this.#at);
		if (quote !== DOUBLE && quote !== SINGLE) this.#fail('a tag is malformed');
		const end = this.#source.indexOf(quote === DOUBLE ? '"' : "'", this.#at + 1);
		if (end < 0) this.#fail('a tag is malformed');
		const value = this.#source.slice(this.#at + 1, end);
		if (value.includes('<')) this.#fail('an attribute has <');
		this.#at = end + 1;
		return this.#resolved(value);
	}

	#resolved(raw: string): string {
		const text = this.#lines(raw);
		if (!this.#hasReferences || !text.includes('&')) return text;
		return text.replace(/&([^&;]*)(;?)/g, (_, reference: string, end: string) =>
			end ? this.#reference(reference) : this.#fail('an & stands alone'),
		);
	}

	#reference(reference: string): string {
		const number = /^#(?:x([\da-fA-F]{1,8})|(\d{1,8}))$/.exec(reference);
		if (!number) {
			const character = Object.hasOwn(PREDEFINED, reference) ? PREDEFINED[reference] : undefined;
			return character ?? this.#fail('an entity is not known');
		}
		const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
		const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
		this.#assertCharacters(character);
		return character;
	}

	/** An end of line is a line feed, however it is written. */
	#lines(raw: string): string {
		return this.#hasReturns ? raw.replace(/\r\n?/g, '\n') : raw;
	}

	#assertCharacters(text: string): void {
		const forbidden = firstNonXmlCharacter(text);
		if (forbidden) this.#fail(`it has ${forbidden}, which XML cannot carry`);
	}

	#skipBlanks(): boolean {
		const begin = this.#at;
		for (;;) {
			const code = this.#source.charCodeAt(this.#at);
			if (code !== BLANK && code !== LF && code !== CR && code !== TAB) return this.#at > begin;
			this.#at += 1;
		}
	}

	#expect(code: number): void {
		if (this.#source.charCodeAt(this.#at) !== code) this.#fail('a tag is malformed');
		this.#at += 1;
	}

	/** Says where and what, and quotes nothing: a reply can hold passwords. */
	#fail(mistake: string, reason?: string): never {
		throw new XmlError(`at character ${this.#at}: ${mistake}`, reason);
	}
}

/** A name without its prefix. */
function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
