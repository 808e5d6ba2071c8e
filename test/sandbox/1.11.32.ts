import type { SandboxOptions } from '../../src/sandbox/index.js';
import { type Answer, type Client, startClient } from './client.js';

/** A 1.11.32 on PHP 7 whose soap.php works, empty unless said otherwise. */
export function start11132(options: SandboxOptions = {}): Promise<Client> {
	return startClient({ chamilo: '1.11.32', php: 7, rawPostData: true, seed: 'empty', ...options });
}

/** True for the page that a failed SQL statement answers with. */
export function isErrorPage({ status, headers, text }: Answer): boolean {
	const isHtml = headers['content-type'] === 'text/html; charset=UTF-8';
	return status === 200 && isHtml && text.includes('An error has occured') && text.length < 14_000;
}

/** The answer to a GET. */
export async function get(client: Client, path: string, headers: Record<string, string> = {}) {
	const response = await fetch(client.sandbox.url + path, { headers });
	return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
