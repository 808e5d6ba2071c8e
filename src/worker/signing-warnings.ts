import type { Config } from '../config.js';
import type { ReadinessCheck } from '../http/readyz.js';

/** Warnings about CHAMILO_SIGNING: on Workers two calls can have different egress addresses. */
export function signingWarnings({ CHAMILO_SIGNING: mode }: Config): ReadinessCheck[] {
	if (mode !== 'auto' && mode !== 'key-only') return [];
	const calls = mode === 'auto' ? 'Calls are' : 'Calls to soap.php are';
	const detail = `${calls} signed for the address that testip.php answers, and at the edge the next call can leave from another one. Set CHAMILO_SIGNING=forwarded and CHAMILO_EGRESS_IP.`;
	return [{ id: 'signing', status: 'warning', detail, ms: 0 }];
}
