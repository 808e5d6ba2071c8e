import { describe, expect, it } from 'vitest';
import type { EgressIp } from '../../src/chamilo/egress-ip.js';
import { createSigner } from '../../src/chamilo/signature.js';

/** sha1('203.0.113.7' + 'abc'), sha1('2001:db8::1' + 'abc') and sha1('abc'), by sha1sum. */
const SIGNED = {
	'203.0.113.7': '9908af080a1a47e0ee8015ae720784e48e0ff35d',
	'2001:db8::1': '6217c6e993a0633f971ed7bee317635bb3e4bfd7',
	none: 'a9993e364706816aba3e25717850c26c9cd0d89d',
};

/** The addresses a campus tells one after the other. */
function addresses(...ips: string[]): EgressIp & { asked: number } {
	return {
		asked: 0,
		async current() {
			this.asked += 1;
			return ips[0] ?? '';
		},
		async hasChangedFrom(previous) {
			ips.shift();
			return ips[0] !== previous;
		},
	};
}

describe('createSigner', () => {
	it('static signs for the address it is given and sends no header', async () => {
		for (const ip of ['203.0.113.7', '2001:db8::1'] as const) {
			const signer = createSigner('abc', { mode: 'static', ip });
			expect(await signer.sign('WSService')).toEqual({ secretKey: SIGNED[ip], headers: {}, ip });
			expect(await signer.sign('WSRegistration')).toEqual({ secretKey: SIGNED[ip], headers: {}, ip });
		}
	});

	it('forwarded sends that address as the one entry of X-Forwarded-For', async () => {
		const signer = createSigner('abc', { mode: 'forwarded', ip: '203.0.113.7' });
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['203.0.113.7'],
			headers: { 'X-Forwarded-For': '203.0.113.7' },
			ip: '203.0.113.7',
		});
	});

	it('auto signs for the address the campus tells', async () => {
		const signer = createSigner('abc', { mode: 'auto', egressIp: addresses('203.0.113.7') });
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['203.0.113.7'],
			headers: {},
			ip: '203.0.113.7',
		});
	});

	it('key-only signs registration without an address, and soap.php with one', async () => {
		const egressIp = addresses('2001:db8::1');
		const signer = createSigner('abc', { mode: 'key-only', egressIp });
		expect(await signer.sign('WSRegistration')).toEqual({ secretKey: SIGNED.none, headers: {}, ip: null });
		expect(egressIp.asked).toBe(0);
		expect(await signer.sign('WSService')).toEqual({
			secretKey: SIGNED['2001:db8::1'],
			headers: {},
			ip: '2001:db8::1',
		});
	});

	it('signs keys beyond ASCII as UTF-8, which is what the file of the campus holds', async () => {
		const { secretKey } = await createSigner('clé', { mode: 'static', ip: '' }).sign('WSService');
		expect(secretKey).toBe('fb910ef7d45de1bef846bf4a3638e93ceb884872');
	});
});

describe('renew', () => {
	const refused = { secretKey: '', headers: {}, ip: '203.0.113.7' };

	it('is worth a try only when the address has changed', async () => {
		const changed = createSigner('abc', { mode: 'auto', egressIp: addresses('203.0.113.7', '203.0.113.8') });
		expect(await changed.renew(refused)).toBe(true);
		expect((await changed.sign('WSService')).ip).toBe('203.0.113.8');
		const same = createSigner('abc', { mode: 'auto', egressIp: addresses('203.0.113.7', '203.0.113.7') });
		expect(await same.renew(refused)).toBe(false);
	});

	it('changes nothing where the address is set or not part of the signature', async () => {
		const keyOnly = createSigner('abc', { mode: 'key-only', egressIp: addresses('203.0.113.7', '203.0.113.8') });
		expect(await keyOnly.renew({ ...refused, ip: null })).toBe(false);
		expect(await keyOnly.renew(refused)).toBe(true);
		for (const mode of ['static', 'forwarded'] as const) {
			expect(await createSigner('abc', { mode, ip: '203.0.113.7' }).renew(refused), mode).toBe(false);
		}
	});
});
