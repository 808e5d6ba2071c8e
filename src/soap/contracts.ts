import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { amendContract } from './amendments.js';
import { type Contract, joinContracts } from './contract.js';

/** A contract, and how replies of its version are recognised. */
interface KnownContract {
	contract: Contract;
	/** What the header X-SOAP-Server holds. */
	server: string;
}

/** TypeScript widens the pairs of the JSON files to string[]; `npm run contract` writes nothing but this form. */
function compiled(file: unknown): Contract {
	return amendContract(file as Contract);
}

/** The compiled WSDLs of each version of Chamilo, the oldest first. */
const KNOWN: readonly KnownContract[] = [
	{ contract: compiled(contract19), server: '(1.123)' },
	{ contract: compiled(contract111), server: '(1.56)' },
];

export const CONTRACTS: readonly Contract[] = KNOWN.map(({ contract }) => contract);

/** The operations of all versions, each in the form of the oldest that has it. For calls that all versions take alike. */
export const CONTRACT = CONTRACTS.reduce(joinContracts);

/** What campuses of a version read. */
export function contractOf(version: string): Contract {
	const found = CONTRACTS.find(({ chamilo }) => chamilo === version);
	if (!found) throw new Error(`there is no contract of Chamilo ${version}`);
	return found;
}

/** The contracts a campus can have whose replies name this server; none where the name is withheld or not known. */
export function contractsOfServer(server: string | null): Contract[] {
	return KNOWN.filter((known) => server?.includes(known.server)).map(({ contract }) => contract);
}
