import type { Transport } from '../chamilo/transport.js';
import { type CompiledService, compileWsdl } from './compile-wsdl.js';

/** Chamilo 1.11 appends half a megabyte of comments to its WSDL. */
const MAX_BYTES = 8 * 1024 * 1024;
const END = '</definitions>';

/** Reads and compiles the WSDL at a URL; reading stops at the end of the document. */
export async function fetchWsdl(transport: Transport, url: string, timeoutMs: number): Promise<CompiledService> {
	const response = await transport({ method: 'GET', url, headers: {}, timeoutMs });
	if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
	const decoder = new TextDecoder('iso-8859-1');
	let text = '';
	for await (const chunk of response.body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.includes(END, text.length - chunk.length - END.length) || text.length > MAX_BYTES) break;
	}
	const end = text.indexOf(END);
	if (end < 0) throw new Error('no WSDL');
	return compileWsdl(text.slice(0, end + END.length));
}
