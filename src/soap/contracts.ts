import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import type { CampusKind } from '../operations/capabilities.js';
import { amendContract } from './amendments.js';
import { type Contract, joinContracts } from './contract.js';

/** TypeScript widens the pairs of the JSON files to string[]; `npm run contract` writes nothing but this form. */
const [CONTRACT_19, CONTRACT_111] = [contract19, contract111].map((file) =>
	amendContract(file as unknown as Contract),
) as [Contract, Contract];

/** What each version of Chamilo reads, the oldest first. */
export const CONTRACTS: readonly Contract[] = [CONTRACT_19, CONTRACT_111];

/** The operations of both versions: 1.9's form where both have one. For questions that both take alike. */
export const CONTRACT = joinContracts(CONTRACT_19, CONTRACT_111);

/** What campuses of a kind read. */
export function contractOf(kind: CampusKind): Contract {
	return kind === '1.9' ? CONTRACT_19 : CONTRACT_111;
}
