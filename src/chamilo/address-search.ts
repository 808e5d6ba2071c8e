/** After a refusal: looks for an address that the campus accepts, and remembers it for all calls. */
import { isSameAddress, type SignedAddress, type SigningAddresses } from './signing-addresses.js';

/** How a search ended. */
export interface SearchOutcome {
	/** Absent where the campus has refused all. */
	accepted?: SignedAddress;
	refused: readonly SignedAddress[];
}

export interface AddressSearch {
	/** The address to sign for: the one that was accepted last, else the one that testip.php shows. */
	current(): Promise<SignedAddress>;
	/**
	 * Tries other addresses until one is accepted. Calls that were refused together wait for one search. After one in
	 * vain there is none for a minute: then the key is wrong, and each try is a call.
	 * @param service a campus can want addresses of one of its services only, so each has a search of its own.
	 * @param isAccepted sends the refused call again.
	 */
	search(
		service: string,
		refused: SignedAddress,
		isAccepted: (address: SignedAddress) => Promise<boolean>,
	): Promise<boolean>;
	/** What the last search for a service found refused, where it was in vain. */
	refused(service: string): readonly SignedAddress[];
}

const PAUSE_MS = 60_000;

export function createAddressSearch(
	addresses: SigningAddresses,
	onOutcome: (outcome: SearchOutcome) => void = () => undefined,
): AddressSearch {
	let found: SignedAddress | undefined;
	let searching: Promise<boolean> | undefined;
	/** Searches in vain, by service. */
	const failures = new Map<string, { at: number; refused: readonly SignedAddress[] }>();

	const current = async () => found ?? addresses.usual();

	async function tryAll(
		service: string,
		refused: SignedAddress[],
		isAccepted: (address: SignedAddress) => Promise<boolean>,
	): Promise<boolean> {
		for await (const address of addresses.others()) {
			if (refused.some((one) => isSameAddress(one, address))) continue;
			if (await isAccepted(address)) {
				found = address.source === 'testip' ? undefined : address;
				failures.delete(service);
				onOutcome({ accepted: address, refused });
				return true;
			}
			refused.push(address);
		}
		failures.set(service, { at: performance.now(), refused });
		onOutcome({ refused });
		return false;
	}

	return {
		current,
		async search(service, refused, isAccepted) {
			const known = [refused];
			for (;;) {
				while (searching) await searching.catch(() => undefined);
				const latest = await current();
				if (searching) continue;
				if (known.length > 1 || isSameAddress(latest, refused)) break;
				// Another call has found it meanwhile.
				if (await isAccepted(latest)) return true;
				known.push(latest);
			}
			const { at = Number.NEGATIVE_INFINITY } = failures.get(service) ?? {};
			if (performance.now() - at < PAUSE_MS) return false;
			searching = tryAll(service, known, isAccepted).finally(() => {
				searching = undefined;
			});
			return searching;
		},
		refused: (service) => failures.get(service)?.refused ?? [],
	};
}
