import type { Bytes } from '../php/bytes.js';
import { collate, columnDateTime, columnInt, columnText } from '../php/database.js';
import { type PhpValue, phpEmpty, phpString } from '../php/values.js';

export { sha1Password as passwordHash } from './rules.js';

export interface User {
	id: number;
	username: Bytes;
	firstname: Bytes;
	lastname: Bytes;
	/** SHA-1 in hex if stored by 1.9, see bcryptPassword if stored by 1.11; or a hash as it was sent. */
	password: string;
	status: number;
	active: boolean;
	email: Bytes;
	officialCode: Bytes;
	phone: Bytes;
	language: Bytes;
	/** "Never" is the zero date, or null (1.11 only). */
	expirationDate: string | null;
	authSource: Bytes;
	hrDeptId: number;
	apiKey?: string;
}

/** Column values, as PHP passes them to the database. */
export type UserInput = {
	[key in
		| 'username'
		| 'firstname'
		| 'lastname'
		| 'email'
		| 'officialCode'
		| 'phone'
		| 'language'
		| 'authSource']?: PhpValue;
} & {
	password?: PhpValue;
	status?: PhpValue;
	active?: PhpValue;
	expirationDate?: PhpValue;
	/** The expiration exactly as stored; overrides `expirationDate`, which is parsed by MySQL's rules. */
	expires?: string | null;
	hrDeptId?: number;
};

const LENGTHS = {
	username: 100,
	firstname: 60,
	lastname: 60,
	email: 100,
	officialCode: 40,
	phone: 30,
	language: 40,
	authSource: 50,
} as const;

const PLATFORM_LANGUAGE = 'english';
const LANGUAGES = new Set(
	'arabic asturian basque bosnian brazilian bulgarian catalan croatian czech danish dutch english finnish french galician german greek hebrew hungarian indonesian italian japanese korean latvian lithuanian norwegian occitan persian polish portuguese romanian russian serbian simpl_chinese slovak slovenian spanish swedish tagalog thai trad_chinese turkish ukrainian vietnamese'.split(
		' ',
	),
);

/** The language to store: an unknown one is replaced by that of the platform (F76). */
export function knownLanguage(value: PhpValue | undefined): Bytes {
	const language = phpString(value);
	return LANGUAGES.has(language) ? language : PLATFORM_LANGUAGE;
}

/** The user table. The unique key is the collation key of the first 100 characters of the username. */
export class Users {
	private readonly rows = new Map<number, User>();
	private readonly byName = new Map<string, User>();
	private nextId = 1;
	/** The value of `insertCount` right after each user was inserted. */
	private readonly insertNumbers = new Map<number, number>();
	/** Number of users inserted so far; serves as a logical clock. */
	insertCount = 0;
	/** Largest status that fits the column. */
	maxStatus = 127;

	/** Inserts a row; undefined if the username is taken (duplicate key). */
	insert(input: UserInput): User | undefined {
		const user: User = {
			id: this.nextId,
			username: '',
			firstname: '',
			lastname: '',
			password: phpString(input.password),
			status: columnInt(input.status, this.maxStatus),
			active: !phpEmpty(input.active),
			email: '',
			officialCode: '',
			phone: '',
			language: '',
			expirationDate: input.expires === undefined ? columnDateTime(input.expirationDate) : input.expires,
			authSource: 'platform',
			hrDeptId: input.hrDeptId ?? 0,
		};
		this.fill(user, input);
		if (this.byName.has(collate(user.username))) return undefined;
		this.nextId++;
		this.rows.set(user.id, user);
		this.insertNumbers.set(user.id, ++this.insertCount);
		this.byName.set(collate(user.username), user);
		return user;
	}

	/** Overwrites the given columns; false, without a change, if another user has the username. */
	update(user: User, input: UserInput): boolean {
		if (input.username !== undefined) {
			const key = collate(columnText(input.username, LENGTHS.username));
			const holder = this.byName.get(key);
			if (holder && holder !== user) return false;
			this.byName.delete(collate(user.username));
			this.byName.set(key, user);
		}
		this.fill(user, input);
		if (input.password !== undefined) user.password = phpString(input.password);
		if (input.status !== undefined) user.status = columnInt(input.status, this.maxStatus);
		if (input.active !== undefined) user.active = !phpEmpty(input.active);
		if (input.expirationDate !== undefined) user.expirationDate = columnDateTime(input.expirationDate);
		if (input.expires !== undefined) user.expirationDate = input.expires;
		if (input.hrDeptId !== undefined) user.hrDeptId = input.hrDeptId;
		return true;
	}

	delete(user: User): void {
		this.rows.delete(user.id);
		this.byName.delete(collate(user.username));
	}

	/** Whether the user was inserted after `insertCount` had that value. */
	wasInsertedAfter(user: User, count: number): boolean {
		return (this.insertNumbers.get(user.id) ?? 0) > count;
	}

	byId(id: number): User | undefined {
		return this.rows.get(id);
	}

	byUsername(username: PhpValue | undefined): User | undefined {
		return this.byName.get(collate(columnText(username)));
	}

	list(): User[] {
		return [...this.rows.values()];
	}

	/** Sets the id of the next user. */
	skipTo(id: number): void {
		this.nextId = Math.max(this.nextId, id);
	}

	private fill(user: User, input: UserInput): void {
		for (const [column, length] of Object.entries(LENGTHS) as [keyof typeof LENGTHS, number][]) {
			if (input[column] !== undefined) user[column] = columnText(input[column], length);
		}
	}
}
