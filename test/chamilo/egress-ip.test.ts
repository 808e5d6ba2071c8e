import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEgressIp } from '../../src/chamilo/egress-ip.js';
import { GatewayError } from '../../src/errors.js';
import { failureOf, type SmallServer, serverPool, until } from './small-server.js';

const servers = serverPool();

afterEach(async () => {
	vi.useRealTimers();
	await servers.close();
});

function egressIpOf({ url, transport }: SmallServer, timeoutMs = 5000) {
	return createEgressIp({ url, transport, timeoutMs });
}

/** A campus that tells these addresses one after the other, the last one for ever. */
function telling(...texts: string[]) {
	return servers.start((response, _request, count) => {
		response.writeHead(200, { 'Content-Type': 'text/html' }).end(texts[Math.min(count, texts.length) - 1]);
	});
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
	const failure = await failureOf(promise);
	return failure instanceof GatewayError ? failure.code : String(failure);
}

describe('the egress address', () => {
	it('is asked of testip.php, without any header of ours', async () => {
		const server = await telling('203.0.113.7');
		expect(await egressIpOf(server).current()).toBe('203.0.113.7');
		const [request] = server.requests;
		expect(request).toMatchObject({ method: 'GET', path: '/main/webservices/testip.php' });
		expect(Object.keys(request?.headers ?? {}).sort()).toEqual(['connection', 'host']);
	});

	it('is read without the white space around it', async () => {
		for (const text of [
			'203.0.113.7\n',
			'203.0.113.7\r\n',
			'\n 203.0.113.7 \n\n',
			'2001:db8::1\n',
			'::1',
			'::ffff:10.0.0.1',
		]) {
			expect(await egressIpOf(await telling(text)).current(), JSON.stringify(text)).toBe(text.trim());
		}
	});

	it('is the first line that is an address, whatever stands before and after it', async () => {
		const notice = '<br />\n<b>Notice</b>:  Undefined index: x in <b>/var/www/testip.php</b> on line <b>3</b><br />\n';
		for (const text of [
			`${notice}203.0.113.7\n`,
			`\ufeff203.0.113.7`,
			'203.0.113.7\r\n10.0.0.1\n',
			'203.0.113.7\n<!-- cached by proxy -->',
			'203.0.113\n203.0.113.7',
		]) {
			expect(await egressIpOf(await telling(text)).current(), JSON.stringify(text)).toBe('203.0.113.7');
		}
	});

	it('is refused where the campus answers something else', async () => {
		const texts = [
			'',
			'\n',
			'<html>Not found</html>',
			'<b>Notice</b>203.0.113.7',
			'203.0.113',
			'203.0.113.7, 10.0.0.1',
			'203.0.113.7:4711',
			'unknown',
			':',
			':'.repeat(40),
			'999.999.999.999',
			'x'.repeat(100_000),
		];
		for (const text of texts) {
			expect(await codeOf(egressIpOf(await telling(text)).current()), text.slice(0, 40)).toBe('chamilo-error');
		}
	});

	it('is not read from an endless answer', async () => {
		const server = await servers.start((response) => {
			const more = () => {
				if (!response.destroyed) response.write('1'.repeat(16_384), () => setImmediate(more));
			};
			more();
		});
		expect(await codeOf(egressIpOf(server).current())).toBe('chamilo-error');
		await until(() => server.closed() > 0);
	});

	it('is asked once, however many wait for it', async () => {
		const server = await telling('203.0.113.7', '203.0.113.8');
		const egressIp = egressIpOf(server);
		const answers = await Promise.all(Array.from({ length: 50 }, () => egressIp.current()));
		expect(new Set(answers)).toEqual(new Set(['203.0.113.7']));
		expect(server.requests).toHaveLength(1);
	});

	it('is kept for ten minutes and then asked again', async () => {
		const server = await telling('203.0.113.7', '203.0.113.8');
		const egressIp = egressIpOf(server);
		vi.useFakeTimers({ toFake: ['performance'] });
		expect(await egressIp.current()).toBe('203.0.113.7');
		vi.advanceTimersByTime(599_999);
		expect(await egressIp.current()).toBe('203.0.113.7');
		expect(server.requests).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(await egressIp.current()).toBe('203.0.113.8');
		expect(server.requests).toHaveLength(2);
	});

	it('is asked again after a failure, which is not kept', async () => {
		const server = await telling('down for maintenance', '203.0.113.7');
		const egressIp = egressIpOf(server);
		const both = [codeOf(egressIp.current()), codeOf(egressIp.current())];
		expect(await Promise.all(both)).toEqual(['chamilo-error', 'chamilo-error']);
		expect(await egressIp.current()).toBe('203.0.113.7');
		expect(server.requests).toHaveLength(2);
	});
});

describe('renewed', () => {
	it('asks again, whatever is known', async () => {
		const server = await telling('203.0.113.7', '203.0.113.8');
		const egressIp = egressIpOf(server);
		await egressIp.current();
		expect(await egressIp.renewed()).toBe('203.0.113.8');
		expect(await egressIp.current()).toBe('203.0.113.8');
		expect(server.requests).toHaveLength(2);
	});

	it('asks once for all that want to know at the same time', async () => {
		const server = await telling('203.0.113.7', '203.0.113.8', '203.0.113.9');
		const egressIp = egressIpOf(server);
		await egressIp.current();
		const answers = await Promise.all(Array.from({ length: 20 }, () => egressIp.renewed()));
		expect(answers).toEqual(Array(20).fill('203.0.113.8'));
		expect(server.requests).toHaveLength(2);
	});
});

describe('a campus that cannot be asked', () => {
	it('that is not there is unavailable, with a Retry-After', async () => {
		const server = await telling('203.0.113.7');
		await server.goAway();
		const failure = await failureOf(egressIpOf(server).current());
		expect(failure).toMatchObject({ code: 'chamilo-unavailable', headers: { 'Retry-After': '5' } });
	});

	it('that resets the connection is unavailable', async () => {
		const server = await servers.start((response) => response.socket?.resetAndDestroy());
		const failure = await failureOf(egressIpOf(server).current());
		expect(failure).toMatchObject({ code: 'chamilo-unavailable', headers: { 'Retry-After': '5' } });
	});

	it('that does not answer is a timeout, before and within the answer', async () => {
		const silent = await servers.start(() => undefined);
		expect(await codeOf(egressIpOf(silent, 50).current())).toBe('chamilo-timeout');
		const stuck = await servers.start((response) => response.write('203.0.'));
		expect(await codeOf(egressIpOf(stuck, 200).current())).toBe('chamilo-timeout');
	});
});
