import type { EgressIp } from './egress-ip.js';

/** How calls are signed; the README says when each is right. */
export type Signing =
	| { mode: 'auto'; egressIp: EgressIp }
	| { mode: 'static'; ip: string }
	| { mode: 'forwarded'; ip: string }
	| { mode: 'key-only'; egressIp: EgressIp };

export interface Signature {
	secretKey: string;
	headers: Record<string, string>;
	/** The address that was signed; null where none is part of the signature. */
	ip: string | null;
}

export interface Signer {
	mode: Signing['mode'];
	/** @param service soap.php always wants an address in the key, whatever webservice-auth-ip.conf.php says. */
	sign(service: 'WSService' | 'WSRegistration' | string): Promise<Signature>;
	/** After a refusal: true when another signature can be tried, because the egress address has changed. */
	renew(refused: Signature): Promise<boolean>;
}

/** Signs with `sha1(ip + key)` in lower-case hexadecimal, which Chamilo compares as text (F10). */
export function createSigner(securityKey: string, signing: Signing): Signer {
	const hashes = new Map<string, Promise<string>>();

	function signatureOf(ip: string): Promise<string> {
		const known = hashes.get(ip);
		if (known) return known;
		const hash = sha1(ip + securityKey);
		hashes.set(ip, hash);
		return hash;
	}

	return {
		mode: signing.mode,
		async sign(service) {
			if (signing.mode === 'key-only' && service === 'WSRegistration') {
				return { secretKey: await signatureOf(''), headers: {}, ip: null };
			}
			const ip = 'egressIp' in signing ? await signing.egressIp.current() : signing.ip;
			const headers: Record<string, string> = signing.mode === 'forwarded' ? { 'X-Forwarded-For': ip } : {};
			return { secretKey: await signatureOf(ip), headers, ip };
		},
		async renew(refused) {
			return 'egressIp' in signing && refused.ip !== null && signing.egressIp.hasChangedFrom(refused.ip);
		},
	};
}

async function sha1(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
