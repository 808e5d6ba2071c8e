import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.js';
import { readSettings } from '../../src/node/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'gateway-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function file(text: string): string {
	const path = join(folder, String(count++));
	writeFileSync(path, text);
	return path;
}

const API_KEYS = `hr=*=${'ab'.repeat(32)}`;
const CAMPUS = { CHAMILO_URL: 'https://campus.example.org', CHAMILO_SECURITY_KEY: 'k', API_KEYS };

it('every secret can be the content of a file, without the line feed at its end', () => {
	const env = {
		CHAMILO_URL: CAMPUS.CHAMILO_URL,
		CHAMILO_SECURITY_KEY_FILE: file('from a file \n'),
		API_KEYS_FILE: file(`${API_KEYS}\r\n`),
		REDIS_URL_FILE: file('redis://:secret@redis.example.org\n'),
	};
	const { config } = readSettings(env);
	expect(config).toMatchObject({ CHAMILO_SECURITY_KEY: 'from a file ', REDIS_URL: { password: 'secret' } });
	expect(config.API_KEYS.map(({ name }) => name)).toEqual(['hr']);
});

it('CAMPUSES can be the content of a file too', () => {
	const campuses = JSON.stringify({ lyon: { path: '/lyon', ...CAMPUS } });
	expect(readSettings({ CAMPUSES_FILE: file(campuses) }).campuses?.map(({ name }) => name)).toEqual(['lyon']);
});

it('a file that cannot be used stops the start, in a line that names the variable and not the content', () => {
	const mistake = (more: Record<string, string>) => {
		try {
			readSettings({ ...CAMPUS, ...more });
		} catch (thrown) {
			if (thrown instanceof ConfigError) return thrown.message;
		}
		return 'no mistake';
	};
	expect(mistake({ REDIS_URL_FILE: join(folder, 'absent') })).toMatch(/^REDIS_URL_FILE: .*ENOENT/);
	expect(mistake({ REDIS_URL_FILE: folder })).toMatch(/^REDIS_URL_FILE: .*EISDIR/);
	expect(mistake({ REDIS_URL_FILE: file('\n') })).toMatch(/^REDIS_URL_FILE: .*empty/);
	expect(mistake({ API_KEYS_FILE: file('hunter2') })).toMatch(/^API_KEYS_FILE: .*set as well/);
	expect(mistake({ CHAMILO_SECURITY_KEI_FILE: file('hunter2') })).toMatch(/^CHAMILO_SECURITY_KEI_FILE: is no setting/);
	expect(mistake({ REDIS_URL_FILE: '', SSL_CERT_FILE: '/etc/ssl/cert.pem' })).toBe('no mistake');
});
