import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** A connector whose sockets are corrected. */
export function correcting(connect: buildConnector.connector): buildConnector.connector {
	return (options, callback) =>
		connect(options, (...result) => {
			const [, socket] = result;
			if (socket) correct(socket);
			callback(...result);
		});
}

/**
 * Corrects the start of each response before undici reads it, as it gives up on two kinds that campuses send:
 * - `100 Continue` that nobody asked for, which HTTP allows. It is left out.
 * - A Content-Length that does not count the PHP notices before the reply (F320). It is taken away, so that such a
 *   response ends with its connection.
 */
function correct(socket: Pick<Socket, 'read' | 'write'>): void {
	const read = socket.read.bind(socket);
	const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
	let isAwaited = false;
	let held = Buffer.alloc(0);

	socket.write = (...args: unknown[]) => {
		isAwaited = true;
		return write(...args);
	};
	socket.read = (size) => {
		const chunk: Buffer | null = read(size);
		if (!isAwaited || chunk === null) return chunk;
		const { bytes, isEnough } = correctedStart(held.length === 0 ? chunk : Buffer.concat([held, chunk]));
		isAwaited = !isEnough;
		held = isEnough ? Buffer.alloc(0) : Buffer.from(bytes);
		return isEnough ? bytes : null;
	};
}

const HEAD_END = '\r\n\r\n';
const LONGEST_HEAD = 64 * 1024;
const XML_DECLARATION = '<?xml';
const GZIP = '\x1f\x8b';

/** The first bytes of a response, corrected; `isEnough` is false where it takes more of them to tell. */
function correctedStart(bytes: Buffer): { bytes: Buffer; isEnough: boolean } {
	const start = bytes.toString('latin1', 0, 12);
	if (!'HTTP/'.startsWith(start.slice(0, 5))) return { bytes, isEnough: true };
	const end = bytes.indexOf(HEAD_END);
	if (end < 0) return { bytes, isEnough: bytes.length > LONGEST_HEAD };
	const body = bytes.subarray(end + HEAD_END.length);
	if (/^HTTP\/1\.\d 100$/.test(start)) return correctedStart(body);

	const bodyStart = body.toString('latin1', 0, XML_DECLARATION.length);
	if (bodyStart === XML_DECLARATION || bodyStart.startsWith(GZIP)) return { bytes, isEnough: true };
	const head = bytes.toString('latin1', 0, end);
	if (!/^x-soap-server:/im.test(head) || !/^content-length: *\d{3}/im.test(head)) return { bytes, isEnough: true };
	if (body.length < XML_DECLARATION.length) return { bytes, isEnough: false };
	const lines = head.split('\r\n').filter((line) => !/^(content-length|connection|keep-alive):/i.test(line));
	const unbounded = [...lines, 'Connection: close', '', ''].join('\r\n');
	return { bytes: Buffer.concat([Buffer.from(unbounded, 'latin1'), body]), isEnough: true };
}
