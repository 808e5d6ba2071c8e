import type { SignedAddress } from '../signing-addresses.js';

const KEY =
	"copy $_configuration['security_key'] from main/inc/conf/configuration.php (1.11: app/config/configuration.php) of the campus into CHAMILO_SECURITY_KEY.";
const PRIVATE = /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:)/i;

/**
 * Why a service refuses every signature: the key or the address, and what to do. Behind a proxy that replaces
 * X-Forwarded-For, the gateway cannot learn the address where the campus shows no debug log.
 * @param refused the addresses that were tried.
 * @param shown the address that testip.php shows, where it can be that of a proxy (F13).
 */
export function likelyCause(refused: readonly SignedAddress[], shown: string | undefined): string {
	const from = (source: SignedAddress['source']) => refused.find((address) => address.source === source)?.ip;
	const seen = from('debug');
	if (seen !== undefined) {
		return `The key is wrong: the campus itself shows that it checks the address ${seen}, which was tried. So ${KEY}`;
	}
	// The gateway sends its own address, or else the one that testip.php shows.
	const isProxy = shown !== undefined && PRIVATE.test(shown) && shown !== from('sent');
	if (!isProxy) return `The key is the likelier cause: every address that the campus may see was tried. So ${KEY}`;
	return `The address is the likelier cause: testip.php shows ${shown}, which seems to be a proxy before the campus, and that proxy can replace X-Forwarded-For. Look in its log for the address from which this machine comes, and set CHAMILO_SIGNING=static and CHAMILO_EGRESS_IP to that. If that is refused too, ${KEY}`;
}
