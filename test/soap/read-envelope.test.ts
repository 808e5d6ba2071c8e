import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../src/soap/read-envelope.js';
import { UnreadableReply } from '../../src/soap/reply.js';
import { envelope, replyOf } from './sample.js';

const MIB = 1024 * 1024;
const REPLY = replyOf('WSSample.Text', '<return>é漢</return>');

/** A stream of chunks that remembers how it was read. */
class Chunks {
	taken = 0;
	closed = false;
	constructor(private readonly chunks: readonly (string | Uint8Array)[]) {}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
		try {
			for (const chunk of this.chunks) {
				this.taken += 1;
				yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
			}
		} finally {
			this.closed = true;
		}
	}
}

async function read(chunks: readonly (string | Uint8Array)[], limit = MIB): Promise<string> {
	return new TextDecoder().decode(await readEnvelope(new Chunks(chunks), limit));
}

describe('readEnvelope', () => {
	it('answers the same wherever the stream is cut into two', async () => {
		const bytes = Buffer.from(`<b>Notice</b>\n${REPLY}<!-- debug -->`);
		const different: number[] = [];
		for (let at = 0; at <= bytes.length; at += 1) {
			if ((await read([bytes.subarray(0, at), bytes.subarray(at)])) !== REPLY) different.push(at);
		}
		expect(different).toEqual([]);
	});

	it('answers the same when every byte comes by itself, with empty chunks between', async () => {
		const bytes = Buffer.from(`\n\n${REPLY}\n`);
		const chunks = Array.from(bytes, (byte) => [Uint8Array.of(byte), new Uint8Array()]).flat();
		expect(await read(chunks)).toBe(REPLY);
	});

	it('copies what it keeps, so that a transport may use its buffers again', async () => {
		const half = Buffer.from(REPLY.slice(0, 200));
		async function* reused() {
			yield half;
			half.fill(0);
			yield Buffer.from(REPLY.slice(200));
		}
		expect(new TextDecoder().decode(await readEnvelope(reused(), MIB))).toBe(REPLY);
	});

	it('cuts off notices before the declaration', async () => {
		const notices = [
			'<br />\n<b>Notice</b>:  Undefined offset: 1 in <b>/var/www/soap.php</b> on line <b>75</b><br />\n',
			' \r\n\t',
			'\ufeff',
			'<!-- <xml -->',
			'<b>Warning</b>: expects a:Envelope> here',
			'x'.repeat(100_000),
		];
		for (const notice of notices) expect(await read([notice, REPLY]), notice.slice(0, 40)).toBe(REPLY);
	});

	it('takes no notice for the end of the envelope', async () => {
		expect(await read(['<b>Notice</b>:Envelope> is undefined<br />\n', REPLY])).toBe(REPLY);
		expect(await read(['<pre></SOAP-ENV:Envelope></pre>', REPLY])).toBe(REPLY);
	});

	it('takes no text inside the reply for its end', async () => {
		for (const text of [':Envelope>', '&lt;/SOAP-ENV:Envelope&gt;', '/:Envelope>', '<b></b>:Envelope>']) {
			const reply = replyOf('WSSample.Text', `<return>${text}</return>`);
			expect(await read([reply, 'rest']), text).toBe(reply);
		}
	});

	it('knows the end by any prefix', async () => {
		for (const prefix of ['soapenv', 'SOAP-ENV', 's', 'soap_1.1']) {
			const reply = `<?xml version="1.0"?><${prefix}:Envelope><${prefix}:Body/></${prefix}:Envelope>`;
			expect(await read([reply, 'rest'])).toBe(reply);
		}
	});

	it('neither reads on nor waits after the envelope', async () => {
		const stream = new Chunks([REPLY, ...Array(100).fill('<!-- debug '.repeat(6000))]);
		const bytes = await readEnvelope(stream, MIB);
		expect(new TextDecoder().decode(bytes)).toBe(REPLY);
		expect(stream.taken).toBe(1);
		expect(stream.closed).toBe(true);
	});

	it('answers nothing of what follows in the same chunk', async () => {
		const debug = `<!-- secret_key ${'hunter2 '.repeat(300_000)}-->`;
		const bytes = await readEnvelope(new Chunks([REPLY + debug]), 4 * MIB);
		expect(new TextDecoder().decode(bytes)).toBe(REPLY);
	});

	it('refuses a reply beyond the limit, notices counted, and stops there', async () => {
		const stream = new Chunks(Array(1000).fill('x'.repeat(1000)));
		await expect(readEnvelope(stream, 10_000)).rejects.toThrow('larger than 10000 bytes');
		expect(stream.taken).toBe(11);
		expect(stream.closed).toBe(true);
	});

	it('takes a reply of just the limit', async () => {
		const size = Buffer.byteLength(REPLY);
		expect(await read([REPLY], size)).toBe(REPLY);
		await expect(read([REPLY], size - 1)).rejects.toThrow(UnreadableReply);
	});

	it('reads megabytes that come in small pieces', async () => {
		const reply = envelope(`<a>${'é'.repeat(2 * MIB)}</a>`);
		const bytes = Buffer.from(reply);
		const chunks: Uint8Array[] = [];
		for (let at = 0; at < bytes.length; at += 1400) chunks.push(bytes.subarray(at, at + 1400));
		expect((await readEnvelope(new Chunks(chunks), 8 * MIB)).length).toBe(bytes.length);
	});

	it('reads megabytes of what looks like the end in one pass', { timeout: 10_000 }, async () => {
		const chunks = ['<?xml version="1.0"?>', ...Array<string>(200).fill(':Envelope>'.repeat(1000))];
		await expect(read(chunks, 8 * MIB)).rejects.toThrow('cut off');
	});

	it('says why a stream holds no envelope', async () => {
		const cases: [chunks: (string | Uint8Array)[], reason: string][] = [
			[[], 'empty'],
			[[''], 'empty'],
			[['<!DOCTYPE html><html><body>Maintenance</body></html>'], 'not XML'],
			[[' '], 'not XML'],
			[['<html></x:Envelope>'], 'not XML'],
			[[REPLY.slice(0, -1)], 'cut off'],
			[['<?xml version="1.0"?>'], 'cut off'],
			[['<?xml version="1.0"?><definitions></definitions>'], 'cut off'],
			[['notice', REPLY.slice(0, 60)], 'cut off'],
		];
		for (const [chunks, reason] of cases) await expect(read(chunks), String(chunks[0])).rejects.toThrow(reason);
	});

	it('is never content with less than the whole envelope', async () => {
		const bytes = Buffer.from(REPLY);
		for (let length = 0; length < bytes.length; length += 1) {
			await expect(read([bytes.subarray(0, length)]), `${length} bytes`).rejects.toThrow(UnreadableReply);
		}
	});

	it('has the failure of the stream as its cause', async () => {
		async function* broken() {
			yield Buffer.from(REPLY.slice(0, 100));
			throw new Error('reset');
		}
		await expect(readEnvelope(broken(), MIB)).rejects.toMatchObject({
			name: 'NoSoapReply',
			cause: { message: 'reset' },
		});
	});
});
