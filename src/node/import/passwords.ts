import { randomInt } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { printable } from '../printable.js';
import type { Item } from './record-types.js';

/** Without letters and digits that are easily taken for each other. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;

const HEADER = 'loginname,password,field,value\n';

/** A password of 16 letters and digits, 92 bits. */
export function randomPassword(): string {
	return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/**
 * The passwords of new users, in a file that only its owner can read. Each is written before it is sent, so that none is
 * lost with the process, and a user who is sent again keeps the one that was sent before.
 */
export class PasswordFile {
	/** Those that an earlier run has written. */
	private readonly earlier: ReadonlySet<string>;

	private constructor(
		private readonly path: string,
		private readonly file: FileHandle,
		/** Rows of the file, by whose they are. */
		private readonly rows: Map<string, { password: string; row: string }>,
	) {
		this.earlier = new Set(rows.keys());
	}

	/** Opens the file, with what an earlier run left in it. */
	static async open(path: string): Promise<PasswordFile> {
		const text = await readFile(path, 'utf8').catch((failure: NodeJS.ErrnoException) => {
			if (failure.code === 'ENOENT') return '';
			throw failure;
		});
		const rows = new Map<string, { password: string; row: string }>();
		const complete = text.slice(0, text.lastIndexOf('\n') + 1);
		const cells = parse(complete, { relax_column_count: true, skip_empty_lines: true }) as string[][];
		for (const [login = '', password = '', field, value] of cells.slice(1)) {
			const item = { loginname: login, ...(field ? { field, value } : {}) };
			rows.set(keyOf(item), { password, row: rowOf(item, password) });
		}
		const file = await open(path, 'a', 0o600);
		await file.chmod(0o600);
		// A line that was cut off by a kill is ended, so that it does not spoil the next one.
		if (text === '') await file.appendFile(HEADER);
		else if (complete.length < text.length) await file.appendFile('\n');
		return new PasswordFile(path, file, rows);
	}

	/** Gives a password to each item that has none. */
	async assign(items: readonly Item[]): Promise<Item[]> {
		const added: string[] = [];
		const complete = items.map((item) => {
			if (item.password !== undefined) return item;
			const key = keyOf(item);
			const known = this.rows.get(key);
			const password = known?.password ?? randomPassword();
			const row = rowOf(item, password);
			if (known?.row !== row) {
				this.rows.set(key, { password, row });
				added.push(row);
			}
			return { ...item, password };
		});
		if (added.length > 0) {
			await this.file.appendFile(added.join(''));
			await this.file.datasync();
		}
		return complete;
	}

	/**
	 * The user was not created with this password.
	 * @param isThere the user exists: an earlier run may have created it with the password that it wrote.
	 */
	forget(item: Item, isThere = false): void {
		const key = keyOf(item);
		if (!(isThere && this.earlier.has(key))) this.rows.delete(key);
	}

	/** Closes the file; all stay in it. */
	close(): Promise<void> {
		return this.file.close();
	}

	/** Ends with only the passwords of created users in the file; with none there is no file. */
	async finish(policy: 'generate' | 'random'): Promise<void> {
		await this.file.close();
		if (policy === 'random' || this.rows.size === 0) return rm(this.path, { force: true });
		const path = `${this.path}.new`;
		await rm(path, { force: true });
		const file = await open(path, 'wx', 0o600);
		try {
			await file.writeFile(HEADER + [...this.rows.values()].map(({ row }) => row).join(''));
			await file.datasync();
		} finally {
			await file.close();
		}
		await rename(path, this.path);
	}
}

/** The identifier, for two people can ask for one username; else that. */
function keyOf({ loginname, field, value }: Item): string {
	return value === undefined ? `username ${loginname}`.toLowerCase() : `${field} ${value}`.toLowerCase();
}

function rowOf({ loginname, field, value }: Item, password: string): string {
	return `${[loginname, password, field, value].map(cell).join(',')}\n`;
}

function cell(value: unknown): string {
	const text = printable(typeof value === 'string' ? value : '');
	return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
