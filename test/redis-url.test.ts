import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from '../src/redis-url.js';

const one = { form: 'standalone', tls: false, db: 0 } as const;

describe('a REDIS_URL', () => {
	it.each([
		['redis://localhost', { ...one, hosts: [{ host: 'localhost', port: 6379 }] }],
		['redis://10.0.0.1:7000/', { ...one, hosts: [{ host: '10.0.0.1', port: 7000 }] }],
		['redis://[2001:db8::1]:7000/12', { ...one, hosts: [{ host: '2001:db8::1', port: 7000 }], db: 12 }],
		['redis://:p%40ss%2F@a', { ...one, hosts: [{ host: 'a', port: 6379 }], password: 'p@ss/' }],
		['redis://u%3As:p:q@a', { ...one, hosts: [{ host: 'a', port: 6379 }], username: 'u:s', password: 'p:q' }],
		['rediss://a', { ...one, tls: true, hosts: [{ host: 'a', port: 6379 }] }],
		[
			'rediss://a?ca=/etc/ca%20file.pem',
			{ ...one, tls: true, hosts: [{ host: 'a', port: 6379 }], ca: '/etc/ca file.pem' },
		],
		[
			'redis+sentinel://:p@a,b:5000/3?name=my%20master&sentinel_password=s',
			{
				form: 'sentinel',
				tls: false,
				hosts: [
					{ host: 'a', port: 26_379 },
					{ host: 'b', port: 5000 },
				],
				password: 'p',
				db: 3,
				name: 'my master',
				sentinelPassword: 's',
			},
		],
		[
			'rediss+sentinel://a?name=m',
			{ form: 'sentinel', tls: true, hosts: [{ host: 'a', port: 26_379 }], db: 0, name: 'm' },
		],
		[
			'rediss+cluster://u:p@a:1,b:65535',
			{
				form: 'cluster',
				tls: true,
				hosts: [
					{ host: 'a', port: 1 },
					{ host: 'b', port: 65_535 },
				],
				username: 'u',
				password: 'p',
				db: 0,
			},
		],
	])('%s is read', (url, address) => {
		expect(parseRedisUrl(url)).toEqual({ address });
	});

	it.each([
		['', /write redis:\/\//],
		['hunter2', /write redis:\/\//],
		['redis:hunter2', /write redis:\/\//],
		['redis://', /write redis:\/\//],
		['redis://a:0', /write redis:\/\//],
		['redis://a:65536', /write redis:\/\//],
		['redis://a:hunter2', /write redis:\/\//],
		['redis://hunter2@a', /write redis:\/\//],
		['redis://:hunter2@b@a', /write redis:\/\//],
		['redis://:hunter2%zz@a', /write redis:\/\//],
		['redis://:hunter2/@a', /write redis:\/\//],
		['redis://a/hunter2', /write redis:\/\//],
		['redis://a/1/2', /write redis:\/\//],
		['redis://a#hunter2', /write redis:\/\//],
		['redis://a b', /write redis:\/\//],
		['redis+cluster://a,,b', /write redis:\/\//],
		['redis+other://a', /write redis:\/\//],
		['redis://:hunter2@a,b', /write one host/],
		['redis+cluster://:hunter2@a/1', /no database number/],
		['redis://:hunter2@a?hunter=2', /no other parameters/],
		['redis+sentinel://:hunter2@a', /\?name=MASTER/],
		['redis+sentinel://:hunter2@a?name=', /\?name=MASTER/],
		['redis://:hunter2@a?name=m', /\?name=MASTER/],
		['redis+cluster://a?sentinel_password=hunter2', /\?name=MASTER/],
		['redis://:hunter2@a?ca=/ca.pem', /rediss:\/\//],
	])('%s is refused, and not repeated', (url, mistake) => {
		const parsed = parseRedisUrl(url);
		expect(parsed.address).toBeUndefined();
		expect(parsed.mistake).toMatch(mistake);
		expect(parsed.mistake).toMatch(/^write /);
		expect(parsed.mistake).not.toContain('hunter');
	});
});
