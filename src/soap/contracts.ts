/** The compiled WSDLs of every known version of Chamilo. */
import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { amendContract } from './amendments.js';
import { type Contract, joinContracts } from './contract.js';
import { contract11132Of } from './contract-1.11.32.js';

/** A contract, and the server header by which replies of its version are recognised. */
interface KnownContract {
	contract: Contract;
	/** Part of the X-SOAP-Server header. */
	server: string;
}

/** TypeScript widens the [name, type] tuples of the JSON files to string[]; `npm run contract` always writes tuples. */
function amendedContract(file: unknown): Contract {
	return amendContract(file as Contract);
}

/** The contracts of all supported Chamilo versions, oldest first. */
const KNOWN_CONTRACTS: readonly KnownContract[] = [
	{ contract: amendedContract(contract19), server: '(1.123)' },
	{ contract: amendedContract(contract111), server: '(1.56)' },
	// The header is the same (F1): which of the two a campus is has to be asked.
	{ contract: amendContract(contract11132Of(contract111 as unknown as Contract)), server: '(1.56)' },
];

export const CONTRACTS: readonly Contract[] = KNOWN_CONTRACTS.map(({ contract }) => contract);

/** The contract of the newest version. */
export const NEWEST_CONTRACT = CONTRACTS.at(-1) as Contract;

/**
 * The operations of all versions, each with the signature of the oldest version that has it. For calls that have the
 * same signature on all versions.
 */
export const CONTRACT = CONTRACTS.reduce(joinContracts);

/** The contract of a Chamilo version. @throws Error for an unknown version. */
export function contractOf(version: string): Contract {
	const found = CONTRACTS.find(({ chamilo }) => chamilo === version);
	if (!found) throw new Error(`there is no contract for Chamilo ${version}`);
	return found;
}

/**
 * The contracts that match the X-SOAP-Server header of a reply; empty if the header is missing or unknown.
 * @param server value of the header.
 */
export function contractsOfServer(server: string | null): Contract[] {
	return KNOWN_CONTRACTS.filter((known) => server?.includes(known.server)).map(({ contract }) => contract);
}
