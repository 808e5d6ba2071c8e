import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import type { Contract, ServiceContract } from '../soap/contract.js';

/** What the two WSDLs of Chamilo 1.9 say. */
export const CONTRACT = contract19 as unknown as Contract;

/** The service that lives at a path, with its name. */
export function serviceAt(path: string): { name: string; service: ServiceContract } | undefined {
	const found = Object.entries(CONTRACT.services).find(([, service]) => service.path === path);
	return found && { name: found[0], service: found[1] };
}
