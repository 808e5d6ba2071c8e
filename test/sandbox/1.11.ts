import type { SandboxOptions } from '../../src/sandbox/index.js';
import { type Answer, type Client, envelope, list, REGISTRATION, startClient } from './client.js';

/** A 1.11 with the means to talk to it, empty unless said otherwise. */
export function start111(options: SandboxOptions = {}): Promise<Client> {
	return startClient({ chamilo: '1.11', seed: 'empty', ...options });
}

/** Calls a plural operation of registration.soap.php. */
export function plural(
	client: Client,
	operation: string,
	name: string,
	items: Record<string, string>[],
): Promise<Answer> {
	const body = envelope(operation, `<p>${list(name, items)}<secret_key>${client.key}</secret_key></p>`);
	return client.post(REGISTRATION, `<?xml version="1.0" encoding="ISO-8859-1"?>${body}`, {
		'Content-Type': 'text/xml; charset=ISO-8859-1',
	});
}

/** The results of a plural operation, in order. */
export function results(answer: Answer): string[] {
	return [...answer.text.matchAll(/<result xsi:type="[^"]*">([^<]*)<\/result>/g)].map(([, result = '']) => result);
}

/** The answer without the debug behind it. */
export function envelopeOf({ text }: Answer): string {
	const end = text.indexOf('</SOAP-ENV:Envelope>');
	return end < 0 ? text : text.slice(0, end + '</SOAP-ENV:Envelope>'.length);
}

/** What follows the envelope. */
export function debugOf(answer: Answer): string {
	return answer.text.slice(envelopeOf(answer).length);
}

/** What stands inside the return element, without types. */
export function returned111(answer: Answer): string | undefined {
	const body = /<return[^>]*>(.*)<\/return>/s.exec(envelopeOf(answer))?.[1];
	return body?.replace(/ xsi:type="[^"]*"/g, '');
}

/** True for the page that a failed SQL statement answers with. */
export function isSqlError({ status, headers, text }: Answer): boolean {
	const html = headers['content-type'] === 'text/html; charset=UTF-8';
	return status === 200 && html && text.includes('An error has occured') && text.length > 28_000;
}

/** True where PHP has died. */
export function isFatal({ status, raw }: Answer): boolean {
	return status === 500 && raw.length === 0;
}

/** Members of a user for registration.soap.php. */
export function person(login: string, external: string, members: Record<string, string> = {}): Record<string, string> {
	return {
		firstname: 'Ana',
		lastname: 'Gil',
		status: '5',
		email: 'a@example.org',
		loginname: login,
		password: 'pw',
		active: '1',
		original_user_id_name: 'ext_user',
		original_user_id_value: external,
		...members,
	};
}

/** The pair that names something by its external id in registration.soap.php. */
export function original(kind: 'user' | 'course' | 'session', value: string): Record<string, string> {
	return { [`original_${kind}_id_name`]: `ext_${kind}`, [`original_${kind}_id_value`]: value };
}

/** Makes a course that anybody can be put into; its number is that of its turn. */
export function addCourse(client: Client, code: string, members: Record<string, string> = {}): Promise<Answer> {
	const course = { title: code, wanted_code: code, subscribe: '1', ...original('course', `x${code}`), ...members };
	return plural(client, 'WSCreateCourse', 'courses', [course]);
}
