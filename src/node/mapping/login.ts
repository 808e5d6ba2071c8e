import anyAscii from 'any-ascii';

/** Most characters of a username in every Chamilo. */
const MOST = 50;

/** Makes a text a username that every Chamilo takes: small letters without accents, digits and `_ . @ $ -`. */
export function toLogin(text: string): string {
	return anyAscii(text.normalize('NFC'))
		.toLowerCase()
		.replace(/[^a-z0-9_.@$-]/g, '')
		.replace(/\.{2,}/g, '.')
		.replace(/^[.-]+|[.-]+$/g, '')
		.slice(0, MOST);
}

/** The nth username for the same text: `ada`, `ada2`, `ada3` … */
export function numberedLogin(login: string, n: number): string {
	if (n <= 1) return login;
	return `${login.slice(0, MOST - String(n).length)}${n}`;
}

/** Numbers usernames that occur again, in the order of the file. */
export class LoginNumbers {
	private readonly counts = new Map<string, number>();

	next(login: string): string {
		for (;;) {
			const count = (this.counts.get(login) ?? 0) + 1;
			this.counts.set(login, count);
			const numbered = numberedLogin(login, count);
			// ada2 can also be the login of somebody who is called so.
			if (count === 1 || !this.counts.has(numbered)) {
				if (count > 1) this.counts.set(numbered, 1);
				return numbered;
			}
		}
	}
}
