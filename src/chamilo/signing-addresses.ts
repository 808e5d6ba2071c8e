/** The addresses that a signature can be made for where no setting says which one the campus sees. */
import type { EgressIp } from './egress-ip.js';

/**
 * Where the address of a signature comes from: from the settings, testip.php, the debug log of the campus, the
 * connection to the campus, or the gateway itself, which sends it along in X-Forwarded-For.
 */
export type AddressSource = 'setting' | 'testip' | 'debug' | 'connection' | 'sent';

export interface SignedAddress {
	ip: string;
	source: AddressSource;
}

/** What an address is, in a sentence: "signed for the address … that testip.php shows". */
const WORDS: Record<AddressSource, string> = {
	setting: 'that CHAMILO_EGRESS_IP sets',
	testip: 'that testip.php shows',
	debug: 'that the debug log of the campus shows',
	connection: 'that this machine has',
	sent: 'that is sent in X-Forwarded-For',
};

/** Reads after "signed": what a signature was made for. */
export function signedFor(address: SignedAddress | null): string {
	return address === null ? 'without an address' : `for the address ${address.ip} ${WORDS[address.source]}`;
}

/** The same for several. */
export function signedForAll(addresses: readonly (SignedAddress | null)[]): string {
	return new Intl.ListFormat('en').format(addresses.map(signedFor));
}

/** The same without the address itself, fit for anybody. */
export function signedForSource(address: SignedAddress | null): string {
	return address === null ? 'without an address' : `for the address ${WORDS[address.source]}`;
}

/** True where the campus checks both addresses alike. */
export function isSameAddress(left: SignedAddress, right: SignedAddress): boolean {
	return left.ip === right.ip && (left.source === 'sent') === (right.source === 'sent');
}

export interface SigningAddresses {
	/** The address that testip.php shows, at most ten minutes old. */
	usual(): Promise<SignedAddress>;
	/** Those worth a try after a refusal; each is found out when it is its turn. */
	others(): AsyncIterable<SignedAddress>;
}

/** How the address can be learned, beside testip.php. */
export interface AddressClues {
	egressIp: EgressIp;
	/** The address that the campus says it has seen. */
	debugAddress(): Promise<string | undefined>;
	/** The address of this machine in a connection to the campus; absent where the runtime does not know it. */
	localAddress?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Behind a proxy that sets X-Forwarded-For, later releases of Chamilo 1.11 check another address than testip.php shows
 * (F13). The last resort works where nothing else is known: an entry of X-Forwarded-For that the gateway sends itself
 * stays the first one, and counts (F11), unless a proxy replaces it.
 */
export function signingAddresses({ egressIp, debugAddress, localAddress }: AddressClues): SigningAddresses {
	return {
		usual: async () => ({ ip: await egressIp.current(), source: 'testip' }),
		async *others() {
			const shown = await egressIp.renewed();
			yield { ip: shown, source: 'testip' };
			const seen = await debugAddress();
			if (seen !== undefined) yield { ip: seen, source: 'debug' };
			const own = await localAddress?.();
			if (own !== undefined) yield { ip: own, source: 'connection' };
			yield { ip: own ?? seen ?? shown, source: 'sent' };
		},
	};
}
