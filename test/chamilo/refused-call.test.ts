import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debuggedAddress, refusedReply } from '../../src/chamilo/refused-call.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ chamilo: '1.11.32', php: 7 });
});
afterAll(() => sandbox.close());

async function reply(headers: Record<string, string> = {}, url = sandbox.url): Promise<string | undefined> {
	const { transport, close } = createUndiciTransport(url);
	const text = await refusedReply({ url, transport, text: 'utf8', timeoutMs: 5000 }, headers);
	await close();
	return text;
}

describe('the reply to a refused call', () => {
	it('shows the address that a signature is checked with', async () => {
		expect(debuggedAddress((await reply()) ?? '')).toBe('127.0.0.1');
		expect(debuggedAddress((await reply({ 'X-Forwarded-For': '203.0.113.7' })) ?? '')).toBe('203.0.113.7');
		const two = await reply({ 'X-Forwarded-For': ' 2001:db8::1 , 10.0.0.1' });
		expect(debuggedAddress(two ?? '')).toBe('2001:db8::1');
	});

	it('is a fault, and holds no key', async () => {
		const text = await reply();
		expect(text).toContain('Secret key is not correct');
		expect(text).not.toContain(sandbox.securityKey);
		expect(text).not.toMatch(/[0-9a-f]{40}/);
	});

	it('shows none where there is no debug log, and none is there where nothing answers', async () => {
		const old = await startSandbox({ chamilo: '1.9' });
		expect(debuggedAddress((await reply({}, old.url)) ?? '')).toBeUndefined();
		await old.close();
		expect(await reply({}, old.url)).toBeUndefined();
	});
});
