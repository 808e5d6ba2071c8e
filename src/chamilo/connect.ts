import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import type { Config } from '../config.js';
import { amendContract } from '../soap/amendments.js';
import { type Contract, joinContracts } from '../soap/contract.js';
import { type CallEvent, createCaller } from './caller.js';
import { type ConnectedCampus, createCampus } from './campus.js';
import { createEgressIp } from './egress-ip.js';
import { learnKind } from './kind.js';
import { createSigner, type Signing } from './signature.js';
import type { Transport } from './transport.js';

/** TypeScript widens the pairs of the JSON files to string[]; `npm run contract` writes nothing but this form. */
const [CONTRACT_19, CONTRACT_111] = [contract19, contract111].map((file) =>
	amendContract(file as unknown as Contract),
) as [Contract, Contract];

/** What the gateway calls by; operations that only 1.11 has are refused by a campus that lacks them. */
export const CONTRACT = joinContracts(CONTRACT_19, CONTRACT_111);

/** Connects a campus by the settings; nothing is asked of it yet. */
export function connectCampus(
	config: Config,
	campus: { url: string; securityKey: string },
	transport: Transport,
	onCall?: (event: CallEvent) => void,
): ConnectedCampus {
	const common = {
		url: campus.url,
		transport,
		text: config.CHAMILO_TEXT,
		timeoutMs: config.CHAMILO_TIMEOUT_MS,
		contract: CONTRACT,
	};
	const caller = createCaller({
		...common,
		signer: createSigner(campus.securityKey, signingOf(config, campus.url, transport)),
		concurrency: config.CHAMILO_CONCURRENCY,
		...(onCall ? { onCall } : {}),
	});
	const { CHAMILO_KIND: kind } = config;
	return createCampus({
		caller,
		concurrency: config.CHAMILO_CONCURRENCY,
		learn: kind === 'auto' ? () => learnKind(common) : async () => kind,
	});
}

function signingOf(config: Config, url: string, transport: Transport): Signing {
	const { CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: ip = '' } = config;
	if (mode === 'static' || mode === 'forwarded') return { mode, ip };
	return { mode, egressIp: createEgressIp({ url, transport, timeoutMs: config.CHAMILO_TIMEOUT_MS }) };
}
