/** The form that a call of v2.php is sent as: texts in a form are stored as they are, those in a JSON body are not (F365). */

/** A value of a call: a text, a number, a list, or values by name. */
export type FormValue = string | number | readonly (string | number)[] | Readonly<Record<string, string>>;

export type FormArguments = Readonly<Record<string, FormValue | undefined>>;

/** Who calls: the login of a platform administrator, and the API key. */
export interface Credentials {
	user: string;
	key: string;
}

/** Most values of a list: PHP drops what comes after a thousand variables, without a word (F366). */
export const MOST_VALUES = 500;

/** Encodes a call. The credentials come first: what is dropped is the end. */
export function encodeForm(action: string, args: FormArguments, credentials: Credentials | undefined): string {
	const form = new URLSearchParams({ action });
	if (credentials) {
		form.append('username', credentials.user);
		form.append('api_key', credentials.key);
	}
	for (const [name, value] of Object.entries(args)) append(form, name, value);
	return form.toString();
}

function append(form: URLSearchParams, name: string, value: FormValue | undefined): void {
	if (value === undefined) return;
	if (typeof value !== 'object') {
		form.append(name, String(value));
		return;
	}
	const entries = isList(value) ? value.map((item) => ['', item] as const) : Object.entries(value);
	if (entries.length > MOST_VALUES) throw new RangeError(`${name} has more than ${MOST_VALUES} values`);
	for (const [key, item] of entries) form.append(`${name}[${key}]`, String(item));
}

function isList(value: object): value is readonly (string | number)[] {
	return Array.isArray(value);
}
