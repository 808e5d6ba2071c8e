import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract11132 from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import type { Contract, ServiceContract } from '../soap/contract.js';
import type { Release } from './release.js';

/** The compiled WSDLs of each version, without the gateway's amendments. */
export const CONTRACTS: Record<Release['chamilo'], Contract> = {
	'1.9': contract19 as unknown as Contract,
	'1.11': contract111 as unknown as Contract,
	'1.11.32': contract11132 as unknown as Contract,
};

/** The service at a URL path, with its name. */
export function serviceAt(
	chamilo: Release['chamilo'],
	path: string,
): { name: string; service: ServiceContract } | undefined {
	const found = Object.entries(CONTRACTS[chamilo].services).find(([, service]) => service.path === path);
	return found && { name: found[0], service: found[1] };
}
