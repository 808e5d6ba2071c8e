import { parseYaml } from '@redocly/openapi-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import { acceptsGzip } from '../../src/http/static-pages.js';
import { toYaml } from '../../src/http/yaml.js';
import { type GatewayProcess, startProcess } from '../support/process.js';

let gateway: GatewayProcess;
beforeAll(async () => {
	gateway = await startProcess({ CHAMILO_SANDBOX: '1.9', LOG_LEVEL: 'silent' });
});
afterAll(() => gateway?.stop());

it.each(['/openapi.json', '/openapi.yaml', '/docs', '/assets/docs.css', '/assets/swagger-ui-dist/swagger-ui.css'])(
	'%s is sent compressed, and not again while it is the same',
	async (path) => {
		const get = (headers: Record<string, string>) => fetch(gateway.url + path, { headers });
		const plain = await get({ 'Accept-Encoding': 'identity' });
		const packed = await get({ 'Accept-Encoding': 'gzip' });
		const text = await plain.text();
		expect(plain.headers.has('Content-Encoding')).toBe(false);
		if (text.length > 2048) expect(packed.headers.get('Content-Encoding')).toBe('gzip');
		expect(await packed.text()).toBe(text);
		const etag = packed.headers.get('ETag') ?? '';
		expect(etag).toBe(plain.headers.get('ETag'));
		const again = await get({ 'If-None-Match': etag });
		expect([again.status, await again.text()]).toEqual([304, '']);
		expect((await get({ 'If-None-Match': '"other"' })).status).toBe(200);
	},
);

it('what changes has no ETag', async () => {
	for (const path of ['/healthz', '/readyz']) {
		expect((await fetch(gateway.url + path)).headers.has('ETag'), path).toBe(false);
	}
});

it('the YAML is the document, and as a parser reads it', async () => {
	expect(parseYaml(await (await fetch(`${gateway.url}/openapi.yaml`)).text())).toEqual(openapi);
	const odd = { no: 'yes', '200': [[], {}, [1, [null]], { a: [{ b: -1.5 }] }], 'a b': ': # \n"\u2028', '': true };
	expect(parseYaml(toYaml(odd))).toEqual(odd);
});

it.each([
	['gzip', true],
	['br, gzip;q=0.5', true],
	['*', true],
	['gzip;q=0', false],
	['gzip;q=0.0, br', false],
	['br', false],
	['x-gzip-not', false],
	[undefined, false],
])('%s takes gzip: %s', (header, takes) => {
	expect(acceptsGzip(header)).toBe(takes);
});
