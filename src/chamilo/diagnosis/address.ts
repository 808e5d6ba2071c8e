import type { Signer } from '../signature.js';
import { signedFor } from '../signing-addresses.js';
import type { Check } from './check.js';
import type { Seen } from './reachability.js';

/** Says which address the accepted signatures are made for. Whether it is the right one, only a signed call shows. */
export async function tellAddress({ mode, sign }: Signer, service: string, { address: shown }: Seen): Promise<Check> {
	const { address } = await sign(service);
	const sentences = [`Accepted calls are signed ${signedFor(address)} (CHAMILO_SIGNING=${mode}).`];
	if (address && shown !== undefined && shown !== address.ip) {
		sentences.push(
			`testip.php shows ${shown}; that does not count: later releases of Chamilo 1.11 show the address of a proxy there.`,
		);
	}
	if (mode === 'auto' && address && address.source !== 'testip') {
		const setting = address.source === 'sent' ? 'forwarded' : 'static';
		sentences.push(
			`CHAMILO_SIGNING=${setting} with CHAMILO_EGRESS_IP=${address.ip} spares the refused call after each start.`,
		);
	}
	return { id: 'address', title: 'Address in the signature', status: 'ok', detail: sentences.join(' ') };
}
