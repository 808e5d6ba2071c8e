import type { AddressSearch } from './address-search.js';
import type { SignedAddress } from './signing-addresses.js';

/** How calls are signed; the README says when each is right. */
export type Signing =
	| { mode: 'static' | 'forwarded'; ip: string }
	| { mode: 'auto' | 'key-only'; search: AddressSearch };

export interface Signature {
	secretKey: string;
	headers: Record<string, string>;
	/** The address that was signed; null where none is part of the signature. */
	address: SignedAddress | null;
}

export interface Signer {
	mode: Signing['mode'];
	/** @param service soap.php always wants an address in the key, whatever webservice-auth-ip.conf.php says. */
	sign(service: Service): Promise<Signature>;
	/**
	 * After a refusal: sends the call with other signatures, until one is accepted or there is no other.
	 * @param isAccepted sends the call; nothing of it was done while it was refused (F340).
	 */
	mend(service: Service, refused: Signature, isAccepted: (signature: Signature) => Promise<boolean>): Promise<boolean>;
	/** The addresses that a service has refused, where it refused all. */
	refused(service: Service): readonly SignedAddress[];
}

type Service = 'WSService' | 'WSRegistration' | string;

/** Signs with `sha1(ip + key)` in lower-case hexadecimal, which Chamilo compares as text (F10). */
export function createSigner(securityKey: string, signing: Signing): Signer {
	const hashes = new Map<string, Promise<string>>();

	function hashOf(ip: string): Promise<string> {
		const known = hashes.get(ip);
		if (known) return known;
		const hash = sha1(ip + securityKey);
		hashes.set(ip, hash);
		return hash;
	}

	async function signatureFor(address: SignedAddress): Promise<Signature> {
		const headers: Record<string, string> = address.source === 'sent' ? { 'X-Forwarded-For': address.ip } : {};
		return { secretKey: await hashOf(address.ip), headers, address };
	}

	if (!('search' in signing)) {
		const { mode, ip } = signing;
		const address = { ip, source: mode === 'forwarded' ? 'sent' : 'setting' } as const;
		return { mode, sign: () => signatureFor(address), mend: async () => false, refused: () => [] };
	}

	const { mode, search } = signing;
	return {
		mode,
		async sign(service) {
			if (mode === 'key-only' && service === 'WSRegistration') {
				return { secretKey: await hashOf(''), headers: {}, address: null };
			}
			return signatureFor(await search.current());
		},
		async mend(service, { address }, isAccepted) {
			if (address === null) return false;
			return search.search(service, address, async (other) => isAccepted(await signatureFor(other)));
		},
		refused: search.refused,
	};
}

async function sha1(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
