import fc from 'fast-check';
import type { WireRequest } from './wire.js';

/** Ways to write a segment of a path that mean something else to one reader than to the next. */
const SEGMENTS = [
	'%00',
	'a%00b',
	'%2F',
	'..%2F..%2Fadmin',
	'%2e%2e',
	'%2E%2E%2F1505',
	'%252e%252e%252f',
	'%27',
	'%2527',
	'%25252527',
	'%C0%AF',
	'%C0%A7',
	'%E0%80%A7',
	'%F0%80%80%A7',
	'%ED%A0%80',
	'%FF',
	'%',
	'%2',
	'%zz',
	'%u0027',
	'+',
	'%2B',
	'%20',
	';x=1',
	'1504;x=1',
	'%3Fx=1',
	'%23',
	'%EF%BC%87',
	'__proto__',
	'constructor',
	'x'.repeat(8_000),
	'',
];

const QUERIES = [
	'?username=admin&username=apena',
	'?__proto__=1',
	'?limit=1&limit=2',
	'?limit=%00',
	'?limit[]=1',
	'?limit=1e3',
	'?cursor=%FF',
	'?cursor=../../x',
	'?accept_side_effects=true&accept_side_effects=false',
	'?%',
	'?=',
	'?&&&',
	'??',
	`?x=${'y'.repeat(6_000)}`,
];

const HEADERS: Record<string, string>[] = [
	{ 'Content-Type': 'text/xml' },
	{ 'Content-Type': 'application/json; charset=utf-16' },
	{ 'Content-Type': 'application/json, text/html' },
	{ 'Content-Type': '' },
	{ 'Content-Encoding': 'gzip' },
	{ 'Idempotency-Key': '' },
	{ 'Idempotency-Key': '"' },
	{ 'Idempotency-Key': 'x'.repeat(4_000) },
	{ 'Idempotency-Key': "'; --" },
	{ 'X-Request-Id': '<script>'.repeat(40) },
	{ 'X-HTTP-Method-Override': 'DELETE' },
	{ 'X-Forwarded-For': "127.0.0.1', '1" },
	{ 'X-Forwarded-Host': 'evil.example' },
	{ 'X-API-Key': "' OR '1'='1" },
	{ 'X-API-Key': 'x'.repeat(8_000) },
	{ Authorization: 'Bearer ../../etc/passwd' },
	{ Authorization: 'Basic YTpi' },
	{ 'If-None-Match': `"${'x'.repeat(4_000)}"` },
	{ 'If-None-Match': '*' },
	{ Accept: 'text/xml' },
	{ 'Cache-Control': 'max-age=99999999999999999999' },
	{ Host: 'evil.example' },
	{ Traceparent: '00-zz-zz-01' },
	{ Cookie: 'ch_sid=1' },
	{ Range: 'bytes=0-1' },
];

const DEEP = 50_000;

/** What a JSON text is made into. */
const BODIES: ((json: string) => string | Uint8Array)[] = [
	(json) => json.replace(/^\{("[^"]+":)/, '{$1"first",$1'),
	(json) => json.replace(/^\{/, '{"__proto__":{"status":"teacher"},'),
	(json) => json.replace(/^\{/, '{"\\u005f_proto__":1,'),
	(json) => json.replace(/^\{/, '{"constructor":{"prototype":{"status":1}},'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":1e999'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":NaN'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":-0'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":0x10'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, `"$1":${'9'.repeat(400)}`),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":"\\ud800"'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, '"$1":"\\u0000\\u001b[31m"'),
	(json) => json.replace(/"(\w+)":"[^"]*"/, `"$1":${'['.repeat(DEEP)}${']'.repeat(DEEP)}`),
	(json) => json.replace(/"(\w+)":"[^"]*"/, `"$1":${'{"__proto__":'.repeat(DEEP / 5)}1${'}'.repeat(DEEP / 5)}`),
	(json) => json.slice(0, -1),
	(json) => `${json}}`,
	(json) => `\ufeff${json}`,
	(json) => `${json}\u0000`,
	(json) => `[${json}]`,
	(json) => JSON.stringify(json),
	() => '',
	() => 'null',
	() => '[]',
	() => '[1,]',
	() => "{'a':1}",
	() => '{"a":1}//',
	() => '<users/>',
	(json) => Buffer.from(json, 'utf16le'),
	(json) => Buffer.concat([Buffer.from(json.slice(0, 10)), Buffer.from([0xc0, 0xa7, 0xed, 0xa0, 0x80, 0xff])]),
	(json) => Buffer.from(json.replace(/[a-z]"/, '\u00e9"'), 'latin1'),
];

/** A change to the bytes of a request that was right. */
export type Change = (request: WireRequest) => WireRequest;

export const changes: fc.Arbitrary<Change[]> = fc.array(
	fc.oneof(
		fc
			.tuple(fc.constantFrom(...SEGMENTS), fc.nat(5))
			.map(([segment, at]) => named(`segment ${at}: ${segment}`, inPath(segment, at))),
		fc
			.constantFrom(...QUERIES)
			.map((query) => named(`query ${query}`, (request) => ({ ...request, path: request.path + query }))),
		fc.constantFrom(...HEADERS).map((headers) =>
			named(`headers ${JSON.stringify(headers)}`, (request) => ({
				...request,
				headers: { ...request.headers, ...headers },
			})),
		),
		fc.constantFrom(...BODIES).map((change) => named(`body ${change}`, inBody(change))),
	),
	{ minLength: 1, maxLength: 2 },
);

/** Tells what it is where fast-check prints it. */
function named(name: string, change: Change): Change {
	return Object.assign(change, { [fc.toStringMethod]: () => name.slice(0, 200) });
}

/** The last segments of a path are its parameters. */
function inPath(segment: string, at: number): Change {
	return (request) => {
		const [path = '', query] = request.path.split('?');
		const segments = path.split('/');
		const place = segments.length - 1 - (at % Math.max(1, segments.length - 2));
		segments[place] = segment;
		return { ...request, path: segments.join('/') + (query === undefined ? '' : `?${query}`) };
	};
}

function inBody(change: (json: string) => string | Uint8Array): Change {
	return (request) => (typeof request.body === 'string' ? { ...request, body: change(request.body) } : request);
}
