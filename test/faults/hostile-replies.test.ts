import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Send } from '../support/client.js';
import { type GatewayProcess, startProcess } from '../support/process.js';
import { API_KEYS, KEYS } from '../support/stack.js';

const MEBIBYTE = 1024 * 1024;
/** What a gateway may grow to, whatever a campus sends. */
const MOST_MEMORY = 400 * MEBIBYTE;

const envelope = (body: string, head = '<?xml version="1.0" encoding="utf-8"?>') =>
	`${head}<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>${body}</E:Body></E:Envelope>`;
const reply = (value: string, head?: string) =>
	envelope(
		`<n:WSGetUserFromUsernameResponse xmlns:n="u"><return><user_id>6</user_id><firstname>${value}</firstname><lastname>B</lastname></return></n:WSGetUserFromUsernameResponse>`,
		head,
	);
const XML = { 'Content-Type': 'text/xml; charset=utf-8' };

/** Writes the piece over and over, as fast as it is taken. */
function pour(stream: NodeJS.WritableStream & { destroyed?: boolean }, piece: Buffer, times: number): void {
	let left = times;
	const more = () => {
		while (left > 0 && !stream.destroyed) {
			left -= 1;
			if (!stream.write(piece)) {
				stream.once('drain', more);
				return;
			}
		}
		stream.end();
	};
	more();
}

/** Few bytes on the wire, megabytes when it is unpacked. */
function respondPacked(response: ServerResponse, text: string): void {
	response.writeHead(200, { ...XML, 'Content-Encoding': 'gzip' }).end(gzipSync(text, { level: 1 }));
}

const PIECE = Buffer.from('x'.repeat(MEBIBYTE));
const REPLIES: [what: string, send: (response: ServerResponse) => void][] = [
	[
		'of 100 MB',
		(response) => {
			response.writeHead(200, XML).write(reply('').split('</firstname>')[0]);
			pour(response, PIECE, 100);
		},
	],
	[
		'that is 2 GB when it is unpacked',
		(response) => {
			const gzip = createGzip();
			gzip.pipe(response.writeHead(200, { ...XML, 'Content-Encoding': 'gzip' }));
			response.on('close', () => gzip.destroy());
			pour(gzip, PIECE, 2048);
		},
	],
	[
		'that never ends',
		(response) => {
			response.writeHead(200, XML).write('<?xml version="1.0"?>');
			const timer = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(timer));
		},
	],
	[
		'in UTF-16, as it says',
		(response) =>
			response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-16' }).end(Buffer.from(reply('A'), 'utf16le')),
	],
	[
		'with an entity bomb',
		(response) =>
			response
				.writeHead(200, XML)
				.end(
					reply(
						'&b;',
						`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`,
					),
				),
	],
	['nested a million deep', (response) => response.writeHead(200, XML).end(reply('<a>'.repeat(1_000_000)))],
	['of 33 million ampersands', (response) => respondPacked(response, reply('&'.repeat(33 * MEBIBYTE - 1000)))],
	['of 6.7 million references', (response) => respondPacked(response, reply('&amp;'.repeat(6.5 * MEBIBYTE)))],
	['of 33 million carriage returns', (response) => respondPacked(response, reply('\r'.repeat(31 * MEBIBYTE)))],
	[
		'of 3 million attributes',
		(response) => {
			const attributes = Array.from({ length: 3_000_000 }, (_, index) => ` a${index.toString(36)}=""`).join('');
			respondPacked(response, reply(`<a${attributes}/>`));
		},
	],
	[
		'with a head of a megabyte',
		(response) => response.writeHead(200, { ...XML, 'X-Long': 'a'.repeat(MEBIBYTE) }).end(reply('A')),
	],
];

/** Whole, whatever is wrong around it. */
const READABLE: typeof REPLIES = [
	[
		'in a charset nobody knows',
		(response) => response.writeHead(200, XML).end(reply('A', '<?xml version="1.0" encoding="x-none"?>')),
	],
	[
		'of bytes that are no UTF-8',
		(response) => response.writeHead(200, XML).end(Buffer.from(reply('\xff\xfe'), 'latin1')),
	],
	[
		'that is shorter than it says',
		(response) =>
			response.writeHead(200, { ...XML, 'Content-Length': '100000' }).end(reply('A'), () => response.destroy()),
	],
];

describe('a reply of the campus', () => {
	let campus: Server;
	let gateway: GatewayProcess;
	let send: Send;
	let answerWith: (response: ServerResponse) => void;
	beforeAll(async () => {
		campus = createServer((request, response) => {
			response.on('error', () => undefined);
			request.resume().on('end', () => answerWith(response));
		});
		await new Promise<void>((resolve) => campus.listen(0, '127.0.0.1', resolve));
		gateway = await startProcess({
			LOG_LEVEL: 'silent',
			NODE_OPTIONS: '--max-old-space-size=512',
			CHAMILO_URL: `http://127.0.0.1:${(campus.address() as AddressInfo).port}`,
			CHAMILO_SECURITY_KEY: 'k',
			CHAMILO_KIND: '1.11-php7',
			CHAMILO_SIGNING: 'static',
			CHAMILO_EGRESS_IP: '127.0.0.1',
			CHAMILO_TIMEOUT_MS: '4000',
			API_KEYS,
		});
		send = createClient(gateway.url, KEYS.all);
	});
	afterAll(async () => {
		await gateway?.stop();
		campus.closeAllConnections();
		await new Promise((resolve) => campus.close(resolve));
	});

	const ask = () => send('GET', '/users/chamilo_user_id/6');
	/** The most it has ever held. */
	const memory = () =>
		Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) * 1024;

	it('as it should be is read', async () => {
		answerWith = (response) => response.writeHead(200, XML).end(reply('Ada'));
		expect((await ask()).json).toMatchObject({ id: 6, firstname: 'Ada' });
	});

	it.each(READABLE)('%s is read as far as it goes', async (_, respond) => {
		answerWith = respond;
		const answer = await ask();
		expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ id: 6, lastname: 'B' })]);
	});

	it.each(REPLIES)('%s is 502 or 504, memory stays bounded, and the next request is served', async (_, respond) => {
		answerWith = respond;
		const answer = await ask();
		expect([502, 503, 504]).toContain(answer.status);
		expect((answer.json as { code: string }).code).toMatch(/^chamilo-/);
		expect(memory()).toBeLessThan(MOST_MEMORY);
		expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
	});

	it('of 2 million empty items, fewer bytes than the limit, is no answer, and memory stays bounded', async () => {
		const items = '<item/>'.repeat(2_000_000);
		const list = `<n:WSListCoursesResponse xmlns:n="u"><return>${items}</return></n:WSListCoursesResponse>`;
		answerWith = (response) => respondPacked(response, envelope(list));
		const answer = await send('GET', '/courses');
		expect([502, 504]).toContain(answer.status);
		expect(memory()).toBeLessThan(MOST_MEMORY);
	});
});
