import { describe, expect, it } from 'vitest';
import type { AddressSearch } from '../../src/chamilo/address-search.js';
import { createSigner } from '../../src/chamilo/signature.js';

/** sha1('203.0.113.7' + 'abc'), sha1('2001:db8::1' + 'abc') and sha1('abc'), by sha1sum. */
const SIGNED = {
	'203.0.113.7': '9908af080a1a47e0ee8015ae720784e48e0ff35d',
	'2001:db8::1': '6217c6e993a0633f971ed7bee317635bb3e4bfd7',
	none: 'a9993e364706816aba3e25717850c26c9cd0d89d',
};

/** A search that has found this address, and finds `other` after a refusal. */
function searching(ip: string, other = ip) {
	const search: AddressSearch & { asked: number; found: string } = {
		asked: 0,
		found: ip,
		async current() {
			this.asked += 1;
			return { ip: this.found, source: 'testip' };
		},
		async search(_service, _refused, isAccepted) {
			this.found = other;
			return isAccepted({ ip: other, source: 'sent' });
		},
		refused: () => [],
	};
	return search;
}

describe('createSigner', () => {
	it('static signs for the address it is given and sends no header', async () => {
		for (const ip of ['203.0.113.7', '2001:db8::1'] as const) {
			const signer = createSigner('abc', { mode: 'static', ip });
			const signed = { secretKey: SIGNED[ip], headers: {}, address: { ip, source: 'setting' } };
			expect(await signer.sign('WSService')).toEqual(signed);
			expect(await signer.sign('WSRegistration')).toEqual(signed);
		}
	});

	it('forwarded sends that address as the one entry of X-Forwarded-For', async () => {
		const signer = createSigner('abc', { mode: 'forwarded', ip: '203.0.113.7' });
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['203.0.113.7'],
			headers: { 'X-Forwarded-For': '203.0.113.7' },
			address: { ip: '203.0.113.7', source: 'sent' },
		});
	});

	it('auto signs for the address the campus tells', async () => {
		const signer = createSigner('abc', { mode: 'auto', search: searching('203.0.113.7') });
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['203.0.113.7'],
			headers: {},
			address: { ip: '203.0.113.7', source: 'testip' },
		});
	});

	it('key-only signs registration without an address, and soap.php with one', async () => {
		const search = searching('2001:db8::1');
		const signer = createSigner('abc', { mode: 'key-only', search });
		expect(await signer.sign('WSRegistration')).toEqual({ secretKey: SIGNED.none, headers: {}, address: null });
		expect(search.asked).toBe(0);
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['2001:db8::1'],
			headers: {},
			address: { ip: '2001:db8::1', source: 'testip' },
		});
	});

	it('signs keys beyond ASCII as UTF-8, which is what the file of the campus holds', async () => {
		const { secretKey } = await createSigner('clé', { mode: 'static', ip: '' }).sign('WSService');
		expect(secretKey).toBe('fb910ef7d45de1bef846bf4a3638e93ceb884872');
	});
});

describe('mend', () => {
	const refused = { secretKey: '', headers: {}, address: { ip: '203.0.113.7', source: 'testip' } } as const;

	it('signs for the addresses that the search tries', async () => {
		const signer = createSigner('abc', { mode: 'auto', search: searching('203.0.113.7', '2001:db8::1') });
		const tried: unknown[] = [];
		const isAccepted = async (signature: unknown) => tried.push(signature) > 0;
		expect(await signer.mend('WSService', refused, isAccepted)).toBe(true);
		expect(tried).toEqual([
			{
				secretKey: SIGNED['2001:db8::1'],
				headers: { 'X-Forwarded-For': '2001:db8::1' },
				address: { ip: '2001:db8::1', source: 'sent' },
			},
		]);
		expect((await signer.sign('WSService')).secretKey).toBe(SIGNED['2001:db8::1']);
	});

	it('tries nothing where the address is set or not part of the signature', async () => {
		const never = () => Promise.reject(new Error('nothing else is to be tried'));
		const keyOnly = createSigner('abc', { mode: 'key-only', search: searching('203.0.113.7', '203.0.113.8') });
		expect(await keyOnly.mend('WSRegistration', { ...refused, address: null }, never)).toBe(false);
		expect(await keyOnly.mend('WSService', refused, async () => true)).toBe(true);
		for (const mode of ['static', 'forwarded'] as const) {
			const signer = createSigner('abc', { mode, ip: '203.0.113.7' });
			expect(await signer.mend('WSService', refused, never), mode).toBe(false);
		}
	});
});
