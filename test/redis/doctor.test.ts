import { expect, test } from 'vitest';
import { doctorCommand } from '../../src/node/doctor-command.js';
import { freePort, startRedis } from '../support/redis.js';

async function findings(
	redisUrl: string,
): Promise<{ code: number; redis: Record<string, string> | undefined; text: string }> {
	const pieces: string[] = [];
	const output = { print: (piece: string) => pieces.push(piece), colour: false };
	const code = await doctorCommand(['--json'], { REDIS_URL: redisUrl }, output);
	const text = pieces.join('');
	const { checks } = JSON.parse(text) as { checks: Record<string, string>[] };
	return { code, redis: checks.find(({ id }) => id === 'redis'), text };
}

test('the doctor writes to Redis, and leaves nothing there', async () => {
	const server = await startRedis();
	try {
		const { code, redis } = await findings(server.url);
		expect(code).toBe(0);
		expect(redis).toMatchObject({ status: 'ok', detail: expect.stringMatching(/answers in \d+ ms/) });
		expect(await server.command('DBSIZE')).toBe('0');
		await server.command('CONFIG', 'SET', 'maxmemory', '1');
		expect((await findings(server.url)).redis).toMatchObject({
			status: 'warning',
			remedy: expect.stringContaining('maxmemory'),
		});
	} finally {
		await server.close();
	}
});

test('the doctor says what is wrong with Redis, which fails nothing, and repeats no password', async () => {
	const server = await startRedis({ options: ['--requirepass', 'another'] });
	try {
		const cases: [url: string, remedy: RegExp][] = [
			[`redis://127.0.0.1:${server.port}`, /wants a password/],
			[`redis://:password-of-redis@127.0.0.1:${server.port}`, /password \(or user\) in REDIS_URL is wrong/],
			[`redis://:password-of-redis@127.0.0.1:${await freePort()}`, /start Redis/],
			[`redis://:password-of-redis@no-such-host.invalid`, /has no address|REDIS_URL/],
			[`rediss://:password-of-redis@127.0.0.1:${server.port}`, /REDIS_URL/],
		];
		for (const [url, remedy] of cases) {
			const { code, redis, text } = await findings(url);
			expect(code).toBe(0);
			expect(redis, url).toMatchObject({ status: 'warning', remedy: expect.stringMatching(remedy) });
			expect(text).not.toContain('password-of-redis');
		}
	} finally {
		await server.close();
	}
}, 60_000);
