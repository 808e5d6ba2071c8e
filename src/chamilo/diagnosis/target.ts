import type { Config } from '../../config.js';
import type { Operation } from '../../operations/operation.js';
import type { Contract, ServiceContract } from '../../soap/contract.js';
import { CONTRACT } from '../../soap/contracts.js';
import { type CampusAddress, soapClients } from '../connect.js';
import type { Signer } from '../signature.js';
import type { SoapClient } from '../soap-client.js';
import type { Transport } from '../transport.js';

/** The campus to examine, and how to reach it. */
export interface CampusAccess extends CampusAddress {
	config: Config;
	transport: Transport;
}

/** The same, with what signs the calls of all checks. */
export interface SignedAccess extends CampusAccess {
	signer: Signer;
}

/** The campus, and what to compare it with. */
export interface Target extends CampusAccess {
	/** What the WSDLs of each known version say, not amended. */
	contracts: readonly Contract[];
	/** The operation table. */
	operations: readonly Operation[];
	/** Reads the WSDL at a URL; absent where the runtime has no reader. */
	readWsdl?: (url: string) => Promise<{ name: string; service: ServiceContract }>;
}

/** An extra field and a value that no campus has: calls with them find nothing and change nothing. */
export const NO_SUCH_FIELD = 'no_such_field_7f3a';
export const NO_SUCH_VALUE = '-';

/** True for the rows that pass one operation on as it is. */
export function isRaw({ path }: Operation): boolean {
	return path.startsWith('/soap/');
}

/** A SOAP client for the campus, with some settings changed. */
export function soapClientFor({ signer, ...target }: SignedAccess, changes: Partial<Config> = {}): SoapClient {
	return soapClients({ ...target.config, ...changes }, target, target.transport, { signer })(CONTRACT);
}

/** The root of the campus as it may be shown: a URL can carry a password. */
export function shownUrl(url: string): string {
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
